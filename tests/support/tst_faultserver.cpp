// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/chatchunks.h"
#include "support/faultserver.h"
#include "support/rawclient.h"

#include <QTest>

#include <cerrno>

using namespace runnel;
using namespace std::chrono_literals;

static const QByteArray post = "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                               "Authorization: Bearer sk-canary\r\nContent-Length: 5\r\n\r\nhello";

class FaultServerTest final : public QObject
{
    Q_OBJECT

private slots:
    void wire_data();
    void wire();
    void endings_data();
    void endings();
    void scriptsGoByConnection();
    void gateHoldsUntilReleased();
};

void FaultServerTest::wire_data()
{
    const QByteArray events = dataEvent(openAiChunk("Hel")) + dataEvent(openAiChunk("lo"))
        + dataEvent(openAiFinish("stop")) + dataEvent(openAiDone());
    QTest::addColumn<FaultScript>("script");
    QTest::addColumn<QByteArray>("wire");
    QTest::addRow("until close") << FaultScript::reply({"Hel", "lo"}, {.framing = Framing::UntilClose})
                                 << "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                                    "Connection: close\r\n\r\n"
            + events;
    QTest::addRow("content length")
        << FaultScript::reply({"Hel", "lo"}, {.framing = Framing::ContentLength})
        << "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: "
            + QByteArray::number(events.size()) + "\r\n\r\n" + events;
    QTest::addRow("chunked") << FaultScript::head().body("abc").body("0123456789abcdef").end()
                             << QByteArray("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                                           "Transfer-Encoding: chunked\r\n\r\n"
                                           "3\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n");
    QTest::addRow("repeated in pieces")
        << FaultScript::request().send("abc", 3).inPieces(2, 0ms) << QByteArray("abcabcabc");
    QTest::addRow("CRLF event, type and comment")
        << FaultScript::head({.framing = Framing::UntilClose, .lineEnd = "\r\n"})
               .comment("wait")
               .event("{}", "error")
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
                      ": wait\r\n\r\nevent: error\r\ndata: {}\r\n\r\n");
    QTest::addRow("answer") << FaultScript::answer(429, "{}", {{"Retry-After", "1"}})
                            << QByteArray(
                                   "HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/json\r\n"
                                   "Content-Length: 2\r\nRetry-After: 1\r\n\r\n{}");
}

void FaultServerTest::wire()
{
    QFETCH(FaultScript, script);
    QFETCH(QByteArray, wire);
    FaultServer server(script);
    RawClient client(server.port());
    QVERIFY(client.send(post));
    QCOMPARE(client.readToEnd(), wire);
    QCOMPARE(client.endError(), 0);
    QCOMPARE(server.connectionCount(), 1);
    QCOMPARE(server.requestCount("POST"), 1);
    QCOMPARE(server.requestCount("GET"), 0);
    const RecordedRequest request = server.requests().constFirst();
    QCOMPARE(request.target, "/v1/chat/completions");
    QCOMPARE(request.header("authorization"), "Bearer sk-canary");
    QCOMPARE(request.body, "hello");
}

void FaultServerTest::endings_data()
{
    QTest::addColumn<FaultScript>("script");
    QTest::addColumn<int>("endError");
    QTest::addColumn<QByteArray>("lastBytes");
    QTest::addRow("FIN before reply") << FaultScript::request() << 0 << QByteArray();
    QTest::addRow("RST before reply") << FaultScript::request().thenReset() << ECONNRESET << QByteArray();
    QTest::addRow("FIN mid stream") << FaultScript::partialReply({"a"}).thenFin() << 0 << QByteArray("\r\n");
    QTest::addRow("RST mid stream") << FaultScript::partialReply({"a"}).awaitRelease().thenReset()
                                    << ECONNRESET << QByteArray("\r\n");
}

void FaultServerTest::endings()
{
    QFETCH(FaultScript, script);
    QFETCH(int, endError);
    QFETCH(QByteArray, lastBytes);
    FaultServer server(script);
    RawClient client(server.port());
    QVERIFY(client.send(post));
    qsizetype expectedBytes = 0;
    for (const FaultStep &step : script.steps())
        expectedBytes += step.bytes.size();
    // All is read before the end comes, since RST throws away what the client has not read.
    const QByteArray all = client.read(expectedBytes);
    QCOMPARE(all.size(), expectedBytes);
    QVERIFY(all.endsWith(lastBytes));
    server.release();
    QCOMPARE(client.readToEnd(), QByteArray());
    QCOMPARE(client.endError(), endError);
    QCOMPARE(server.requestCount("POST"), 1);
}

void FaultServerTest::scriptsGoByConnection()
{
    FaultServer server({FaultScript::request().send("one"), FaultScript::request().send("two")});
    for (const char *expected : {"one", "two", "two"}) {
        RawClient client(server.port());
        QVERIFY(client.send(post));
        QCOMPARE(client.readToEnd(), QByteArray(expected));
    }
    QCOMPARE(server.connectionCount(), 3);
}

void FaultServerTest::gateHoldsUntilReleased()
{
    FaultServer server(FaultScript::request().send("one").awaitRelease().send("two"));
    RawClient client(server.port());
    QVERIFY(client.send(post));
    QCOMPARE(client.read(3), "one");
    QTRY_COMPARE(server.waitingCount(), 1);
    QCOMPARE(server.connections().constFirst().sentBytes, 3);
    server.release();
    QCOMPARE(client.readToEnd(), "two");
    QCOMPARE(server.waitingCount(), 0);
}

QTEST_GUILESS_MAIN(FaultServerTest)
#include "tst_faultserver.moc"
