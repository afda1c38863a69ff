// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QNetworkProxy>
#include <QUrl>

namespace runnel {

/// How servers are reached: a value.
struct ProxySettings
{
    enum class Mode
    {
        System, ///< what the system or its environment (http_proxy, no_proxy) says
        None,
        Manual, ///< `url`
    };

    Mode mode = Mode::System;
    QUrl url; ///< http://[user:password@]host:port or socks5://…; of Mode::Manual

    /// A proxy address as a person types it. Error::InvalidInput when it is none.
    static Result<ProxySettings> fromUrl(const QString &text);
};

/// The proxy that leads to @p target. Loopback is never proxied: a proxy elsewhere could not reach it.
QNetworkProxy proxyFor(const ProxySettings &settings, const QUrl &target);

/// "Basic …" for the proxy's user and password; empty when it has none.
QByteArray proxyAuthorization(const QNetworkProxy &proxy);

} // namespace runnel
