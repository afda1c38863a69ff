// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/tapframes.h"
#include "taplog.h"

#include <QTest>

using namespace runnel;

class TapFramesTest final : public QObject
{
    Q_OBJECT

private slots:
    void roundTrips_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<QString>("told");
        QTest::addRow("request") << int(FrameType::Request)
                                 << requestPayload("POST", QUrl(QStringLiteral("https://a.example/v1")))
                                 << QStringLiteral("request POST https://a.example/v1");
        QTest::addRow("address redacted")
            << int(FrameType::Request)
            << requestPayload("GET", QUrl(QStringLiteral("https://u:pw@a.example/v1?key=sk-canary#f")))
            << QStringLiteral("request GET https://a.example/v1?key=redacted");
        QTest::addRow("response") << int(FrameType::Response)
                                  << responsePayload(200, {{"Content-Type", "text/event-stream"}, {"A", ""}})
                                  << QStringLiteral("response 200 [Content-Type: text/event-stream] [A: ]");
        QTest::addRow("no headers") << int(FrameType::Response) << responsePayload(599, {})
                                    << QStringLiteral("response 599");
        QTest::addRow("header redacted")
            << int(FrameType::Response) << responsePayload(401, {{"Set-Cookie", "sk-canary"}})
            << QStringLiteral("response 401 [Set-Cookie: <redacted>]");
        QTest::addRow("bytes") << int(FrameType::Bytes) << QByteArray("data: x\n\n")
                               << QStringLiteral("bytes data: x\n\n");
        QTest::addRow("event") << int(FrameType::Event) << eventPayload("message", "{}", "7")
                               << QStringLiteral("event message {} 7");
        QTest::addRow("close") << int(FrameType::Close) << closePayload({"timer", "no bytes for 60 s"})
                               << QStringLiteral("close timer no bytes for 60 s");
    }
    void roundTrips()
    {
        QFETCH(int, type);
        QFETCH(QByteArray, payload);
        QFETCH(QString, told);
        QVERIFY(!payload.contains("sk-canary"));
        TapLog log;
        QVERIFY(deliverFrame({FrameType(type), testTime(), payload, 0, 0}, log));
        QCOMPARE(log.lines, QStringList{told});
    }

    void refusesEveryCut_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<QList<qsizetype>>("wholeAt"); // shorter, and whole all the same
        QTest::addRow("request") << int(FrameType::Request)
                                 << requestPayload("POST", QUrl(QStringLiteral("https://a.example")))
                                 << QList<qsizetype>();
        QTest::addRow("response") << int(FrameType::Response)
                                  << responsePayload(200, {{"a", "b"}, {"c", "d"}})
                                  << QList<qsizetype>{2, 12};
        QTest::addRow("event") << int(FrameType::Event) << eventPayload("t", "", "7") << QList<qsizetype>();
        QTest::addRow("close") << int(FrameType::Close) << closePayload({"peer", "RST"})
                               << QList<qsizetype>();
    }
    void refusesEveryCut()
    {
        QFETCH(int, type);
        QFETCH(QByteArray, payload);
        QFETCH(QList<qsizetype>, wholeAt);
        for (qsizetype bytes = 0; bytes < payload.size(); ++bytes) {
            TapLog log;
            const bool told = deliverFrame({FrameType(type), {}, payload.first(bytes), 0, 0}, log);
            QCOMPARE(told, wholeAt.contains(bytes));
            QCOMPARE(log.lines.size(), told ? 1 : 0);
        }
        TapLog log;
        QVERIFY(!deliverFrame({FrameType(type), {}, QByteArray(20, '\xff'), 0, 0}, log));
    }

    void leavesOtherTypesAlone_data()
    {
        QTest::addColumn<int>("type");
        QTest::addRow("version") << 0x01;
        QTest::addRow("delta") << 0x10;
        QTest::addRow("unknown") << 0x7f;
    }
    void leavesOtherTypesAlone()
    {
        QFETCH(int, type);
        TapLog log;
        QVERIFY(!deliverFrame({FrameType(type), {}, "payload", 0, 0}, log));
        QVERIFY(log.lines.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TapFramesTest)
#include "tst_tapframes.moc"
