// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/frame.h"

#include "recording/framelayout.h"

#include <zlib.h>

#include <algorithm>

namespace runnel {

using namespace framelayout;

namespace {

// A frame whose payload is @p head followed by @p body.
void appendFrame(QByteArray &out, quint8 typeByte, UtcTime time, QByteArrayView head, QByteArrayView body)
{
    const qsizetype payloadBytes = head.size() + body.size();
    Q_ASSERT(payloadBytes <= maxFramePayloadBytes);

    char header[headerBytes];
    std::copy_n(magic, magicBytes, header);
    qToLittleEndian(quint16(payloadBytes), header + lengthAt);
    header[typeAt] = char(typeByte);
    qToLittleEndian(qint64(time.time_since_epoch().count()), header + timeAt);

    const qsizetype start = out.size();
    out.append(header, headerBytes);
    out.append(head);
    out.append(body);
    const auto *covered = reinterpret_cast<const Bytef *>(out.constData() + start + lengthAt);
    const uLong sum = crc32(0, covered, uInt(headerBytes - lengthAt + payloadBytes));
    char trailer[checksumBytes];
    qToLittleEndian(quint32(sum), trailer);
    out.append(trailer, checksumBytes);
}

} // namespace

void appendFrames(QByteArray &out, FrameType type, UtcTime time, QByteArrayView payload)
{
    Q_ASSERT(payload.size() <= maxPayloadBytes);
    Q_ASSERT(!(quint8(type) & continuationBit));
    if (payload.size() <= maxFramePayloadBytes) {
        appendFrame(out, quint8(type), time, {}, payload);
        return;
    }
    const quint8 typeByte = quint8(type) | continuationBit;
    for (qsizetype at = 0; at < payload.size(); at += maxPartBytes) {
        char part[partHeaderBytes];
        qToLittleEndian(quint32(payload.size()), part);
        qToLittleEndian(quint32(at), part + 4);
        const qsizetype bytes = std::min(maxPartBytes, payload.size() - at);
        appendFrame(out, typeByte, time, QByteArrayView(part, partHeaderBytes), payload.sliced(at, bytes));
    }
}

void appendVersionFrame(QByteArray &out, FileVersion version, UtcTime time)
{
    char payload[3];
    qToLittleEndian(version.version, payload);
    payload[2] = char(version.kind);
    appendFrames(out, FrameType::Version, time, QByteArrayView(payload, sizeof(payload)));
}

std::optional<FileVersion> fileVersion(const Frame &frame)
{
    if (frame.type != FrameType::Version || frame.payload.size() < 3)
        return std::nullopt;
    return FileVersion{qFromLittleEndian<quint16>(frame.payload.constData()),
        FileVersion::Kind(quint8(frame.payload.at(2)))};
}

} // namespace runnel
