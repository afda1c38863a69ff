// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace runnel {

/// One header field of a request or an answer.
struct HttpField
{
    QByteArray name;
    QByteArray value; ///< without the whitespace around it

    friend bool operator==(const HttpField &, const HttpField &) = default;
};

/// Whether @p text is a token: not empty, tchar alone. Source: RFC 9110, 5.6.2.
bool isHttpToken(QByteArrayView text);

/// Whether @p text may stand in a field's value: no control characters but the tab. Stricter than a
/// recipient must be, which may keep some of them. Source: RFC 9110, 5.5.
bool isHttpFieldValue(QByteArrayView text);

/// ASCII case-insensitive equality, as field names, hosts and expectations want it.
bool equalsIgnoringCase(QByteArrayView left, QByteArrayView right);

} // namespace runnel
