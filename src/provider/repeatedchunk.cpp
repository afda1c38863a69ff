// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/repeatedchunk.h"

#include <algorithm>

namespace runnel {

void RepeatedChunk::remember(QByteArrayView json, qsizetype begin, qsizetype size)
{
    // Emptied, not replaced: the memory serves again.
    m_before.truncate(0);
    m_before += json.first(begin);
    m_behind.truncate(0);
    m_behind += json.sliced(begin + size);
}

std::optional<QByteArrayView> RepeatedChunk::wordsIn(QByteArrayView json) const
{
    const qsizetype size = json.size() - m_before.size() - m_behind.size();
    if (m_before.isEmpty() || size <= 0 || !json.startsWith(m_before) || !json.endsWith(m_behind))
        return std::nullopt;
    const QByteArrayView words = json.sliced(m_before.size(), size);
    // RFC 8259, 7: unescaped = %x20-21 / %x23-5B / %x5D-10FFFF
    const bool isPlain = std::all_of(words.begin(), words.end(),
        [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; });
    return isPlain ? std::optional(words) : std::nullopt;
}

} // namespace runnel
