// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/httpanswer.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace runnel {

namespace {

void appendField(QByteArray &head, QByteArrayView name, QByteArrayView value)
{
    if (!isHttpToken(name))
        return;
    head.append(name).append(": ");
    const qsizetype begin = head.size();
    head.append(value);
    std::replace_if(
        head.begin() + begin, head.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
    head.append("\r\n");
}

// RFC 9110, 5.6.7: IMF-fixdate, in English whatever the locale.
QByteArray httpDate()
{
    return QLocale::c()
        .toString(QDateTime::currentDateTimeUtc(), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"))
        .toLatin1();
}

// RFC 9110, 8.6: "A server MUST NOT send a Content-Length header field in any response with a status code
// of 1xx (Informational) or 204 (No Content)."
bool mayHaveBody(int httpStatus)
{
    return httpStatus >= 200 && httpStatus != 204 && httpStatus != 304;
}

} // namespace

QByteArray httpAnswerHead(const HttpAnswer &answer, BodyFraming framing)
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(answer.httpStatus) + ' '
        + httpReasonPhrase(answer.httpStatus) + "\r\n";
    appendField(head, "Date", httpDate());
    appendField(head, "Connection", "close");
    if (framing == BodyFraming::ContentLength && mayHaveBody(answer.httpStatus))
        appendField(head, "Content-Length", QByteArray::number(answer.body.size()));
    for (const HttpField &field : answer.fields)
        appendField(head, field.name, field.value);
    return head + "\r\n";
}

HttpAnswer httpError(int httpStatus, QByteArrayView message)
{
    QByteArray quoted;
    for (const char c : message) {
        if (c == '"' || c == '\\')
            quoted += '\\';
        quoted += c >= ' ' && c < '\x7F' ? c : '?';
    }
    return {httpStatus,
        {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"},
            {"X-Content-Type-Options", "nosniff"}},
        "{\"error\":{\"status\":" + QByteArray::number(httpStatus) + ",\"message\":\"" + quoted + "\"}}\n"};
}

QByteArray httpReasonPhrase(int httpStatus)
{
    struct Phrase
    {
        int status;
        const char *words;
    };
    static constexpr Phrase phrases[] = {{100, "Continue"}, {200, "OK"}, {204, "No Content"},
        {304, "Not Modified"}, {400, "Bad Request"}, {401, "Unauthorized"}, {403, "Forbidden"},
        {404, "Not Found"}, {405, "Method Not Allowed"}, {408, "Request Timeout"}, {410, "Gone"},
        {411, "Length Required"}, {413, "Content Too Large"}, {414, "URI Too Long"},
        {415, "Unsupported Media Type"}, {417, "Expectation Failed"}, {421, "Misdirected Request"},
        {429, "Too Many Requests"}, {431, "Request Header Fields Too Large"}, {500, "Internal Server Error"},
        {501, "Not Implemented"}, {503, "Service Unavailable"}, {505, "HTTP Version Not Supported"}};
    const auto found = std::find_if(std::begin(phrases), std::end(phrases),
        [httpStatus](const Phrase &phrase) { return phrase.status == httpStatus; });
    return found == std::end(phrases) ? "Status" : found->words;
}

} // namespace runnel
