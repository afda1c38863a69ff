// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/requesthead.h"

#include <algorithm>
#include <limits>

namespace runnel {

namespace {

using Refused = std::optional<HeadRejection>;

constexpr QByteArrayView knownMethods[] = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"};
// Room in the request line for the longest known method, two spaces and the version.
constexpr qsizetype lineBesideTargetBytes = 7 + 2 + 8;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// -1: none.
int hexValue(char c)
{
    if (isDigit(c))
        return c - '0';
    const char lower = char(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// RFC 3986, 3.3 and 3.4: pchar, "/" and "?", percent-encodings apart.
bool isTargetByte(char c)
{
    const char lower = char(c | 0x20);
    return isDigit(c) || (lower >= 'a' && lower <= 'z')
        || (c != '\0' && QByteArrayView("/?-._~!$&'()*+,;=:@").contains(c));
}

QByteArrayView trimmedWhitespace(QByteArrayView text)
{
    // RFC 9110, 5.6.3: OWS = *( SP / HTAB )
    const auto isBlank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.isEmpty() && isBlank(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && isBlank(text.back()))
        text = text.chopped(1);
    return text;
}

// RFC 9112, 2.3: HTTP-version = HTTP-name "/" DIGIT "." DIGIT; HTTP-name is case-sensitive.
Refused readVersion(QByteArrayView version, RequestHead &head)
{
    constexpr qsizetype major = 5;
    constexpr qsizetype minor = 7;
    if (version.size() != minor + 1 || !version.startsWith("HTTP/") || !isDigit(version[major])
        || version[major + 1] != '.' || !isDigit(version[minor]))
        return HeadRejection{400, "the request line does not end in a version"};
    head.minorVersion = version[minor] - '0';
    // RFC 9110, 15.6.6: "the server does not support, or refuses to support, the major version of HTTP".
    if (version[major] != '1' || head.minorVersion > 1)
        return HeadRejection{505, "neither HTTP/1.1 nor HTTP/1.0"};
    return {};
}

Refused checkTarget(QByteArrayView target)
{
    // RFC 9112, 3.2: origin-form alone. absolute-form is for proxies, authority-form for CONNECT, and "*"
    // asks for nothing that this server has.
    if (!target.startsWith('/'))
        return HeadRejection{400, "the target is no path"};
    // Parsers of URLs take what follows for a host.
    if (target.startsWith("//"))
        return HeadRejection{400, "the target begins with two slashes"};
    for (qsizetype i = 0; i < target.size(); ++i) {
        if (target[i] != '%') {
            if (!isTargetByte(target[i]))
                return HeadRejection{400, "a character that no target holds unencoded"};
            continue;
        }
        const int high = i + 2 < target.size() ? hexValue(target[i + 1]) : -1;
        const int low = i + 2 < target.size() ? hexValue(target[i + 2]) : -1;
        if (high < 0 || low < 0)
            return HeadRejection{400, "a percent sign without two hexadecimal digits"};
        // Decoded it would reach routes, logs and headers.
        if (high < 2 || (high == 7 && low == 15))
            return HeadRejection{400, "an encoded control character in the target"};
        i += 2;
    }
    return {};
}

// RFC 9112, 3: request-line = method SP request-target SP HTTP-version. "Recipients MAY instead parse on
// whitespace-delimited word boundaries": this one does not, "since such whitespace can be used to bypass
// security filters".
Refused readRequestLine(QByteArrayView line, const HeadLimits &limits, RequestHead &head)
{
    const qsizetype first = line.indexOf(' ');
    const QByteArrayView method = line.first(std::max<qsizetype>(first, 0));
    if (!isHttpToken(method))
        return HeadRejection{400, "the request line does not begin with a method and a space"};
    const QByteArrayView rest = line.sliced(first + 1);
    const qsizetype second = rest.indexOf(' ');
    // RFC 9112, 3: "A server that receives a request-target longer than any URI it wishes to parse MUST
    // respond with a 414".
    if (second > limits.maxTargetBytes)
        return HeadRejection{414, "the target is too long"};
    if (second < 0)
        return HeadRejection{400, "the request line does not end in a version"};
    if (const Refused refused = readVersion(rest.sliced(second + 1), head))
        return refused;
    // RFC 9110, 9.1: methods are case-sensitive; an unrecognized one "SHOULD" get a 501. CONNECT and TRACE
    // are for proxies and for debugging, and wanted here by nobody honest.
    if (std::find(std::begin(knownMethods), std::end(knownMethods), method) == std::end(knownMethods))
        return HeadRejection{501, "a method that this server does not know"};
    const QByteArrayView target = rest.first(second);
    if (const Refused refused = checkTarget(target))
        return refused;
    head.method = method.toByteArray();
    head.target = target.toByteArray();
    return {};
}

Refused readField(QByteArrayView line, const HeadLimits &limits, RequestHead &head)
{
    // RFC 9112, 5.2: "A server that receives an obs-fold in a request message [...] MUST either reject the
    // message by sending a 400 [...] or replace" it; 2.2: whitespace before the first field likewise.
    if (line.front() == ' ' || line.front() == '\t')
        return HeadRejection{400, "a line that begins with whitespace"};
    const qsizetype colon = line.indexOf(':');
    const QByteArrayView name = line.first(std::max<qsizetype>(colon, 0));
    // RFC 9112, 5.1: "No whitespace is allowed between the field name and colon. [...] A server MUST
    // reject, with a response status code of 400 (Bad Request), any received request message that
    // contains whitespace between a header field name and colon."
    if (!isHttpToken(name))
        return HeadRejection{400, "a field whose name is no token"};
    const QByteArrayView value = trimmedWhitespace(line.sliced(colon + 1));
    // RFC 9110, 5.5: "Field values containing CR, LF, or NUL characters are invalid and dangerous".
    if (!isHttpFieldValue(value))
        return HeadRejection{400, "a control character in a field"};
    if (head.fields.size() == limits.maxFieldCount)
        return HeadRejection{400, "too many fields"};
    head.fields.append({name.toByteArray(), value.toByteArray()});
    return {};
}

// Host is checked against what is allowed by whoever knows that; here it need only be one.
bool isHostSyntax(QByteArrayView host)
{
    const auto isHostByte = [](char c) {
        const char lower = char(c | 0x20);
        return isDigit(c) || (lower >= 'a' && lower <= 'z')
            || (c != '\0' && QByteArrayView("-._~:[]").contains(c));
    };
    return !host.isEmpty() && std::all_of(host.begin(), host.end(), isHostByte);
}

// RFC 9110, 8.6: Content-Length = 1*DIGIT; without the sign that number parsers take.
Refused readContentLength(QByteArrayView value, qint64 &length)
{
    if (value.isEmpty() || !std::all_of(value.begin(), value.end(), isDigit))
        return HeadRejection{400, "the Content-Length is no number"};
    length = 0;
    for (const char digit : value) {
        if (qMulOverflow(length, qint64(10), &length) || qAddOverflow(length, qint64(digit - '0'), &length)) {
            length = std::numeric_limits<qint64>::max();
            break;
        }
    }
    return {};
}

// What the fields say about the message together.
Refused checkFields(RequestHead &head)
{
    int hosts = 0;
    int lengths = 0;
    bool isTransferCoded = false;
    for (const HttpField &field : head.fields) {
        if (equalsIgnoringCase(field.name, "Host")) {
            ++hosts;
            // RFC 9112, 3.2: 400 for "any request message that contains [...] a Host header field with an
            // invalid field value".
            if (!isHostSyntax(field.value))
                return HeadRejection{400, "the Host is no host"};
        } else if (equalsIgnoringCase(field.name, "Content-Length")) {
            ++lengths;
            if (const Refused refused = readContentLength(field.value, head.contentLengthBytes))
                return refused;
        } else if (equalsIgnoringCase(field.name, "Transfer-Encoding")) {
            isTransferCoded = true;
        } else if (equalsIgnoringCase(field.name, "Upgrade") && field.value.toLower().contains("websocket")) {
            // RFC 9110, 7.8: "A server MAY ignore a received Upgrade header field", which QHttpServer
            // does not with this one.
            return HeadRejection{501, "no web sockets here"};
        } else if (equalsIgnoringCase(field.name, "Expect")
            && !equalsIgnoringCase(field.value, "100-continue")) {
            // RFC 9110, 10.1.1: "a server that receives an Expect field value containing a member other
            // than 100-continue MAY respond with a 417".
            return HeadRejection{417, "an expectation that cannot be met"};
        }
    }
    // RFC 9112, 3.2: 400 for "any HTTP/1.1 request message that lacks a Host header field and [...] any
    // request message that contains more than one Host header field line". HTTP/1.0 is not excepted: a
    // missing Host must not get around the check of the Host.
    if (hosts != 1)
        return HeadRejection{400, hosts == 0 ? "no Host" : "more than one Host"};
    // RFC 9112, 6.3: the same length twice may be taken for one; there is no honest cause for it.
    if (lengths > 1)
        return HeadRejection{400, "more than one Content-Length"};
    if (isTransferCoded) {
        // RFC 9112, 6.1: "A server MAY reject a request that contains both Content-Length and
        // Transfer-Encoding"; with HTTP/1.0 it "MUST treat the message as if the framing is faulty".
        if (lengths > 0 || head.minorVersion == 0)
            return HeadRejection{400, "two framings of the body"};
        // RFC 9112, 6.1: "A server that receives a request message with a transfer coding it does not
        // understand SHOULD respond with 501". QHttpServer's chunks are not to be trusted.
        return HeadRejection{501, "a transfer coding: say the length of the body"};
    }
    return {};
}

} // namespace

QByteArrayView RequestHead::path() const
{
    const qsizetype query = target.indexOf('?');
    return query < 0 ? QByteArrayView(target) : QByteArrayView(target).first(query);
}

std::optional<QByteArrayView> RequestHead::value(QByteArrayView name) const
{
    const auto found = std::find_if(fields.begin(), fields.end(),
        [name](const HttpField &field) { return equalsIgnoringCase(field.name, name); });
    return found == fields.end() ? std::nullopt : std::optional<QByteArrayView>(found->value);
}

bool RequestHead::expectsContinue() const
{
    // RFC 9110, 10.1.1: "A server that receives a 100-continue expectation in an HTTP/1.0 request MUST
    // ignore that expectation."
    return minorVersion > 0 && value("Expect") && contentLengthBytes > 0;
}

HeadOutcome parseRequestHead(QByteArrayView bytes, const HeadLimits &limits)
{
    RequestHead head;
    const qsizetype lineLimit = limits.maxTargetBytes + lineBesideTargetBytes;
    Q_ASSERT(limits.maxHeadBytes > lineLimit + 1); // else two limits would compete for one byte
    for (qsizetype begin = 0;;) {
        const bool isRequestLine = begin == 0;
        const qsizetype feed = bytes.indexOf('\n', begin);
        const QByteArrayView line = feed < 0 ? bytes.sliced(begin) : bytes.sliced(begin, feed - begin);
        // Past a limit the line is refused whether its end has come or not, so that both say the same.
        if (isRequestLine && line.size() > lineLimit + 1) {
            if (line.first(lineLimit + 1).contains(' '))
                return HeadRejection{414, "the target is too long"};
            return HeadRejection{501, "a method that this server does not know"};
        }
        if (begin + line.size() >= limits.maxHeadBytes)
            return HeadRejection{431, "the head is too long"};
        if (feed < 0)
            return MoreNeeded();
        // RFC 9112, 2.2: "a recipient MAY recognize a single LF as a line terminator": this one does not.
        if (!line.endsWith('\r'))
            return HeadRejection{400, "a line that does not end in CR LF"};
        const QByteArrayView text = line.chopped(1);
        begin = feed + 1;
        if (isRequestLine) {
            // RFC 9112, 2.2: a server "SHOULD ignore at least one empty line (CRLF) received prior to the
            // request-line", which bad clients sent behind a body. Here no request follows another.
            if (const Refused refused = readRequestLine(text, limits, head))
                return *refused;
        } else if (!text.isEmpty()) {
            if (const Refused refused = readField(text, limits, head))
                return *refused;
        } else {
            if (const Refused refused = checkFields(head))
                return *refused;
            head.sizeBytes = begin;
            return head;
        }
    }
}

QByteArray serialized(const RequestHead &head)
{
    QByteArray bytes
        = head.method + ' ' + head.target + " HTTP/1." + QByteArray::number(head.minorVersion) + "\r\n";
    for (const HttpField &field : head.fields)
        bytes += field.name + ": " + field.value + "\r\n";
    return bytes + "\r\n";
}

} // namespace runnel
