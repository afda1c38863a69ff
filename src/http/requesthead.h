// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpfield.h"

#include <QList>

#include <optional>
#include <variant>

namespace runnel {

/// The request line and the header fields of one request: a value.
struct RequestHead
{
    QByteArray method;
    QByteArray target; ///< as sent: path and query, percent-encoded; begins with one slash
    int minorVersion = 1;
    QList<HttpField> fields;
    qint64 contentLengthBytes = 0; ///< 0 where none was said; what does not fit is the largest number
    qsizetype sizeBytes = 0;       ///< of the head, the empty line included

    /// Up to the question mark, as sent.
    QByteArrayView path() const;
    /// The value of the first field of that name, in any case; none: nullopt.
    std::optional<QByteArrayView> value(QByteArrayView name) const;
    /// Whether the client waits for "100 Continue" before it sends the body.
    bool expectsContinue() const;

    friend bool operator==(const RequestHead &, const RequestHead &) = default;
};

/// What may come before the empty line.
struct HeadLimits
{
    qsizetype maxTargetBytes = 8 * 1024;
    qsizetype maxHeadBytes = 16 * 1024; ///< above maxTargetBytes by at least 20
    int maxFieldCount = 100;
};

/// Why a head is refused.
struct HeadRejection
{
    int httpStatus = 400;
    const char *reason = ""; ///< log text

    /// Static strings: the same rejection has the same text.
    friend bool operator==(const HeadRejection &left, const HeadRejection &right)
    {
        return left.httpStatus == right.httpStatus && QByteArrayView(left.reason) == right.reason;
    }
};

/// The bytes so far neither are a head nor can be told to become none.
struct MoreNeeded
{
    friend bool operator==(MoreNeeded, MoreNeeded) { return true; }
};

using HeadOutcome = std::variant<MoreNeeded, RequestHead, HeadRejection>;

/// Reads the head of the request that @p bytes begin with.
///
/// Stricter than RFC 9112 asks a server to be: whatever two recipients could read differently is
/// refused, since what stands behind this parser fails open. One decision for one connection: once some
/// bytes give a head or a rejection, any longer input that begins with them gives the same, so that it
/// does not matter how they arrive. Nothing is decided before a line ends or a limit is passed.
/// Pure; any thread. Source: RFC 9110 and RFC 9112.
HeadOutcome parseRequestHead(QByteArrayView bytes, const HeadLimits &limits = {});

/// The head as bytes. parseRequestHead() gives the same head back.
QByteArray serialized(const RequestHead &head);

} // namespace runnel
