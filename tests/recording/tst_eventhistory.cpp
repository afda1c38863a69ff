// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/eventhistory.h"
#include "recording/recording.h"
#include "recording/tapframes.h"
#include "taplog.h"

#include <QTemporaryDir>
#include <QTest>

using namespace runnel;
using namespace std::chrono_literals;

class EventHistoryTest final : public QObject
{
    Q_OBJECT

private slots:
    void remembersTheStream()
    {
        EventHistory history(clock());
        QCOMPARE(history.httpStatus(), 0);
        QVERIFY(!history.requestTime());
        tellReply(history);
        QCOMPARE(history.method(), QByteArray("POST"));
        QCOMPARE(history.url(), QUrl(QStringLiteral("https://a.example/v1?key=redacted")));
        QCOMPARE(history.httpStatus(), 200);
        QCOMPARE(history.headers().at(0).second, QByteArray("<redacted>"));
        QCOMPARE(history.receivedBytes(), 30);
        QCOMPARE(history.readCount(), 2);
        QCOMPARE(history.eventCount(), 2);
        QCOMPARE(history.attemptCount(), 1);
        QVERIFY(history.requestTime() == testTime(0));
        QVERIFY(history.responseTime() == testTime(100));
        QVERIFY(history.closeTime() == testTime(400));
        QCOMPARE(history.close().how, QByteArray("FIN"));
        const EventHistory::Event &second = history.events().at(1);
        QCOMPARE(history.events().at(0).gap / 1ms, 100);
        QCOMPARE(second.gap / 1ms, 100);
        QVERIFY(second.time == testTime(300));
        QCOMPARE(second.data, QByteArray("[DONE]"));
        QCOMPARE(second.lastEventId, QByteArray("2"));
        QCOMPARE(second.dataBytes, 6);
    }

    void anotherAttemptBeginsAnew()
    {
        EventHistory history(clock());
        tellReply(history);
        history.requestStarted("POST", QUrl(QStringLiteral("https://b.example")));
        QCOMPARE(history.attemptCount(), 2);
        QCOMPARE(history.eventCount(), 0);
        QCOMPARE(history.receivedBytes(), 0);
        QCOMPARE(history.httpStatus(), 0);
        QVERIFY(!history.closeTime());
        QVERIFY(history.headers().isEmpty());
    }

    void staysWithinItsBudget_data()
    {
        QTest::addColumn<qsizetype>("budget");
        QTest::addColumn<qsizetype>("dataBytes");
        QTest::addColumn<qint64>("count");
        QTest::addRow("small") << qsizetype(10000) << qsizetype(100) << 1000LL;
        QTest::addRow("empty events") << qsizetype(10000) << qsizetype(0) << 1000LL;
        QTest::addRow("one at a time") << qsizetype(10000) << qsizetype(9000) << 20LL;
        QTest::addRow("giants") << qsizetype(10000) << qsizetype(1000000) << 3LL;
        QTest::addRow("default") << EventHistory::defaultBudgetBytes << qsizetype(100000) << 200LL;
        QTest::addRow("room for nothing") << qsizetype(10) << qsizetype(100) << 5LL;
    }
    void staysWithinItsBudget()
    {
        QFETCH(qsizetype, budget);
        QFETCH(qsizetype, dataBytes);
        QFETCH(qint64, count);
        EventHistory history(clock(), budget);
        qint64 keptBytes = 0;
        for (qint64 i = 0; i < count; ++i) {
            const QByteArray data = QByteArray::number(i).leftJustified(dataBytes, 'x', true);
            history.eventReceived("m", data, {});
            keptBytes = 0;
            for (const EventHistory::Event &event : history.events())
                keptBytes += event.data.size() + event.type.size();
            QVERIFY(keptBytes <= budget);
        }
        QCOMPARE(history.eventCount(), count);
        QCOMPARE(history.droppedBytes() + keptBytes, count * (dataBytes + 1));
        QVERIFY(history.droppedCount() > 0);
        if (history.events().empty())
            return;
        // The newest are kept, and in order.
        for (qint64 i = 0; i < qint64(history.events().size()); ++i) {
            const auto number = QByteArray::number(history.droppedCount() + i);
            QVERIFY(history.events().at(size_t(i)).data.startsWith(
                number.first(std::min(number.size(), dataBytes))));
        }
    }

    void aGiantKeepsItsBeginning()
    {
        EventHistory history(clock(), 10000);
        history.eventReceived("m", "small", {});
        history.eventReceived("m", QByteArray("begin").leftJustified(5000000, 'x'), {});
        QCOMPARE(history.events().size(), size_t(1));
        const EventHistory::Event &giant = history.events().front();
        QVERIFY(giant.data.startsWith("beginx"));
        QVERIFY(giant.data.size() > 9000 && giant.data.size() < 10000);
        QVERIFY(giant.data.capacity() < 20000);
        QCOMPARE(giant.dataBytes, 5000000);
        QCOMPARE(history.droppedCount(), 1);
    }

    void savesWhatItKept()
    {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("saved.rec"));
        EventHistory history(clock());
        tellReply(history);
        QVERIFY(history.saveRecording(path));
        const auto opened = Recording::open(path);
        QVERIFY(opened);
        TapLog log;
        QList<int> times;
        for (qsizetype i = 0; i < opened.value()->entries().size(); ++i) {
            QVERIFY(deliverFrame(opened.value()->frame(i).value(), log));
            times.append(int(opened.value()->entries().at(i).position / 1ms));
        }
        QCOMPARE(log.lines.size(), 5);
        QCOMPARE(log.lines.at(2), QStringLiteral("event message {\"a\":1} 1"));
        QCOMPARE(log.lines.at(4), QStringLiteral("close peer FIN"));
        QCOMPARE(times, (QList<int>{0, 100, 200, 300, 400}));
        const Result<void> full = history.saveRecording(QStringLiteral("/dev/full"));
        QVERIFY(!full);
        QCOMPARE(full.error().kind, Error::Kind::NoSpace);
    }

private:
    // Each call is 100 ms after the one before.
    static Clock clock()
    {
        return [milliseconds = -100]() mutable { return testTime(milliseconds += 100); };
    }

    static void tellReply(StreamTap &tap)
    {
        tap.requestStarted("POST", QUrl(QStringLiteral("https://u:pw@a.example/v1?key=sk-canary")));
        tap.responseStarted(200, {{"X-Api-Key", "sk-canary"}, {"Date", "now"}});
        tap.bytesReceived(QByteArray(20, 'x'));
        tap.eventReceived("message", "{\"a\":1}", "1");
        tap.bytesReceived(QByteArray(10, 'x'));
        tap.eventReceived("message", "[DONE]", "2");
        tap.streamClosed({"peer", "FIN"});
    }
};

QTEST_GUILESS_MAIN(EventHistoryTest)
#include "tst_eventhistory.moc"
