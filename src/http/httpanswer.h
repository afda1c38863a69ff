// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpfield.h"

#include <QList>

namespace runnel {

/// What a request is answered with.
struct HttpAnswer
{
    int httpStatus = 200;
    QList<HttpField> fields; ///< besides those that httpAnswerHead() writes itself
    QByteArray body;
};

/// How an answer's body ends.
enum class BodyFraming
{
    ContentLength,
    UntilClose, ///< with the connection, as a stream's does
};

/// Status line and fields of @p answer, the empty line included. Date and `Connection: close` are always
/// there: one connection carries one request.
///
/// Nothing a field holds can begin another one: CR, LF and NUL in a value become spaces (RFC 9110, 5.5,
/// asks that of recipients), and a field whose name is no token is left out.
QByteArray httpAnswerHead(const HttpAnswer &answer, BodyFraming framing);

/// An answer whose body is {"error":{"status":…,"message":…}}. @p message is plain ASCII, lower case, no
/// period.
HttpAnswer httpError(int httpStatus, QByteArrayView message);

/// The words of a status, as RFC 9110 and RFC 6585 have them; "Status" for one that has no business here.
QByteArray httpReasonPhrase(int httpStatus);

} // namespace runnel
