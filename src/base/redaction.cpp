// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/redaction.h"

#include <QUrlQuery>

#include <algorithm>

namespace runnel {

bool isSecretHeader(QByteArrayView name)
{
    const QByteArray lower = name.toByteArray().toLower();
    // "x-ratelimit-remaining-tokens" counts tokens; it holds none.
    if (lower.startsWith("x-ratelimit-") || lower.startsWith("anthropic-ratelimit-"))
        return false;
    static constexpr QByteArrayView words[]
        = {"auth", "cookie", "key", "token", "secret", "password", "signature", "credential"};
    return std::any_of(std::begin(words), std::end(words),
        [&](QByteArrayView word) { return QByteArrayView(lower).contains(word); });
}

QByteArray redactedHeaderValue(QByteArrayView name, QByteArrayView value)
{
    return isSecretHeader(name) ? QByteArray(redactedText) : value.toByteArray();
}

QUrl redactedUrl(const QUrl &url)
{
    QUrl result = url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveFragment);
    if (!result.hasQuery())
        return result;
    QUrlQuery query;
    const auto items = QUrlQuery(url).queryItems();
    for (const auto &item : items)
        query.addQueryItem(item.first, QStringLiteral("redacted"));
    result.setQuery(query);
    return result;
}

QString withoutSecret(QString text, QByteArrayView secret)
{
    if (secret.size() >= shortestSecretBytes)
        text.replace(QString::fromUtf8(secret), QLatin1StringView(redactedText));
    return text;
}

QByteArray withoutSecret(QByteArray text, QByteArrayView secret)
{
    if (secret.size() >= shortestSecretBytes)
        text.replace(secret, QByteArrayView(redactedText));
    return text;
}

} // namespace runnel
