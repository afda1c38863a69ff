// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sse/lineendscanner.h"

#include <QtEndian>

#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace runnel {

namespace {

struct BlockMasks
{
    quint64 ends;
    bool nonAscii;
};

// A step maps the 64 bytes at its argument; the last, partial block goes through a padded copy, so that
// nothing outside of the bytes is read.
template <typename Step> void mapBlocks(QByteArrayView bytes, LineEndMap &map, Step step)
{
    Q_ASSERT(bytes.size() <= LineEndMap::capacityBytes);
    const qsizetype wholeCount = bytes.size() / LineEndMap::blockBytes;
    quint64 nonAscii = 0;
    for (qsizetype b = 0; b < wholeCount; ++b) {
        const BlockMasks masks = step(bytes.data() + b * LineEndMap::blockBytes);
        map.ends[b] = masks.ends;
        nonAscii |= quint64(masks.nonAscii) << b;
    }
    if (const qsizetype rest = bytes.size() % LineEndMap::blockBytes) {
        char padded[LineEndMap::blockBytes] = {};
        std::memcpy(padded, bytes.data() + wholeCount * LineEndMap::blockBytes, size_t(rest));
        const BlockMasks masks = step(padded);
        map.ends[wholeCount] = masks.ends;
        nonAscii |= quint64(masks.nonAscii) << wholeCount;
    }
    map.nonAscii = nonAscii;
}

// One bit for each of 8 bytes. Exact per byte (no borrow runs into the neighbour), after "Hacker's
// Delight", 6-1; the multiplication gathers the eight top bits in the uppermost byte.
BlockMasks portableStep(const char *block)
{
    constexpr quint64 ones = 0x0101010101010101;
    constexpr quint64 low7 = 0x7F * ones;
    const auto zeroBytes = [](quint64 x) { return ~(((x & low7) + low7) | x | low7); };
    BlockMasks masks = {0, false};
    quint64 all = 0;
    for (int i = 0; i < 8; ++i) {
        const quint64 x = qFromLittleEndian<quint64>(block + 8 * i);
        const quint64 hits = zeroBytes(x ^ ('\n' * ones)) | zeroBytes(x ^ ('\r' * ones));
        masks.ends |= (((hits >> 7) * 0x0102040810204080) >> 56) << (8 * i);
        all |= x;
    }
    masks.nonAscii = (all & ~low7) != 0;
    return masks;
}

#if defined(__SSE2__)
BlockMasks vectorStep(const char *block)
{
    const __m128i lineFeed = _mm_set1_epi8('\n');
    const __m128i carriageReturn = _mm_set1_epi8('\r');
    BlockMasks masks = {0, false};
    __m128i all = _mm_setzero_si128();
    for (int i = 0; i < 4; ++i) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(block + 16 * i));
        const __m128i hits
            = _mm_or_si128(_mm_cmpeq_epi8(bytes, lineFeed), _mm_cmpeq_epi8(bytes, carriageReturn));
        masks.ends |= quint64(quint32(_mm_movemask_epi8(hits))) << (16 * i);
        all = _mm_or_si128(all, bytes);
    }
    masks.nonAscii = _mm_movemask_epi8(all) != 0;
    return masks;
}
#endif

} // namespace

void mapLineEndsPortable(QByteArrayView bytes, LineEndMap &map)
{
    mapBlocks(bytes, map, portableStep);
}

void mapLineEnds(QByteArrayView bytes, LineEndMap &map)
{
#if defined(__SSE2__)
    mapBlocks(bytes, map, vectorStep);
#else
    mapBlocks(bytes, map, portableStep);
#endif
}

} // namespace runnel
