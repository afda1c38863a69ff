// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sse/lineendscanner.h"

#include <QtEndian>

#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace runnel {

namespace {

// Maps count whole blocks that begin at bytes into the words of map from first on.
using BlockMapper = void (*)(const char *bytes, qsizetype first, qsizetype count, LineEndMap &map);

void mapBlocksPortable(const char *bytes, qsizetype first, qsizetype count, LineEndMap &map)
{
    // One top bit for each byte that is zero, exact per byte since no borrow runs into the neighbour (Warren,
    // "Hacker's Delight", 6-1); the multiplication gathers the eight in the uppermost byte.
    constexpr quint64 ones = 0x0101010101010101;
    constexpr quint64 low7 = 0x7F * ones;
    const auto zeroBytes = [](quint64 x) { return ~(((x & low7) + low7) | x | low7); };
    for (qsizetype b = first; b < first + count; ++b) {
        quint64 ends = 0;
        quint64 all = 0;
        for (int i = 0; i < 64; i += 8, bytes += 8) {
            const quint64 word = qFromLittleEndian<quint64>(bytes);
            const quint64 hits = zeroBytes(word ^ ('\n' * ones)) | zeroBytes(word ^ ('\r' * ones));
            ends |= (((hits >> 7) * 0x0102040810204080) >> 56) << i;
            all |= word;
        }
        map.ends[b] = ends;
        map.nonAscii |= quint64((all & ~low7) != 0) << b;
    }
}

#if defined(__x86_64__)

void mapBlocksSse2(const char *bytes, qsizetype first, qsizetype count, LineEndMap &map)
{
    const __m128i lineFeed = _mm_set1_epi8('\n');
    const __m128i carriageReturn = _mm_set1_epi8('\r');
    for (qsizetype b = first; b < first + count; ++b) {
        quint64 ends = 0;
        __m128i all = _mm_setzero_si128();
        for (int i = 0; i < 64; i += 16, bytes += 16) {
            const __m128i x = _mm_loadu_si128(reinterpret_cast<const __m128i *>(bytes));
            const __m128i hits = _mm_or_si128(_mm_cmpeq_epi8(x, lineFeed), _mm_cmpeq_epi8(x, carriageReturn));
            ends |= quint64(quint32(_mm_movemask_epi8(hits))) << i;
            all = _mm_or_si128(all, x);
        }
        map.ends[b] = ends;
        map.nonAscii |= quint64(_mm_movemask_epi8(all) != 0) << b;
    }
}

__attribute__((target("avx2"))) void mapBlocksAvx2(
    const char *bytes, qsizetype first, qsizetype count, LineEndMap &map)
{
    const __m256i lineFeed = _mm256_set1_epi8('\n');
    const __m256i carriageReturn = _mm256_set1_epi8('\r');
    quint64 nonAscii = map.nonAscii;
    for (qsizetype b = first; b < first + count; ++b) {
        quint64 ends = 0;
        __m256i all = _mm256_setzero_si256();
        for (int i = 0; i < 64; i += 32, bytes += 32) {
            const __m256i x = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(bytes));
            const __m256i hits
                = _mm256_or_si256(_mm256_cmpeq_epi8(x, lineFeed), _mm256_cmpeq_epi8(x, carriageReturn));
            ends |= quint64(quint32(_mm256_movemask_epi8(hits))) << i;
            all = _mm256_or_si256(all, x);
        }
        map.ends[b] = ends;
        nonAscii |= quint64(_mm256_movemask_epi8(all) != 0) << b;
    }
    map.nonAscii = nonAscii;
}

#endif

// The last, partial block goes through a padded copy, so that nothing outside of the bytes is read.
template <BlockMapper mapBlocks> void mapWith(QByteArrayView bytes, LineEndMap &map)
{
    Q_ASSERT(bytes.size() <= LineEndMap::capacityBytes);
    constexpr qsizetype blockBytes = LineEndMap::blockBytes;
    const qsizetype wholeCount = bytes.size() / blockBytes;
    map.nonAscii = 0;
    mapBlocks(bytes.data(), 0, wholeCount, map);
    if (const qsizetype restBytes = bytes.size() % blockBytes) {
        char padded[blockBytes] = {};
        std::memcpy(padded, bytes.data() + wholeCount * blockBytes, size_t(restBytes));
        mapBlocks(padded, wholeCount, 1, map);
    }
}

} // namespace

std::vector<LineEndMapper> lineEndMappers()
{
    std::vector<LineEndMapper> mappers;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2"))
        mappers.push_back(mapWith<mapBlocksAvx2>);
    mappers.push_back(mapWith<mapBlocksSse2>);
#endif
    mappers.push_back(mapWith<mapBlocksPortable>);
    return mappers;
}

void mapLineEnds(QByteArrayView bytes, LineEndMap &map)
{
    static const LineEndMapper fastest = lineEndMappers().front();
    fastest(bytes, map);
}

} // namespace runnel
