// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/proxysettings.h"

#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;

class ProxySettingsTest final : public QObject
{
    Q_OBJECT

private slots:
    void addresses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("type"); // -1: none
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::addRow("http") << u"http://proxy:3128"_s << int(QNetworkProxy::HttpProxy) << u"proxy"_s
                              << 3128;
        QTest::addRow("default port")
            << u"http://proxy"_s << int(QNetworkProxy::HttpProxy) << u"proxy"_s << 8080;
        QTest::addRow("socks5") << u"socks5://p:9"_s << int(QNetworkProxy::Socks5Proxy) << u"p"_s << 9;
        QTest::addRow("socks5h") << u"socks5h://p"_s << int(QNetworkProxy::Socks5Proxy) << u"p"_s << 1080;
        QTest::addRow("IPv6") << u"http://[fd00::1]:1"_s << int(QNetworkProxy::HttpProxy) << u"fd00::1"_s
                              << 1;
        for (const char *bad :
            {"", "proxy", "proxy:3128", "ftp://proxy", "http://", "http://a b", "socks4://p"})
            QTest::addRow("'%s'", bad) << QString::fromLatin1(bad) << -1 << QString() << 0;
    }

    void addresses()
    {
        QFETCH(QString, text);
        QFETCH(int, type);
        QFETCH(QString, host);
        QFETCH(int, port);
        const auto settings = ProxySettings::fromUrl(text);
        QCOMPARE(settings.isOk(), type >= 0);
        if (type < 0) {
            QCOMPARE(settings.error().kind, Error::Kind::InvalidInput);
            return;
        }
        const QNetworkProxy proxy = proxyFor(settings.value(), QUrl(u"https://api.test/v1"_s));
        QCOMPARE(int(proxy.type()), type);
        QCOMPARE(proxy.hostName(), host);
        QCOMPARE(int(proxy.port()), port);
    }

    void credentials()
    {
        const auto settings = ProxySettings::fromUrl(u"http://us%40er:p%3Aw%C3%A4@proxy:1"_s);
        QVERIFY(settings);
        const QNetworkProxy proxy = proxyFor(settings.value(), QUrl(u"https://api.test"_s));
        QCOMPARE(proxyAuthorization(proxy), "Basic " + QByteArray("us@er:p:w\xC3\xA4").toBase64());
        QVERIFY(proxyAuthorization(QNetworkProxy(QNetworkProxy::HttpProxy, u"proxy"_s, 1)).isEmpty());
    }

    void loopbackIsDirect_data()
    {
        QTest::addColumn<QString>("url");
        for (const char *url : {"http://localhost:11434/v1", "http://LOCALHOST/v1", "http://a.localhost/",
                 "http://127.0.0.1:1/", "http://127.9.9.9/", "http://[::1]:8080/v1"})
            QTest::addRow("%s", url) << QString::fromLatin1(url);
    }

    void loopbackIsDirect()
    {
        QFETCH(QString, url);
        const auto settings = ProxySettings::fromUrl(u"http://proxy:1"_s);
        QCOMPARE(proxyFor(settings.value(), QUrl(url)).type(), QNetworkProxy::NoProxy);
    }

    void noneIsNone()
    {
        ProxySettings settings;
        settings.mode = ProxySettings::Mode::None;
        QCOMPARE(proxyFor(settings, QUrl(u"https://api.test"_s)).type(), QNetworkProxy::NoProxy);
    }
};

QTEST_GUILESS_MAIN(ProxySettingsTest)
#include "tst_proxysettings.moc"
