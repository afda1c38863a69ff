// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sse/eventstreamparser.h"
#include "sse/parsedstream.h"

#include <QTest>

#include <chrono>
#include <limits>

using namespace runnel;
using namespace runnel::test;
using std::chrono::milliseconds;

class EventStreamParserTest final : public QObject
{
    Q_OBJECT

private slots:
    void limits_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<qsizetype>("limit");
        QTest::addColumn<QList<QByteArray>>("data");
        QTest::addColumn<bool>("overflowed");
        const auto row
            = [](const char *name, const QByteArray &bytes, qsizetype limit, const QList<QByteArray> &data,
                  bool overflowed) { QTest::addRow("%s", name) << bytes << limit << data << overflowed; };
        row("line at the limit", "data: 1234\n\n", 10, {"1234"}, false);
        row("line above the limit", "data: 12345\n\n", 10, {}, true);
        row("open line above the limit", "data: 12345", 10, {}, true);
        row("events before it are delivered", "data: 1\n\ndata: 12345\n\ndata: 2\n\n", 10, {"1"}, true);
        row("each event counts anew", "data: 1234\n\ndata: 1234\n\n", 10, {"1234", "1234"}, false);
        row("data and line together", "data: 1\ndata: 2\n\n", 9, {"1\n2"}, false);
        row("data and line together, above", "data: 1\ndata: 22\n\n", 9, {}, true);
        row("empty data lines count their line feed", "data\ndata\ndata\n\n", 5, {}, true);
        row("a long event type", "event: 12345\n\n", 10, {}, true);
        row("a long id", "id: 12345678\n\n", 10, {}, true);
        row("a long retry", "retry: 12345\n\n", 10, {}, true);
        row("a comment counts nothing", ": 1234567890\ndata: 1\n\n", 10, {"1"}, false);
        row("an unknown field counts nothing", "datum: 1234567890\ndata: 1\n\n", 10, {"1"}, false);
        row("an unknown field that begins like one", "eventualities\ndata: 1\n\n", 7, {"1"}, false);
        row("a known name counts", "event\n\n", 4, {}, true);
        row("repair makes it pass the limit", "data: \xFF\xFF\xFF\xFF\n\n", 10, {}, true);
        row("zero lets no field through", "\n\n: c\n\ndata\n\n", 0, {}, true);
    }
    void limits()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(qsizetype, limit);
        QFETCH(QList<QByteArray>, data);
        QFETCH(bool, overflowed);
        for (const auto &cuts : {QList<qsizetype>(), cutsEverywhere(bytes.size())}) {
            const ParsedStream stream = parseCut(bytes, cuts, StreamEnd::Lenient, limit);
            QList<QByteArray> found;
            for (const KeptEvent &event : stream.events)
                found.append(event.data);
            QCOMPARE(found, data);
            QCOMPARE(stream.overflowed, overflowed);
        }
    }

    void defaultLimit()
    {
        EventStreamParser parser;
        QCOMPARE(parser.maxEventBytes(), qsizetype(32) * 1024 * 1024);
        const QByteArray mebibyte(1024 * 1024, 'x');
        const auto none = [](const ServerSentEvent &) { QFAIL("no event is due"); };
        parser.feed("data:", none);
        for (int i = 0; i < 31; ++i)
            parser.feed(mebibyte, none);
        parser.feed(mebibyte.first(mebibyte.size() - 5), none);
        QVERIFY(!parser.overflowed());
        parser.feed("x", none);
        QVERIFY(parser.overflowed());
    }

    void silentAfterOverflowUntilReset()
    {
        EventStreamParser parser(8);
        int eventCount = 0;
        const auto count = [&](const ServerSentEvent &) { ++eventCount; };
        parser.feed("id: 7\nretry: 9\n\ndata: 123\n\n", count);
        QVERIFY(parser.overflowed());
        parser.feed("\n\ndata: 1\n\nid: 8\nretry: 1\n\n", count);
        parser.flush(count);
        parser.finish();
        QVERIFY(parser.overflowed());
        QCOMPARE(eventCount, 0);
        QCOMPARE(parser.lastEventId(), QByteArrayView("7"));
        QCOMPARE(parser.reconnectionTimeDigits(), QByteArray("9"));
        parser.reset();
        QVERIFY(!parser.overflowed());
        parser.feed("data: 1\n\n", count);
        QCOMPARE(eventCount, 1);
    }

    void reconnectionTime_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("digits");
        QTest::addColumn<std::optional<milliseconds>>("time");
        constexpr auto most = milliseconds::max();
        const auto row
            = [](const QByteArray &value, const QByteArray &digits, std::optional<milliseconds> time) {
                  QTest::addRow("%s", value.constData()) << value << digits << time;
              };
        row("0", "0", milliseconds(0));
        row("000", "0", milliseconds(0));
        row("0042", "42", milliseconds(42));
        row("9007199254740993", "9007199254740993", milliseconds(9007199254740993));
        row("9223372036854775807", "9223372036854775807", most);
        row("9223372036854775808", "9223372036854775808", most);
        row("18446744073709551617", "18446744073709551617", most);
        row(QByteArray(60, '9'), QByteArray(60, '9'), most);
        row("", "", std::nullopt);
        row("+1", "", std::nullopt);
        row("-1", "", std::nullopt);
        row("1 ", "", std::nullopt);
        row("1.5", "", std::nullopt);
        row("٣", "", std::nullopt);
    }
    void reconnectionTime()
    {
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, digits);
        QFETCH(std::optional<milliseconds>, time);
        EventStreamParser parser;
        parser.feed("retry: " + value + '\n', [](const ServerSentEvent &) {});
        QCOMPARE(parser.reconnectionTimeDigits(), digits);
        QVERIFY(parser.reconnectionTime() == time);
    }

    void resetKeepsWhatTheSourceOwns()
    {
        EventStreamParser parser;
        QList<KeptEvent> events;
        const auto keep = [&](const ServerSentEvent &event) {
            events.append(
                {event.type.toByteArray(), event.data.toByteArray(), event.lastEventId.toByteArray()});
        };
        parser.feed("retry: 5\nid: 1\n\nid: 2\nevent: e\ndata: lost\r", keep);
        parser.reset();
        QCOMPARE(parser.lastEventId(), QByteArrayView("1"));
        QCOMPARE(parser.lastEventIdBuffer(), QByteArrayView());
        QVERIFY(parser.reconnectionTime() == milliseconds(5));
        // The mark is one again, the LF a line of its own, and no field is left.
        parser.feed("\xEF\xBB\xBF\ndata: x\n\n", keep);
        QCOMPARE(events, (QList<KeptEvent>{{"message", "x", ""}}));
        QCOMPARE(parser.lastEventId(), QByteArrayView());
    }

    void callbackMayReset()
    {
        EventStreamParser parser;
        QList<QByteArray> data;
        const auto stopAtDone = [&](const ServerSentEvent &event) {
            data.append(event.data.toByteArray());
            if (event.data == "[DONE]")
                parser.reset();
        };
        parser.feed("data: a\n\ndata: [DONE]\n\ndata: dropped\n\ndata: dro", stopAtDone);
        parser.feed("data: b\n\n", stopAtDone);
        QCOMPARE(data, (QList<QByteArray>{"a", "[DONE]", "b"}));
    }

    void endedStreamTakesNothing()
    {
        EventStreamParser parser;
        int eventCount = 0;
        const auto count = [&](const ServerSentEvent &) { ++eventCount; };
        parser.feed("data: 1", count);
        parser.flush(count);
        QCOMPARE(eventCount, 1);
        parser.feed("data: 2\n\n", count);
        parser.flush(count);
        QCOMPARE(eventCount, 1);
        parser.reset();
        parser.feed("data: 3", count);
        parser.finish();
        parser.feed("\n\n", count);
        QCOMPARE(eventCount, 1);
    }

    // Zero-copy is a promise of the class to its own speed: the view lies in the bytes that were fed.
    void wholeEventsAreOnlyViewed()
    {
        const QByteArray bytes = "event: delta\ndata: text\n\n";
        const char *seen = nullptr;
        EventStreamParser parser;
        parser.feed(bytes, [&](const ServerSentEvent &event) { seen = event.data.data(); });
        QVERIFY(seen == bytes.constData() + bytes.indexOf("text"));
    }

    // Over the 4 KiB that are mapped at once, with line ends of every kind around the border.
    void linesAroundWindowBorders_data()
    {
        QTest::addColumn<QByteArray>("lineEnd");
        QTest::addRow("LF") << QByteArray("\n");
        QTest::addRow("CR") << QByteArray("\r");
        QTest::addRow("CR LF") << QByteArray("\r\n");
    }
    void linesAroundWindowBorders()
    {
        QFETCH(QByteArray, lineEnd);
        for (qsizetype size = 4096 - 16; size < 4096 + 16; ++size) {
            const QByteArray first = QByteArray(size, 'a') + "\xC3\xBC";
            const QByteArray bytes
                = "data:" + first + lineEnd + "data:b" + lineEnd + lineEnd + "data:c" + lineEnd + lineEnd;
            const QList<KeptEvent> expected = {{"message", first + "\nb", ""}, {"message", "c", ""}};
            QCOMPARE(parseCut(bytes, {}).events, expected);
            QCOMPARE(parseCut(bytes, {4096}).events, expected);
        }
    }
};

QTEST_GUILESS_MAIN(EventStreamParserTest)
#include "tst_eventstreamparser.moc"
