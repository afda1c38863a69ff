// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "recording/frame.h"
#include "recording/rangechecksum.h"

#include <QList>

#include <optional>

namespace runnel {

/// Bytes of the input from which no payload was delivered.
struct FrameLoss
{
    enum class Kind
    {
        Skipped,       ///< belong to no whole frame
        CutTail,       ///< a frame that the end of the input cuts off
        BrokenPayload, ///< whole frames of a longer payload whose other parts are missing
    };

    Kind kind = Kind::Skipped;
    qint64 offset = 0;    ///< of the first such byte in the input
    qint64 sizeBytes = 0; ///< for BrokenPayload: of the parts that were there, frames included

    friend bool operator==(const FrameLoss &, const FrameLoss &) = default;
};

/// What became of the input.
struct FrameReport
{
    qint64 inputBytes = 0;
    qint64 payloadCount = 0; ///< delivered
    qint64 skippedBytes = 0;
    qint64 badChecksumCount = 0; ///< headers whose frame failed its CRC-32; their bytes are in skippedBytes
    qint64 cutTailBytes = 0;
    qint64 brokenPayloadCount = 0;
    qint64 brokenPayloadBytes = 0;
    QList<FrameLoss> losses; ///< in the order they were noticed; the first 100, the counts go on

    /// Whether every byte of the input was delivered.
    bool isWhole() const { return skippedBytes == 0 && cutTailBytes == 0 && brokenPayloadCount == 0; }
};

/// Turns the bytes of a recording or a journal into payloads, as they arrive.
///
/// Any split of the input gives the same payloads and the same report. Never fails: after damage it
/// tries every later byte for the next valid frame, so that neither garbage nor a false length hides a
/// whole frame. It takes time linear in the input, whatever the input; holds at most one frame and one
/// unfinished payload. A payload with a part missing is reported, never joined. Delivers types it does
/// not know: to skip those is the caller's. Not bound to a thread.
/// Source: docs/recording-format.md.
class FrameReader final
{
public:
    /// The payloads that @p bytes completed.
    QList<Frame> feed(QByteArrayView bytes);

    /// The input has ended: the payloads found behind a frame that waited for bytes which never came.
    /// After it the reader only reports.
    QList<Frame> finish();

    /// Complete after finish(); before, without the bytes that still wait.
    const FrameReport &report() const { return m_report; }

private:
    struct UnfinishedPayload
    {
        Frame frame; // the payload as far as it has come; endOffset is its last part's
        qint64 totalBytes = 0;
        qint64 frameBytes = 0; // of its parts on disk
    };

    void scan(bool atEnd, QList<Frame> &frames);
    bool isIntact(qsizetype at, qsizetype bytes);
    void take(qsizetype at, qsizetype bytes, QList<Frame> &frames);
    void takePart(const Frame &frame, QByteArrayView part, QList<Frame> &frames);
    void dropUnfinished();
    void addLoss(FrameLoss::Kind kind, qint64 offset, qint64 sizeBytes);
    void discardRead();

    QByteArray m_buffer;
    qint64 m_bufferOffset = 0;       // of m_buffer's first byte in the input
    qsizetype m_at = 0;              // in m_buffer: everything before is decided
    qint64 m_lastFrameEnd = 0;       // Invariant: the bytes from here to m_at are lost, but not yet reported
    std::optional<qint64> m_cutFrom; // at the end: the first frame since m_lastFrameEnd that is cut off
    RangeChecksum m_sums;
    std::optional<UnfinishedPayload> m_unfinished;
    FrameReport m_report;
};

} // namespace runnel
