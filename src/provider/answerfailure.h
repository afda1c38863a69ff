// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/failure.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QUrl>

#include <utility>

namespace runnel {

/// "host:port" of @p url, with the scheme's own port where it names none and brackets around IPv6.
QString hostAndPort(const QUrl &url);

/// The value of the first header called @p name (any case), or an empty one.
QByteArray headerValue(const QList<std::pair<QByteArray, QByteArray>> &headers, QByteArrayView name);

/// What an answer with an error status says: Proxy for a 407, else HttpError, with the server's own words.
Failure errorStatusFailure(const QUrl &url, int httpStatus, QByteArrayView body);

/// A redirect that is not followed; `detail` is where it leads, without secrets.
Failure redirectFailure(
    const QUrl &url, int httpStatus, const QList<std::pair<QByteArray, QByteArray>> &headers);

} // namespace runnel
