// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/faultserver.h"
#include "support/proxyserver.h"
#include "support/rawclient.h"

#include <QTest>

using namespace runnel;

class ProxyServerTest final : public QObject
{
    Q_OBJECT

private slots:
    void forwardsAbsoluteForm();
    void tunnelsConnect();
    void asksForCredentials();
    void deadTargetIs502();
};

void ProxyServerTest::forwardsAbsoluteForm()
{
    FaultServer server(FaultScript::answer(200, "hi"));
    ProxyServer proxy;
    RawClient client(proxy.port());
    QVERIFY(client.send("POST http://api.test:" + QByteArray::number(server.port())
        + "/v1/x?y=1 HTTP/1.1\r\nHost: api.test\r\nProxy-Connection: close\r\nContent-Length: 2\r\n\r\nok"));
    QVERIFY(client.readToEnd().endsWith("\r\n\r\nhi"));
    const RecordedRequest request = server.requests().constFirst();
    QCOMPARE(request.target, "/v1/x?y=1");
    QCOMPARE(request.body, "ok");
    QVERIFY(request.header("Proxy-Connection").isNull());
    QCOMPARE(request.header("Host"), "api.test");
    QVERIFY(proxy.requests().constFirst().target.startsWith("http://api.test:"));
}

void ProxyServerTest::tunnelsConnect()
{
    FaultServer server(FaultScript::answer(200, "hi"));
    ProxyServer proxy("me:secret");
    RawClient client(proxy.port());
    const QByteArray established = "HTTP/1.1 200 Connection established\r\n\r\n";
    QVERIFY(client.send("CONNECT api.test:" + QByteArray::number(server.port())
        + " HTTP/1.1\r\nProxy-Authorization: Basic " + QByteArray("me:secret").toBase64() + "\r\n\r\n"));
    QCOMPARE(client.read(established.size()), established);
    QVERIFY(client.send("GET /inside HTTP/1.1\r\n\r\n"));
    QVERIFY(client.readToEnd().endsWith("\r\n\r\nhi"));
    QCOMPARE(server.requests().constFirst().target, "/inside");
    QVERIFY(server.requests().constFirst().header("Proxy-Authorization").isNull());
    QCOMPARE(proxy.requests().size(), 1);
}

void ProxyServerTest::asksForCredentials()
{
    FaultServer server(FaultScript::answer(200, "hi"));
    ProxyServer proxy("me:secret");
    RawClient client(proxy.port());
    QVERIFY(client.send("GET http://api.test:" + QByteArray::number(server.port()) + "/ HTTP/1.1\r\n\r\n"));
    const QByteArray answer = client.readToEnd();
    QVERIFY(answer.startsWith("HTTP/1.1 407 "));
    QVERIFY(answer.contains("\r\nProxy-Authenticate: Basic "));
    QCOMPARE(server.connectionCount(), 0);
}

void ProxyServerTest::deadTargetIs502()
{
    FaultServer nobody(FaultScript::refused());
    ProxyServer proxy;
    RawClient client(proxy.port());
    QVERIFY(client.send("GET http://api.test:" + QByteArray::number(nobody.port()) + "/ HTTP/1.1\r\n\r\n"));
    QVERIFY(client.readToEnd().startsWith("HTTP/1.1 502 "));
}

QTEST_GUILESS_MAIN(ProxyServerTest)
#include "tst_proxyserver.moc"
