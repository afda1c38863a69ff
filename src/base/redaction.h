// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QUrl>

namespace runnel {

/// What stands in logs, recordings and errors in place of a secret.
inline constexpr char redactedText[] = "<redacted>";

/// Whether a header of this name (any case) carries a credential, and so never leaves memory as it is:
/// Authorization, cookies, and every name that speaks of a key, token, secret or password.
bool isSecretHeader(QByteArrayView name);

/// @p value, or redactedText when isSecretHeader(@p name).
QByteArray redactedHeaderValue(QByteArrayView name, QByteArrayView value);

/// @p url without user name, password and fragment, and with every query value replaced:
/// some vendors take the key as a query parameter.
QUrl redactedUrl(const QUrl &url);

/// A shorter secret is not looked for in texts: it would tear ordinary words apart.
inline constexpr qsizetype shortestSecretBytes = 6;

/// @p text with every occurrence of @p secret replaced; servers echo keys in their error messages.
QString withoutSecret(QString text, QByteArrayView secret);
QByteArray withoutSecret(QByteArray text, QByteArrayView secret);

} // namespace runnel
