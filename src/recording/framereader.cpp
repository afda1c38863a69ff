// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/framereader.h"

#include "recording/framelayout.h"

#include <zlib.h>

#include <algorithm>

namespace runnel {

using namespace framelayout;

namespace {

constexpr qsizetype sliceBytes = 64 * 1024;
constexpr qsizetype maxListedLosses = 100;
// Up to here summing a frame costs no more than crc32_combine, about a microsecond.
constexpr qsizetype cheapFrameBytes = 1024;

// How many of the last bytes could be the beginning of a magic.
qsizetype magicBegunAtEnd(QByteArrayView bytes)
{
    const QByteArrayView wanted(magic, magicBytes);
    for (qsizetype n = std::min(magicBytes - 1, bytes.size()); n > 0; --n) {
        if (bytes.last(n) == wanted.first(n))
            return n;
    }
    return 0;
}

} // namespace

QList<Frame> FrameReader::feed(QByteArrayView bytes)
{
    QList<Frame> frames;
    m_report.inputBytes += bytes.size();
    while (!bytes.isEmpty()) {
        const QByteArrayView slice = bytes.first(std::min(sliceBytes, bytes.size()));
        bytes = bytes.sliced(slice.size());
        m_buffer.append(slice);
        scan(false, frames);
        discardRead();
    }
    return frames;
}

QList<Frame> FrameReader::finish()
{
    QList<Frame> frames;
    scan(true, frames);
    dropUnfinished();
    const qint64 end = m_bufferOffset + m_buffer.size();
    const qint64 cutFrom = m_cutFrom.value_or(end - magicBegunAtEnd(QByteArrayView(m_buffer).sliced(m_at)));
    addLoss(FrameLoss::Kind::Skipped, m_lastFrameEnd, cutFrom - m_lastFrameEnd);
    addLoss(FrameLoss::Kind::CutTail, cutFrom, end - cutFrom);
    m_lastFrameEnd = end;
    m_buffer.clear();
    m_bufferOffset = end;
    m_at = 0;
    m_cutFrom.reset();
    return frames;
}

void FrameReader::scan(bool atEnd, QList<Frame> &frames)
{
    const QByteArrayView wanted(magic, magicBytes);
    for (;;) {
        const QByteArrayView buffer(m_buffer);
        const qsizetype found = buffer.indexOf(wanted, m_at);
        if (found < 0) {
            m_at = std::max(m_at, buffer.size() - magicBegunAtEnd(buffer));
            return;
        }
        m_at = found;
        const qsizetype available = buffer.size() - found;
        const qsizetype needed = available < headerBytes ? headerBytes : frameBytes(buffer.data() + found);
        if (available < needed) {
            if (!atEnd)
                return;
            if (!m_cutFrom)
                m_cutFrom = m_bufferOffset + found;
            ++m_at;
        } else if (isIntact(found, needed)) {
            take(found, needed, frames);
        } else {
            ++m_report.badChecksumCount;
            ++m_at;
        }
    }
}

bool FrameReader::isIntact(qsizetype at, qsizetype bytes)
{
    const char *frame = m_buffer.constData() + at;
    const quint32 wanted = qFromLittleEndian<quint32>(frame + bytes - checksumBytes);
    const qint64 from = m_bufferOffset + at + lengthAt;
    const qint64 to = m_bufferOffset + at + bytes - checksumBytes;
    const auto direct = [&] {
        return quint32(crc32(0, reinterpret_cast<const Bytef *>(frame + lengthAt), uInt(to - from)));
    };
    const auto ranged = [&] {
        const qsizetype start = qsizetype(m_sums.start() - m_bufferOffset);
        return m_sums.sum(QByteArrayView(m_buffer).sliced(start), from, to);
    };
    if (bytes <= cheapFrameBytes)
        return direct() == wanted;
    if (m_sums.covers(from))
        return ranged() == wanted;
    if (direct() == wanted)
        return true;
    // More headers may stand in what this one claimed: each of these bytes is summed once more, not again
    // and again.
    m_sums.restart(from);
    ranged();
    return false;
}

void FrameReader::take(qsizetype at, qsizetype bytes, QList<Frame> &frames)
{
    const char *start = m_buffer.constData() + at;
    Frame frame;
    const quint8 typeByte = quint8(start[typeAt]);
    frame.type = FrameType(typeByte & ~continuationBit);
    frame.time = UtcTime(std::chrono::nanoseconds(qFromLittleEndian<qint64>(start + timeAt)));
    frame.offset = m_bufferOffset + at;
    frame.endOffset = frame.offset + bytes;

    addLoss(FrameLoss::Kind::Skipped, m_lastFrameEnd, frame.offset - m_lastFrameEnd);
    m_lastFrameEnd = frame.endOffset;
    m_cutFrom.reset();
    m_at = at + bytes;

    const QByteArrayView payload(start + headerBytes, bytes - headerBytes - checksumBytes);
    if (typeByte & continuationBit) {
        takePart(frame, payload, frames);
        return;
    }
    dropUnfinished();
    frame.payload = payload.toByteArray();
    ++m_report.payloadCount;
    frames.append(std::move(frame));
}

void FrameReader::takePart(const Frame &frame, QByteArrayView part, QList<Frame> &frames)
{
    const bool hasHeader = part.size() > partHeaderBytes;
    const qint64 total = hasHeader ? qFromLittleEndian<quint32>(part.data()) : 0;
    const qint64 at = hasHeader ? qFromLittleEndian<quint32>(part.data() + 4) : 0;
    const QByteArrayView bytes = hasHeader ? part.sliced(partHeaderBytes) : QByteArrayView();

    const bool continues = m_unfinished && m_unfinished->frame.type == frame.type
        && m_unfinished->frame.time == frame.time && m_unfinished->totalBytes == total
        && m_unfinished->frame.payload.size() == at;
    if (!continues) {
        dropUnfinished();
        m_unfinished.emplace();
        m_unfinished->frame = frame;
        m_unfinished->totalBytes = total;
    }
    m_unfinished->frameBytes += frame.endOffset - frame.offset;
    const bool fits = hasHeader && total <= maxPayloadBytes && at + bytes.size() <= total;
    if ((!continues && at != 0) || !fits) {
        dropUnfinished();
        return;
    }
    m_unfinished->frame.payload.append(bytes);
    m_unfinished->frame.endOffset = frame.endOffset;
    if (m_unfinished->frame.payload.size() < total)
        return;
    ++m_report.payloadCount;
    frames.append(std::move(m_unfinished->frame));
    m_unfinished.reset();
}

void FrameReader::dropUnfinished()
{
    if (!m_unfinished)
        return;
    ++m_report.brokenPayloadCount;
    addLoss(FrameLoss::Kind::BrokenPayload, m_unfinished->frame.offset, m_unfinished->frameBytes);
    m_unfinished.reset();
}

void FrameReader::addLoss(FrameLoss::Kind kind, qint64 offset, qint64 sizeBytes)
{
    if (sizeBytes == 0)
        return;
    switch (kind) {
    case FrameLoss::Kind::Skipped:
        m_report.skippedBytes += sizeBytes;
        break;
    case FrameLoss::Kind::CutTail:
        m_report.cutTailBytes += sizeBytes;
        break;
    case FrameLoss::Kind::BrokenPayload:
        m_report.brokenPayloadBytes += sizeBytes;
        break;
    }
    if (m_report.losses.size() < maxListedLosses)
        m_report.losses.append({kind, offset, sizeBytes});
}

void FrameReader::discardRead()
{
    m_sums.discardBefore(m_bufferOffset + m_at);
    const qint64 needed = m_bufferOffset + m_at;
    const qint64 keepFrom = m_sums.covers(needed) ? std::min(m_sums.start(), needed) : needed;
    // Moving the rest only when it is the smaller half keeps the total linear for tiny feeds.
    const qsizetype unneeded = qsizetype(keepFrom - m_bufferOffset);
    if (unneeded < m_buffer.size() / 2)
        return;
    m_buffer.remove(0, unneeded);
    m_bufferOffset += unneeded;
    m_at -= unneeded;
}

} // namespace runnel
