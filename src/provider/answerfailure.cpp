// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/answerfailure.h"

#include "base/redaction.h"
#include "provider/providererror.h"

namespace runnel {

namespace {

Failure saidByServer(Failure::Cause cause, const QUrl &url, int httpStatus)
{
    Failure failure;
    failure.cause = cause;
    failure.endedBy = Failure::EndedBy::Provider;
    failure.httpStatus = httpStatus;
    failure.host = hostAndPort(url);
    return failure;
}

} // namespace

QString hostAndPort(const QUrl &url)
{
    constexpr int http = 80;
    constexpr int https = 443;
    const QString host = url.host();
    return QStringLiteral("%1:%2")
        .arg(host.contains(u':') ? u'[' + host + u']' : host)
        .arg(url.port(url.scheme() == QLatin1StringView("https") ? https : http));
}

QByteArray headerValue(const QList<std::pair<QByteArray, QByteArray>> &headers, QByteArrayView name)
{
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

Failure errorStatusFailure(const QUrl &url, int httpStatus, QByteArrayView body)
{
    constexpr int proxyAuthenticationRequired = 407;
    Failure failure = saidByServer(
        httpStatus == proxyAuthenticationRequired ? Failure::Cause::Proxy : Failure::Cause::HttpError, url,
        httpStatus);
    const ProviderError error = readErrorBody(body);
    failure.code = error.code;
    failure.message = error.message;
    return failure;
}

Failure redirectFailure(
    const QUrl &url, int httpStatus, const QList<std::pair<QByteArray, QByteArray>> &headers)
{
    Failure failure = saidByServer(Failure::Cause::Redirected, url, httpStatus);
    const QUrl location = QUrl::fromEncoded(headerValue(headers, "Location"));
    failure.detail = redactedUrl(url.resolved(location)).toString();
    return failure;
}

} // namespace runnel
