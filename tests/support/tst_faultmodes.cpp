// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/chatchunks.h"
#include "support/faultmodes.h"
#include "support/faultserver.h"
#include "support/rawclient.h"

#include <QHostAddress>
#include <QSslConfiguration>
#include <QSslError>
#include <QSslSocket>
#include <QTest>

#include <cerrno>
#include <vector>
#include <zlib.h>

using namespace runnel;

static const QByteArray post = "POST /v1/chat/completions HTTP/1.1\r\n"
                               "Authorization: Bearer sk-canary\r\nContent-Length: 5\r\n\r\nhello";

/// What a mode puts on the wire: how it begins, what it holds, how it ends.
class FaultModesTest final : public QObject
{
    Q_OBJECT

private slots:
    void wire_data();
    void wire();
    void stalls_data();
    void stalls();
    void unreachable();
    void giants();
    void resetIsSeen();
    void keepAlivesGoOnUntilTheClientCloses();
    void connectingHangs();
    void gzipDecodes();
    void manyStreamsAtOnce();
    void keepOpenServesTwice();
    void tls_data();
    void tls();
    void namesAreUnique();
};

void FaultModesTest::wire_data()
{
    QTest::addColumn<QByteArray>("begin");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("end");
    const auto row = [](const char *mode, const QByteArray &begin, const QByteArray &content,
                         const QByteArray &end) { QTest::addRow("%s", mode) << begin << content << end; };
    const QByteArray ok = "HTTP/1.1 200 OK\r\n";
    const QByteArray done = "data: [DONE]\n\n";
    const QByteArray lastChunk = "\r\n0\r\n\r\n";
    const QByteArray lo = dataEvent(openAiChunk("lo"));
    const QByteArray stop = dataEvent(openAiFinish("stop"));
    row("ok", ok, lo, done + lastChunk);
    row("close-with-done", ok, "Connection: close", lo + stop + done);
    row("close-without-done", ok, "Connection: close", lo + stop);
    row("one-byte", ok, lo, done + lastChunk);
    row("keepalive-then-answer", ok, ": keep-alive\n\n", done + lastChunk);
    row("fin-before-reply", "", "", "");
    row("garbage", "\x01\x02 not HTTP", "", "");
    row("truncated-header", ok, "", "Content-Ty");
    row("fin-mid-chunked", ok, "chunked", lo + "\r\n");
    row("fin-mid-close-delimited", ok, "Connection: close", lo);
    const qsizetype whole = dataEvent(openAiChunk("Hel")).size() + lo.size() + stop.size() + done.size();
    row("fin-mid-content-length", ok, "Content-Length: " + QByteArray::number(whole) + "\r\n", lo);
    row("chunked-header-then-fin", ok, "chunked", "\r\n\r\n");
    row("http-error", "HTTP/1.1 500 ", "application/json", "\"code\":null}}");
    row("redirect", "HTTP/1.1 307 ", "Location: http://127.0.0.1:9/\r\n", "\r\n\r\n");
    row("echo-key", "HTTP/1.1 401 ", "provided: Bearer sk-canary.", "}}");
    row("html-200", ok, "<title>Sign in</title>", "</html>");
    row("sse-as-json", ok, "Content-Type: application/json\r\n", done + lastChunk);
    row("sse-as-text", ok, "Content-Type: text/plain\r\n", done + lastChunk);
    row("json-as-sse", ok, "Content-Type: text/event-stream\r\n", openAiCompletion("Hello"));
    row("json", ok, "Content-Type: application/json\r\n", openAiCompletion("Hello"));
    row("early-hints", "HTTP/1.1 103 Early Hints\r\n", "\r\n\r\n" + ok, done + lastChunk);
    row("informational-only", "HTTP/1.1 103 Early Hints\r\n", "", "\r\n\r\n");
    row("error-data", ok, "data: {\"error\":", lastChunk);
    row("error-event", ok, "event: error\ndata: {\"error\":", lastChunk);
    row("error-after-text", ok, lo, lastChunk);
    row("gzip", ok, "Content-Encoding: gzip\r\n", lastChunk);
}

void FaultModesTest::wire()
{
    QFETCH(QByteArray, begin);
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, end);
    FaultServer server(faultMode(QTest::currentDataTag()));
    RawClient client(server.port());
    QVERIFY(client.send(post));
    const QByteArray all = client.readToEnd();
    QCOMPARE(client.endError(), 0);
    QCOMPARE(all.first(begin.size()), begin);
    QVERIFY2(all.contains(content), all.constData());
    QCOMPARE(all.last(end.size()), end);
    QCOMPARE(server.requestCount("POST"), 1);
}

void FaultModesTest::stalls_data()
{
    QTest::addColumn<QByteArray>("end");
    QTest::addRow("stall-before-head") << QByteArray();
    QTest::addRow("stall-after-head") << QByteArray("\r\n\r\n");
    QTest::addRow("stall-mid-body") << dataEvent(openAiChunk("lo")) + "\r\n";
    QTest::addRow("never-read") << QByteArray();
    QTest::addRow("tls-plain-server") << QByteArray();
}

void FaultModesTest::stalls()
{
    QFETCH(QByteArray, end);
    const FaultScript script = faultMode(QTest::currentDataTag());
    FaultServer server(script);
    qsizetype expectedBytes = 0;
    for (const FaultStep &step : script.steps())
        expectedBytes += step.bytes.size();
    RawClient client(server.port());
    QVERIFY(client.send(post));
    const QByteArray all = client.read(expectedBytes);
    QVERIFY(all.endsWith(end));
    QTRY_COMPARE(server.connectionCount(), 1);
    QVERIFY(!server.connections().constFirst().isOver);
    client.close();
    QTRY_VERIFY(server.connections().constFirst().isOver);
    QCOMPARE(server.connections().constFirst().sentBytes, expectedBytes);
    QCOMPARE(server.connections().constFirst().peerEnd, PeerEnd::Fin);
}

void FaultModesTest::unreachable()
{
    FaultServer server(faultMode("refused"));
    QVERIFY(!RawClient(server.port()).isOpen());
    QCOMPARE(server.connectionCount(), 0);
}

void FaultModesTest::giants()
{
    for (const char *name : {"giant-line", "giant-reply"}) {
        FaultServer server(faultMode(name, {.sizeMebibytes = 3}));
        RawClient client(server.port());
        QVERIFY(client.send(post));
        const QByteArray all = client.readToEnd();
        QVERIFY(all.size() > 3 * 1024 * 1024);
        QVERIFY(all.endsWith("data: [DONE]\n\n"));
    }
}

void FaultModesTest::resetIsSeen()
{
    FaultServer server(faultMode("rst-before-reply"));
    RawClient client(server.port());
    QVERIFY(client.send(post));
    QCOMPARE(client.readToEnd(), QByteArray());
    QCOMPARE(client.endError(), ECONNRESET);
}

void FaultModesTest::keepAlivesGoOnUntilTheClientCloses()
{
    FaultServer server(faultMode("keepalive-comments-only"));
    RawClient client(server.port());
    QVERIFY(client.send(post));
    const QByteArray all = client.read(300);
    QVERIFY(all.count(": keep-alive\n\n") > 5);
    QVERIFY(!all.contains("data:"));
    client.close();
    QTRY_VERIFY(server.connections().constFirst().isOver);
}

void FaultModesTest::connectingHangs()
{
    FaultServer server(faultMode("never-accepted"));
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, server.port());
    QVERIFY(!socket.waitForConnected(200));
    QCOMPARE(socket.error(), QAbstractSocket::SocketTimeoutError); // not refused: no answer at all
}

void FaultModesTest::gzipDecodes()
{
    const QByteArrayList parts = gzipped({"first", " second"});
    z_stream stream = {};
    QCOMPARE(inflateInit2(&stream, 15 + 16), Z_OK);
    QByteArray text(64, '\0');
    stream.next_out = reinterpret_cast<Bytef *>(text.data());
    stream.avail_out = 64;
    for (const QByteArray &part : parts) {
        QByteArray in = part;
        stream.next_in = reinterpret_cast<Bytef *>(in.data());
        stream.avail_in = static_cast<uInt>(in.size());
        const int result = inflate(&stream, Z_SYNC_FLUSH);
        QCOMPARE(result, &part == &parts.constLast() ? Z_STREAM_END : Z_OK);
        if (&part == &parts.constFirst())
            QCOMPARE(stream.total_out, 5u); // each part can be read when it comes
    }
    inflateEnd(&stream);
    QCOMPARE(text.first(12), "first second");
}

void FaultModesTest::manyStreamsAtOnce()
{
    constexpr int streamCount = 10;
    FaultServer server(FaultScript::head().delta("a").awaitRelease().finish("stop").done().end());
    std::vector<RawClient> clients;
    for (int i = 0; i < streamCount; ++i) {
        clients.emplace_back(server.port());
        QVERIFY(clients.back().send(post));
    }
    QTRY_COMPARE(server.waitingCount(), streamCount); // all of them have begun, none has ended
    server.release();
    for (RawClient &client : clients)
        QVERIFY(client.readToEnd().endsWith("\r\n0\r\n\r\n"));
}

void FaultModesTest::keepOpenServesTwice()
{
    FaultServer server(faultMode("keep-open"));
    RawClient client(server.port());
    QVERIFY(client.send(post));
    QTRY_VERIFY(server.requestCount("POST") == 1);
    QVERIFY(client.send(post));
    QTRY_COMPARE(server.requestCount("POST"), 2);
    QCOMPARE(server.connectionCount(), 1);
}

void FaultModesTest::tls_data()
{
    QTest::addColumn<Certificate>("certificate");
    QTest::addColumn<QList<QSslError::SslError>>("errors");
    using Errors = QList<QSslError::SslError>;
    QTest::addRow("tls-self-signed") << Certificate::ForLoopback << Errors{};
    // Qt takes no expired certificate into its store, hence the first of the two.
    QTest::addRow("tls-expired") << Certificate::Expired
                                 << Errors{QSslError::SelfSignedCertificate, QSslError::CertificateExpired};
    QTest::addRow("tls-other-host") << Certificate::ForOtherHost << Errors{QSslError::HostNameMismatch};
}

void FaultModesTest::tls()
{
    QFETCH(Certificate, certificate);
    QFETCH(QList<QSslError::SslError>, errors);
    FaultServer server(faultMode(QTest::currentDataTag()));
    QCOMPARE(server.url().scheme(), QStringLiteral("https"));
    QSslSocket socket;
    QSslConfiguration configuration = socket.sslConfiguration();
    configuration.setCaCertificates(QSslCertificate::fromData(server.certificatePem(certificate)));
    socket.setSslConfiguration(configuration);
    QList<QSslError::SslError> seen;
    connect(&socket, &QSslSocket::sslErrors, this, [&](const QList<QSslError> &all) {
        for (const QSslError &error : all)
            seen.append(error.error());
        socket.ignoreSslErrors();
    });
    socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), server.port());
    QVERIFY2(socket.waitForEncrypted(5000), qPrintable(socket.errorString()));
    QCOMPARE(seen, errors);
    socket.write(post);
    QByteArray all;
    while (socket.waitForReadyRead(5000))
        all += socket.readAll();
    QVERIFY(all.endsWith("data: [DONE]\n\n\r\n0\r\n\r\n"));
    QVERIFY(server.connections().constFirst().isTls);
    QCOMPARE(server.requestCount("POST"), 1);
}

void FaultModesTest::namesAreUnique()
{
    QSet<QByteArray> names;
    const QList<FaultMode> all = faultModes();
    for (const FaultMode &mode : all)
        names.insert(mode.name);
    QCOMPARE(names.size(), all.size());
}

QTEST_GUILESS_MAIN(FaultModesTest)
#include "tst_faultmodes.moc"
