// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <vector>

namespace runnel {

/// The CRC-32 of any range of a moving window of bytes, at a cost that does not grow with the range.
///
/// A damaged input can hold a frame header every few bytes, each claiming 65,535 bytes. Summing each claim
/// anew would cost 10,000 times the input; here each byte is summed once, and a range is the difference
/// of two sums (zlib's crc32_combine).
class RangeChecksum final
{
public:
    /// Whether the sums reach back to @p offset.
    bool covers(qint64 offset) const { return !m_sums.empty() && offset >= m_start; }

    /// Begins anew: sums from @p offset on, once asked for.
    void restart(qint64 offset);

    /// Forgets what lies before @p offset, but for the block that it is in.
    void discardBefore(qint64 offset);

    /// The oldest byte of the window that is still needed.
    qint64 start() const { return m_start; }

    /// The sum of the bytes from @p from to @p to. @p window holds the bytes from start() on, at least
    /// to @p to; the same bytes at every call.
    quint32 sum(QByteArrayView window, qint64 from, qint64 to);

private:
    quint32 sumTo(QByteArrayView window, qint64 to);

    static constexpr qsizetype blockBytes = 64;
    qint64 m_start = 0;
    std::vector<quint32> m_sums; // [i]: the sum of everything up to m_start + i * blockBytes
};

} // namespace runnel
