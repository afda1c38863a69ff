// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/proxysettings.h"

#include <QHostAddress>

namespace runnel {

namespace {

bool isLoopback(const QString &host)
{
    if (host.compare(QLatin1StringView("localhost"), Qt::CaseInsensitive) == 0
        || host.endsWith(QLatin1StringView(".localhost"), Qt::CaseInsensitive))
        return true;
    const QHostAddress address(host);
    return !address.isNull() && address.isLoopback();
}

QNetworkProxy manualProxy(const QUrl &url)
{
    const bool isSocks = url.scheme().startsWith(QLatin1StringView("socks5"));
    constexpr int socksPort = 1080;
    constexpr int httpPort = 8080;
    return QNetworkProxy(isSocks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, url.host(),
        quint16(url.port(isSocks ? socksPort : httpPort)), url.userName(QUrl::FullyDecoded),
        url.password(QUrl::FullyDecoded));
}

} // namespace

Result<ProxySettings> ProxySettings::fromUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const QString scheme = url.scheme();
    const bool isKnown = scheme == QLatin1StringView("http") || scheme == QLatin1StringView("socks5")
        || scheme == QLatin1StringView("socks5h");
    if (!url.isValid() || url.host().isEmpty() || !isKnown)
        return Error{Error::Kind::InvalidInput, QStringLiteral("not a proxy address"), text, 0};
    return ProxySettings{Mode::Manual, url};
}

QNetworkProxy proxyFor(const ProxySettings &settings, const QUrl &target)
{
    if (settings.mode == ProxySettings::Mode::None || isLoopback(target.host()))
        return QNetworkProxy(QNetworkProxy::NoProxy);
    if (settings.mode == ProxySettings::Mode::Manual)
        return manualProxy(settings.url);
    const QList<QNetworkProxy> proxies
        = QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(target));
    return proxies.isEmpty() ? QNetworkProxy(QNetworkProxy::NoProxy) : proxies.first();
}

QByteArray proxyAuthorization(const QNetworkProxy &proxy)
{
    if (proxy.user().isEmpty() && proxy.password().isEmpty())
        return {};
    // RFC 7617; UTF-8 since no challenge, which might say otherwise, is waited for.
    return "Basic " + (proxy.user() + u':' + proxy.password()).toUtf8().toBase64();
}

} // namespace runnel
