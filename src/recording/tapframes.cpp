// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/tapframes.h"

#include "base/redaction.h"

#include <QtEndian>

#include <optional>

namespace runnel {

namespace {

constexpr qsizetype lengthBytes = 4;
constexpr qsizetype statusBytes = 2;

// A field: its length in 4 bytes, then its bytes.
void appendField(QByteArray &payload, QByteArrayView field)
{
    char length[lengthBytes];
    qToLittleEndian(quint32(field.size()), length);
    payload.append(length, lengthBytes);
    payload.append(field);
}

// Takes the first field off @p rest; nullopt when it is cut.
std::optional<QByteArrayView> takeField(QByteArrayView &rest)
{
    if (rest.size() < lengthBytes)
        return std::nullopt;
    const qint64 length = qFromLittleEndian<quint32>(rest.data());
    if (length > rest.size() - lengthBytes)
        return std::nullopt;
    const QByteArrayView field = rest.sliced(lengthBytes, length);
    rest = rest.sliced(lengthBytes + length);
    return field;
}

bool deliverRequest(QByteArrayView payload, StreamTap &tap)
{
    const auto method = takeField(payload);
    const auto url = method ? takeField(payload) : std::nullopt;
    if (!url)
        return false;
    tap.requestStarted(method->toByteArray(), QUrl::fromEncoded(url->toByteArray()));
    return true;
}

bool deliverResponse(QByteArrayView payload, StreamTap &tap)
{
    if (payload.size() < statusBytes)
        return false;
    const int status = qFromLittleEndian<quint16>(payload.data());
    payload = payload.sliced(statusBytes);
    StreamTap::Headers headers;
    while (!payload.isEmpty()) {
        const auto name = takeField(payload);
        const auto value = name ? takeField(payload) : std::nullopt;
        if (!value)
            return false;
        headers.emplace_back(name->toByteArray(), value->toByteArray());
    }
    tap.responseStarted(status, headers);
    return true;
}

bool deliverEvent(QByteArrayView payload, StreamTap &tap)
{
    const auto type = takeField(payload);
    const auto lastEventId = type ? takeField(payload) : std::nullopt;
    if (!lastEventId)
        return false;
    tap.eventReceived(*type, payload, *lastEventId);
    return true;
}

bool deliverClose(QByteArrayView payload, StreamTap &tap)
{
    const auto by = takeField(payload);
    const auto how = by ? takeField(payload) : std::nullopt;
    if (!how)
        return false;
    tap.streamClosed({by->toByteArray(), how->toByteArray()});
    return true;
}

} // namespace

QByteArray requestPayload(const QByteArray &method, const QUrl &url)
{
    QByteArray payload;
    appendField(payload, method);
    appendField(payload, redactedUrl(url).toEncoded());
    return payload;
}

QByteArray responsePayload(int httpStatus, const StreamTap::Headers &headers)
{
    QByteArray payload(statusBytes, '\0');
    qToLittleEndian(quint16(httpStatus), payload.data());
    for (const auto &[name, value] : headers) {
        appendField(payload, name);
        appendField(payload, redactedHeaderValue(name, value));
    }
    return payload;
}

QByteArray eventPayload(QByteArrayView type, QByteArrayView data, QByteArrayView lastEventId)
{
    QByteArray payload;
    payload.reserve(2 * lengthBytes + type.size() + lastEventId.size() + data.size());
    appendField(payload, type);
    appendField(payload, lastEventId);
    payload.append(data);
    return payload;
}

QByteArray closePayload(const StreamClose &close)
{
    QByteArray payload;
    appendField(payload, close.by);
    appendField(payload, close.how);
    return payload;
}

bool deliverFrame(const Frame &frame, StreamTap &tap)
{
    switch (frame.type) {
    case FrameType::Request:
        return deliverRequest(frame.payload, tap);
    case FrameType::Response:
        return deliverResponse(frame.payload, tap);
    case FrameType::Bytes:
        tap.bytesReceived(frame.payload);
        return true;
    case FrameType::Event:
        return deliverEvent(frame.payload, tap);
    case FrameType::Close:
        return deliverClose(frame.payload, tap);
    case FrameType::Version:
    case FrameType::Delta:
        return false;
    }
    return false; // a type this build has no name for
}

} // namespace runnel
