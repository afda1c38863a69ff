// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/rangechecksum.h"

#include <zlib.h>

namespace runnel {

namespace {

quint32 extended(quint32 sum, QByteArrayView bytes)
{
    return quint32(crc32(sum, reinterpret_cast<const Bytef *>(bytes.data()), uInt(bytes.size())));
}

} // namespace

void RangeChecksum::restart(qint64 offset)
{
    m_start = offset;
    m_sums.assign(1, 0);
}

void RangeChecksum::discardBefore(qint64 offset)
{
    if (m_sums.empty() || offset <= m_start)
        return;
    const auto blocks = size_t((offset - m_start) / blockBytes);
    if (blocks >= m_sums.size()) {
        m_sums.clear();
        return;
    }
    m_sums.erase(m_sums.begin(), m_sums.begin() + qptrdiff(blocks));
    m_start += qint64(blocks) * blockBytes;
}

quint32 RangeChecksum::sum(QByteArrayView window, qint64 from, qint64 to)
{
    // crc32_combine(a, 0, n) is what n bytes do to a sum of a; taken from the whole, the range is left.
    const quint32 before = sumTo(window, from);
    const quint32 whole = sumTo(window, to);
    return whole ^ quint32(crc32_combine(before, 0, z_off_t(to - from)));
}

quint32 RangeChecksum::sumTo(QByteArrayView window, qint64 to)
{
    const auto block = size_t((to - m_start) / blockBytes);
    while (m_sums.size() <= block) {
        const qsizetype at = qsizetype(m_sums.size() - 1) * blockBytes;
        m_sums.push_back(extended(m_sums.back(), window.sliced(at, blockBytes)));
    }
    const qsizetype at = qsizetype(block) * blockBytes;
    return extended(m_sums[block], window.sliced(at, qsizetype(to - m_start) - at));
}

} // namespace runnel
