// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/httpserver.h"

#include "support/serving.h"

#include <QSignalSpy>
#include <QTest>

#include <unistd.h>

using namespace runnel;
using namespace std::chrono_literals;

namespace {

const QByteArray host = "Host: runnel.test\r\n";

GuardSettings quickSettings()
{
    GuardSettings settings;
    settings.connection.headTime = 300ms;
    settings.connection.bodyTime = 600ms;
    settings.connection.idleTime = 200ms;
    settings.connection.drainTime = 300ms;
    settings.connection.drainBytes = 64 * 1024;
    settings.connection.maxBodyBytes = 100 * 1024;
    settings.allowedHosts = {"runnel.test"};
    settings.answerFields = {{"X-Guard", "yes"}};
    return settings;
}

/// A server that says what reached its routes.
struct Site
{
    HttpServer server;
    QList<QByteArray> seen; // "METHOD target body"
    QPointer<HttpConnection> stream;
    quint16 port = 0;

    explicit Site(const GuardSettings &settings = quickSettings()) : server(settings)
    {
        const auto echo = [this](const HttpRequest &request) {
            seen.append(request.head().method + ' ' + request.head().target + ' ' + request.body);
            request.connection->answer({200, {{"Content-Type", "text/plain"}}, request.body + "|echo"});
        };
        server.route("GET", "/echo", echo);
        server.route("POST", "/echo", echo);
        server.route("GET", "/large", [](const HttpRequest &request) {
            request.connection->answer({200, {}, QByteArray(4 * 1024 * 1024, 'l')});
        });
        server.route("GET", "/stream", [this](const HttpRequest &request) {
            seen.append("stream");
            stream = request.connection;
            stream->beginStream(200, {{"Content-Type", "text/event-stream"}});
            stream->write("data: 1\n\n");
        });
        server.route("GET", "/held", [this](const HttpRequest &request) { stream = request.connection; });
        port = server.listen(QHostAddress::LocalHost, 0).takeValue();
    }
};

int statusOf(const QByteArray &reply)
{
    return reply.startsWith("HTTP/1.1 ") ? reply.mid(9, 3).toInt() : 0;
}

QByteArray bodyOf(const QByteArray &reply)
{
    return reply.mid(reply.indexOf("\r\n\r\n") + 4);
}

} // namespace

class HttpServerTest final : public QObject
{
    Q_OBJECT

private slots:
    void answersOneRequest_data();
    void answersOneRequest();
    void refusesAndIsHeard_data();
    void refusesAndIsHeard();
    void aRequestMayComeInPieces();
    void aSlowRequestEnds_data();
    void aSlowRequestEnds();
    void aSecondRequestReachesNobody_data();
    void aSecondRequestReachesNobody();
    void aStreamIsNotDisturbedByWhatComesBehind();
    void askedForItSaysContinue();
    void limitsTheConnections();
    void limitsTheConnectionsOfAnAddress();
    void anAnswerIsSeenByAClientThatStillSends();
    void drainsWithinItsLimits();
    void aClientThatGoesIsNoticed();
    void aDescriptorCanBeTakenAway();
    void aCutIsAReset();
    void goesWithOpenConnections();
};

void HttpServerTest::answersOneRequest_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("field");
    const auto row = [](const char *name, const QByteArray &request, int status, const QByteArray &body,
                         const QByteArray &field = "\r\nConnection: close\r\n") {
        QTest::addRow("%s", name) << request << status << body << field;
    };
    row("GET", "GET /echo HTTP/1.1\r\n" + host + "\r\n", 200, "|echo", "Content-Length: 5\r\n");
    row("HTTP/1.0", "GET /echo HTTP/1.0\r\n" + host + "\r\n", 200, "|echo");
    row("HEAD", "HEAD /echo HTTP/1.1\r\n" + host + "\r\n", 200, "", "Content-Length: 5\r\n");
    row("POST", "POST /echo HTTP/1.1\r\nContent-Length: 3\r\n" + host + "\r\nabc", 200, "abc|echo");
    row("POST without a body", "POST /echo HTTP/1.1\r\n" + host + "\r\n", 200, "|echo");
    row("body of 100 KiB",
        "POST /echo HTTP/1.1\r\nContent-Length: 102400\r\n" + host + "\r\n" + QByteArray(102400, 'b'), 200,
        QByteArray(102400, 'b') + "|echo");
    row("query", "GET /echo?a=b HTTP/1.1\r\n" + host + "\r\n", 200, "|echo");
    row("Host in capitals", "GET /echo HTTP/1.1\r\nHost: RUNNEL.Test\r\n\r\n", 200, "|echo");
    row("unknown path", "GET /nothing HTTP/1.1\r\n" + host + "\r\n", 404,
        "{\"error\":{\"status\":404,\"message\":\"there is nothing at this address\"}}\n");
    row("path is compared as sent", "GET /%65cho HTTP/1.1\r\n" + host + "\r\n", 404,
        "{\"error\":{\"status\":404,\"message\":\"there is nothing at this address\"}}\n");
    row("unknown method of a path", "DELETE /echo HTTP/1.1\r\n" + host + "\r\n", 405,
        "{\"error\":{\"status\":405,\"message\":\"this address takes other methods\"}}\n",
        "Allow: GET, HEAD, POST\r\n");
}

void HttpServerTest::answersOneRequest()
{
    QFETCH(const QByteArray, request);
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, field);
    Site site;
    int endError = -1;
    const QByteArray reply = exchange(site.port, request, &endError);
    QCOMPARE(statusOf(reply), status);
    QCOMPARE(bodyOf(reply), body);
    QVERIFY2(reply.contains(field), reply.constData());
    QCOMPARE(endError, 0);
    QTRY_COMPARE(site.server.guard().connectionCount(), 0);
}

void HttpServerTest::refusesAndIsHeard_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QByteArray &request, int status) {
        QTest::addRow("%s", name) << request << status;
    };
    const QByteArray echo = "POST /echo HTTP/1.1\r\n" + host;
    // One of each rule; tst_requesthead has them all.
    row("400", "GET /echo HTTP/1.1\r\nX : 1\r\n" + host + "\r\n", 400);
    row("bare LF", "GET /echo HTTP/1.1\n" + host + "\n", 400);
    row("length and coding", echo + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
    row("length -5", echo + "Content-Length: -5\r\n\r\nGET /echo HTTP/1.1\r\n" + host + "\r\n", 400);
    row("two lengths", echo + "Content-Length: 1\r\nContent-Length: 40\r\n\r\nx", 400);
    row("no Host", "GET /echo HTTP/1.1\r\n\r\n", 400);
    row("more than 100 fields",
        "GET /echo HTTP/1.1\r\n" + host + QByteArray("X: 1\r\n").repeated(100) + "\r\n", 400);
    row("413", echo + "Content-Length: 102401\r\n\r\n", 413);
    row("413, the body at once", echo + "Content-Length: 200000\r\n\r\n" + QByteArray(200000, 'b'), 413);
    row("413, 2^64-1", echo + "Content-Length: 18446744073709551615\r\n\r\n", 413);
    row("414", "GET /" + QByteArray(9000, 'a') + " HTTP/1.1\r\n" + host + "\r\n", 414);
    row("417", echo + "Expect: more\r\n\r\n", 417);
    row("421", "GET /echo HTTP/1.1\r\nHost: evil.test\r\n\r\n", 421);
    row("421, another port", "GET /echo HTTP/1.1\r\nHost: runnel.test:81\r\n\r\n", 421);
    row("421, a longer name", "GET /echo HTTP/1.1\r\nHost: runnel.test.evil.test\r\n\r\n", 421);
    row("431", "GET /echo HTTP/1.1\r\n" + host + "X: " + QByteArray(17000, 'x') + "\r\n\r\n", 431);
    row("431 without end", "GET /echo HTTP/1.1\r\n" + host + "X: " + QByteArray(300000, 'x'), 431);
    row("501, chunked", echo + "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n", 501);
    row("501, method", "BREW / HTTP/1.1\r\n" + host + "\r\n", 501);
    row("501, web socket",
        "GET /echo HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n"
            + host + "\r\n",
        501);
    row("505", "GET /echo HTTP/2.0\r\n" + host + "\r\n", 505);
}

void HttpServerTest::refusesAndIsHeard()
{
    QFETCH(const QByteArray, request);
    QFETCH(const int, status);
    GuardSettings settings = quickSettings();
    settings.connection.drainBytes = 512 * 1024; // more than any row sends
    Site site(settings);
    QSignalSpy refusals(&site.server.guard(), &ConnectionGuard::refused);
    int endError = -1;
    const QByteArray reply = exchange(site.port, request, &endError);
    QCOMPARE(statusOf(reply), status);
    QVERIFY(bodyOf(reply).startsWith("{\"error\":{\"status\":" + QByteArray::number(status)));
    QVERIFY(reply.contains("\r\nX-Guard: yes\r\n"));
    QVERIFY(reply.contains("\r\nContent-Type: application/json\r\n"));
    QCOMPARE(reply.count("\r\nDate: "), 1);
    QCOMPARE(endError, 0); // FIN, and no RST that could have taken the answer
    QCOMPARE(refusals.size(), 1);
    QCOMPARE(refusals[0][1].toInt(), status);
    QVERIFY(site.seen.isEmpty());
    QTRY_COMPARE(site.server.guard().connectionCount(), 0);
}

void HttpServerTest::aRequestMayComeInPieces()
{
    Site site;
    QByteArray reply;
    whileServing([&] {
        RawClient client = impatientClient(site.port);
        for (const char byte : "POST /echo HTTP/1.1\r\nContent-Length: 3\r\n" + host + "\r\nabc")
            client.send(QByteArrayView(&byte, 1));
        reply = client.readToEnd();
    });
    QCOMPARE(bodyOf(reply), "abc|echo");
}

void HttpServerTest::aSlowRequestEnds_data()
{
    QTest::addColumn<QByteArray>("begin");
    QTest::addColumn<QByteArray>("drip"); // sent until somebody answers
    QTest::addRow("nothing at all") << QByteArray() << QByteArray();
    QTest::addRow("head stops") << QByteArray("GET /echo HT") << QByteArray();
    QTest::addRow("head drips") << QByteArray("GET /echo HTTP/1.1\r\nX: ") << QByteArray("x");
    QTest::addRow("fields drip") << QByteArray("GET /echo HTTP/1.1\r\n") << QByteArray("X: x\r\n");
    const QByteArray post = "POST /echo HTTP/1.1\r\nContent-Length: 1000\r\n" + host + "\r\n";
    QTest::addRow("body stops") << post + "x" << QByteArray();
    QTest::addRow("body drips") << post << QByteArray("x");
}

void HttpServerTest::aSlowRequestEnds()
{
    QFETCH(const QByteArray, begin);
    QFETCH(const QByteArray, drip);
    Site site;
    QByteArray reply;
    whileServing([&] {
        RawClient client = impatientClient(site.port);
        client.send(begin);
        timeval patience = {0, 30000};
        if (!drip.isEmpty())
            ::setsockopt(client.fd(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        for (int i = 0; i < 100 && reply.isEmpty() && !drip.isEmpty(); ++i) {
            client.send(drip);
            reply = client.read(1);
        }
        reply += client.readToEnd();
    });
    QCOMPARE(statusOf(reply), 408);
    QVERIFY(site.seen.isEmpty());
    QTRY_COMPARE(site.server.guard().connectionCount(), 0);
}

void HttpServerTest::aSecondRequestReachesNobody_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("seen");
    QTest::addRow("behind GET") << "GET /echo HTTP/1.1\r\n" + host + "\r\n" << QByteArray("GET /echo ");
    QTest::addRow("behind POST") << "POST /echo HTTP/1.1\r\nContent-Length: 1\r\n" + host + "\r\nx"
                                 << QByteArray("POST /echo x");
    QTest::addRow("behind a GET with a body")
        << "GET /echo HTTP/1.1\r\nContent-Length: 1\r\n" + host + "\r\nx" << QByteArray("GET /echo x");
    QTest::addRow("behind a stream") << "GET /stream HTTP/1.1\r\n" + host + "\r\n" << QByteArray("stream");
}

void HttpServerTest::aSecondRequestReachesNobody()
{
    QFETCH(const QByteArray, first);
    QFETCH(const QByteArray, seen);
    const QByteArray second = "GET /echo?second HTTP/1.1\r\n" + host + "\r\n";
    for (const bool atOnce : {true, false}) {
        Site site;
        QByteArray reply;
        whileServing([&] {
            RawClient client = impatientClient(site.port);
            client.send(atOnce ? first + second + second : first);
            reply = client.read(9);
            if (!atOnce)
                client.send(second + second);
            QMetaObject::invokeMethod(
                &site.server,
                [&] {
                    if (site.stream)
                        site.stream->end();
                },
                Qt::QueuedConnection);
            reply += client.readToEnd();
        });
        QCOMPARE(site.seen, QList<QByteArray>{seen});
        QCOMPARE(reply.count("HTTP/1.1 "), 1);
    }
}

void HttpServerTest::aStreamIsNotDisturbedByWhatComesBehind()
{
    Site site;
    QByteArray reply;
    whileServing([&] {
        RawClient client = impatientClient(site.port);
        client.send("GET /stream HTTP/1.1\r\n" + host + "\r\n");
        reply = client.read(9);
        const QByteArray second = "GET /echo HTTP/1.1\r\n" + host + "\r\n";
        for (int i = 0; i < 20; ++i) {
            client.send(second);
            QMetaObject::invokeMethod(
                &site.server, [&] { site.stream->write("data: more\n\n"); }, Qt::BlockingQueuedConnection);
        }
        QMetaObject::invokeMethod(
            &site.server, [&] { site.stream->end(); }, Qt::BlockingQueuedConnection);
        reply += client.readToEnd();
    });
    QCOMPARE(bodyOf(reply), "data: 1\n\n" + QByteArray("data: more\n\n").repeated(20));
    QCOMPARE(site.seen.size(), 1);
}

void HttpServerTest::askedForItSaysContinue()
{
    Site site;
    QByteArray interim;
    QByteArray reply;
    whileServing([&] {
        RawClient client = impatientClient(site.port);
        client.send("POST /echo HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n" + host + "\r\n");
        interim = client.read(25);
        client.send("abc");
        reply = client.readToEnd();
    });
    QCOMPARE(interim, "HTTP/1.1 100 Continue\r\n\r\n");
    QCOMPARE(bodyOf(reply), "abc|echo");
}

void HttpServerTest::limitsTheConnections()
{
    GuardSettings settings = quickSettings();
    settings.connection.headTime = 10s;
    settings.maxConnectionCount = 2;
    settings.maxRefusalCount = 1;
    Site site(settings);
    QByteArray refused;
    QByteArray unheard;
    QByteArray afterwards;
    whileServing([&] {
        RawClient first = impatientClient(site.port);
        RawClient second = impatientClient(site.port);
        RawClient third = impatientClient(site.port);
        refused = third.read(12); // the third is still there: it has not closed
        unheard = impatientClient(site.port).readToEnd();
        refused += third.readToEnd();
        third.close();
        second.send("GET /echo HTTP/1.1\r\n" + host + "\r\n");
        second.readToEnd();
        second.close();
        // The place is free once the server has seen the close.
        for (int i = 0; i < 100 && statusOf(afterwards) != 200; ++i) {
            RawClient again = impatientClient(site.port);
            again.send("GET /echo HTTP/1.1\r\n" + host + "\r\n");
            afterwards = again.readToEnd();
        }
    });
    QCOMPARE(statusOf(refused), 503);
    QVERIFY(refused.contains("\r\nRetry-After: 5\r\n"));
    QCOMPARE(unheard, "");
    QCOMPARE(statusOf(afterwards), 200);
}

void HttpServerTest::limitsTheConnectionsOfAnAddress()
{
    GuardSettings settings = quickSettings();
    settings.maxConnectionsPerAddress = 1;
    settings.connection.headTime = 10s;
    Site site(settings);
    QByteArray refused;
    whileServing([&] {
        RawClient first = impatientClient(site.port);
        refused = impatientClient(site.port).readToEnd();
    });
    QCOMPARE(statusOf(refused), 429);
    QVERIFY(refused.contains("\r\nRetry-After: 5\r\n"));
    QTRY_COMPARE(site.server.guard().connectionCount(), 0);
}

// The client has sent more than was read; closing over it would send an RST.
void HttpServerTest::anAnswerIsSeenByAClientThatStillSends()
{
    Site site;
    int endError = -1;
    const QByteArray reply
        = exchange(site.port, "GET /echo HTTP/1.1\r\n" + host + "\r\n" + QByteArray(30000, 'x'), &endError);
    QCOMPARE(statusOf(reply), 200);
    QCOMPARE(endError, 0);
}

// Neither a client that never closes nor one that never stops is waited for.
void HttpServerTest::drainsWithinItsLimits()
{
    for (const bool floods : {false, true}) {
        Site site;
        bool isCut = false;
        whileServing([&] {
            RawClient client = impatientClient(site.port);
            client.send("NONSENSE\r\n");
            (void)client.readToEnd();
            const QByteArray more(4096, 'x');
            qint64 sent = 0;
            // The first bytes behind the cut are answered with an RST, which the next ones meet.
            for (; sent < 64 * 1024 * 1024 && floods && !isCut; sent += more.size())
                isCut = !client.send(more);
            QMetaObject::invokeMethod(
                &site.server, [] {}, Qt::BlockingQueuedConnection);
            if (!floods) {
                // The client keeps its end open until the server has given up.
                bool isOver = false;
                while (!isOver) {
                    QMetaObject::invokeMethod(
                        &site.server, [&] { isOver = site.server.guard().connectionCount() == 0; },
                        Qt::BlockingQueuedConnection);
                }
                isCut = true;
            }
        });
        QVERIFY(isCut);
        QTRY_COMPARE(site.server.guard().connectionCount(), 0);
    }
}

void HttpServerTest::aClientThatGoesIsNoticed()
{
    Site site;
    whileServing([&] {
        RawClient client = impatientClient(site.port);
        client.send("GET /stream HTTP/1.1\r\n" + host + "\r\n");
        (void)client.read(20);
    });
    QTRY_VERIFY(!site.stream);
    QTRY_COMPARE(site.server.guard().connectionCount(), 0);
}

void HttpServerTest::aDescriptorCanBeTakenAway()
{
    Site site;
    QByteArray reply;
    int descriptor = -1;
    whileServing([&] {
        RawClient client = impatientClient(site.port);
        client.send("GET /held HTTP/1.1\r\n" + host + "\r\n" + "GET /echo HTTP/1.1\r\n" + host + "\r\n");
        while (descriptor < 0) {
            QMetaObject::invokeMethod(
                &site.server,
                [&] {
                    if (site.stream)
                        descriptor = site.stream->takeDescriptor();
                },
                Qt::BlockingQueuedConnection);
        }
        const QByteArray raw = "carried on";
        if (::write(descriptor, raw.constData(), size_t(raw.size())) != raw.size())
            return;
        reply = client.read(raw.size());
    });
    QCOMPARE(reply, "carried on");
    QTRY_COMPARE(site.server.guard().connectionCount(), 0);
    ::close(descriptor);
    QVERIFY(site.seen.isEmpty());
}

void HttpServerTest::aCutIsAReset()
{
    Site site;
    int endError = 0;
    QByteArray reply;
    whileServing([&] {
        RawClient client = impatientClient(site.port);
        client.send("GET /stream HTTP/1.1\r\n" + host + "\r\n");
        while (!reply.endsWith("data: 1\n\n"))
            reply += client.read(1);
        QMetaObject::invokeMethod(
            &site.server, [&] { site.stream->reset(); }, Qt::BlockingQueuedConnection);
        (void)client.readToEnd();
        endError = client.endError();
    });
    QCOMPARE(endError, ECONNRESET);
}

void HttpServerTest::goesWithOpenConnections()
{
    RawClient waiting = [] {
        Site site;
        RawClient idle(site.port);
        RawClient streaming(site.port);
        streaming.send("GET /stream HTTP/1.1\r\n" + host + "\r\n");
        [&] { QTRY_VERIFY(site.stream); }();
        return streaming;
    }();
    (void)waiting.readToEnd(); // comes to its end, since the server's side is closed
}

QTEST_GUILESS_MAIN(HttpServerTest)
#include "tst_httpserver.moc"
