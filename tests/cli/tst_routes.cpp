// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/program.h"
#include "support/faultserver.h"
#include "support/proxyserver.h"

#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;

namespace {

/// A name that only the proxy of the test knows. It is longer than names may be, so that the system says so
/// without asking anybody on the network.
QString madeUpHost()
{
    constexpr int longestLabel = 63;
    const QString label(longestLabel, u'a');
    return u"model."_s + QStringList{label, label, label, label}.join(u'.') + u".test"_s;
}

QString madeUpAddress(const FaultServer &server, const QString &scheme = u"http"_s)
{
    return u"%1://%2:%3/v1"_s.arg(scheme, madeUpHost()).arg(server.port());
}

QString proxyAddress(const ProxyServer &proxy, const QString &credentials = {})
{
    return u"http://"_s + credentials + u"127.0.0.1:%1"_s.arg(proxy.port());
}

QStringList asking(const QString &url, const QStringList &more = {})
{
    return QStringList{u"ask"_s, u"hi"_s, u"--model"_s, u"m"_s, u"--url"_s, url} + more;
}

} // namespace

/// Ways to the server: proxies by option and by environment.
class RoutesTest final : public QObject
{
    Q_OBJECT

private slots:
    void byOption();
    void credentialsAreSentAhead();
    void credentialsAreWanted_data();
    void credentialsAreWanted();
    void tunnelForTls();
    void proxyIsGone();
    void environment_data();
    void environment();
    void loopbackIsNeverProxied_data();
    void loopbackIsNeverProxied();
};

void RoutesTest::byOption()
{
    FaultServer server(FaultScript::reply({"Hello"}));
    ProxyServer proxy;
    Program program(asking(madeUpAddress(server), {u"--proxy"_s, proxyAddress(proxy)}));
    QCOMPARE(program.end(), 0);
    QCOMPARE(program.out(), "Hello");
    QCOMPARE(server.requestCount("POST"), 1);
    const QList<RecordedRequest> asked = proxy.requests();
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().method, "POST");
    QCOMPARE(asked.first().target, madeUpAddress(server).toLatin1() + "/chat/completions"); // absolute form
}

void RoutesTest::credentialsAreSentAhead()
{
    FaultServer server(FaultScript::reply({"Hello"}));
    ProxyServer proxy("mary:s3cret@");
    Program program(asking(madeUpAddress(server), {u"--proxy"_s, proxyAddress(proxy, u"mary:s3cret%40@"_s)}));
    QCOMPARE(program.end(), 0);
    QCOMPARE(program.out(), "Hello");
    QCOMPARE(proxy.requests().size(), 1); // no challenge was waited for
    QCOMPARE(server.requests().constFirst().header("Proxy-Authorization"), "");
}

void RoutesTest::credentialsAreWanted_data()
{
    QTest::addColumn<QString>("scheme");
    QTest::addColumn<QString>("credentials");
    for (const char *scheme : {"http", "https"}) {
        QTest::addRow("none, %s", scheme) << QString::fromLatin1(scheme) << QString();
        QTest::addRow("wrong ones, %s", scheme) << QString::fromLatin1(scheme) << u"mary:wrongpass@"_s;
    }
}

void RoutesTest::credentialsAreWanted()
{
    QFETCH(QString, scheme);
    QFETCH(QString, credentials);
    FaultServer server(FaultScript::reply({"Hello"}));
    ProxyServer proxy("mary:s3cret");
    Program program(asking(madeUpAddress(server, scheme), {u"--proxy"_s, proxyAddress(proxy, credentials)}));
    QCOMPARE(program.end(), 3);
    QCOMPARE(program.out(), "");
    QCOMPARE(program.errLines().size(), 1);
    QVERIFY2(program.err().contains("wants a user name and a password"), program.err().constData());
    QVERIFY(!program.err().contains("wrongpass"));
    QCOMPARE(server.connectionCount(), 0);
}

void RoutesTest::tunnelForTls()
{
    FaultServer server(FaultScript::reply({"Hello"}).overTls());
    ProxyServer proxy("mary:s3cret");
    Program program(
        asking(madeUpAddress(server, u"https"_s), {u"--proxy"_s, proxyAddress(proxy, u"mary:s3cret@"_s)}));
    QCOMPARE(program.end(), 3); // the way is open, but the certificate is the test's own
    QVERIFY2(program.err().contains("The certificate of model."), program.err().constData());
    QVERIFY(!proxy.requests().isEmpty());
    for (const RecordedRequest &request : proxy.requests()) {
        QCOMPARE(request.method, "CONNECT");
        QCOMPARE(request.header("Authorization"), "");
    }
    QCOMPARE(server.requestCount(), 0);
}

void RoutesTest::proxyIsGone()
{
    FaultServer server(FaultScript::reply({"Hello"}));
    FaultServer gone(FaultScript::refused());
    Program program(asking(madeUpAddress(server), {u"--proxy"_s, u"http://127.0.0.1:%1"_s.arg(gone.port())}));
    QCOMPARE(program.end(), 3);
    const QByteArray said = program.errLines().last();
    QVERIFY2(said.contains("The proxy 127.0.0.1:"), said.constData());
    QCOMPARE(server.connectionCount(), 0);
}

void RoutesTest::environment_data()
{
    QTest::addColumn<QString>("noProxy");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<bool>("isProxied");
    QTest::addRow("http_proxy") << QString() << QStringList() << true;
    QTest::addRow("http_proxy, said aloud") << QString() << QStringList{u"--proxy"_s, u"system"_s} << true;
    QTest::addRow("no_proxy names another") << u"other.test"_s << QStringList() << true;
    QTest::addRow("no_proxy names it") << madeUpHost() << QStringList() << false;
    QTest::addRow("no_proxy names its domain") << u".test"_s << QStringList() << false;
    QTest::addRow("none") << QString() << QStringList{u"--proxy"_s, u"none"_s} << false;
}

void RoutesTest::environment()
{
    QFETCH(QString, noProxy);
    QFETCH(QStringList, options);
    QFETCH(bool, isProxied);
    FaultServer server(FaultScript::reply({"Hello"}));
    ProxyServer proxy;
    Program program(asking(madeUpAddress(server), options),
        {{u"http_proxy"_s, proxyAddress(proxy)}, {u"no_proxy"_s, noProxy}});
    // Without the proxy nobody knows the name.
    QCOMPARE(program.end(), isProxied ? 0 : 3);
    QCOMPARE(proxy.connectionCount(), isProxied ? 1 : 0);
    QCOMPARE(server.requestCount("POST"), isProxied ? 1 : 0);
}

void RoutesTest::loopbackIsNeverProxied_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("byOption");
    for (const char *host : {"127.0.0.1", "localhost", "LOCALHOST"}) {
        QTest::addRow("%s, option", host) << QString::fromLatin1(host) << true;
        QTest::addRow("%s, environment", host) << QString::fromLatin1(host) << false;
    }
}

void RoutesTest::loopbackIsNeverProxied()
{
    QFETCH(QString, host);
    QFETCH(bool, byOption);
    FaultServer server(FaultScript::reply({"Hello"}));
    ProxyServer proxy;
    Program program(asking(u"http://%1:%2/v1"_s.arg(host).arg(server.port()),
                        byOption ? QStringList{u"--proxy"_s, proxyAddress(proxy)} : QStringList()),
        {{u"http_proxy"_s, proxyAddress(proxy)}});
    QCOMPARE(program.end(), 0);
    QCOMPARE(program.out(), "Hello");
    QCOMPARE(proxy.connectionCount(), 0);
}

QTEST_GUILESS_MAIN(RoutesTest)
#include "tst_routes.moc"
