// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sse/utf8repair.h"

#include <iterator>

namespace runnel {

namespace {

struct Sequence
{
    qsizetype size; // of the character, or of the maximal subpart that stands in its place
    bool isWellFormed;
};

Sequence nextSequence(const unsigned char *at, const unsigned char *end)
{
    // Unicode 15, table 3-7: the lead byte decides the count of continuation bytes and the range of the
    // first; all further ones are 80..BF.
    const unsigned char lead = *at;
    int continuationCount = 0;
    unsigned char lowest = 0x80;
    unsigned char highest = 0xBF;
    if (lead < 0x80) {
        return {1, true};
    } else if (lead >= 0xC2 && lead <= 0xDF) {
        continuationCount = 1;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        continuationCount = 2;
        lowest = lead == 0xE0 ? 0xA0 : 0x80;  // no overlong form
        highest = lead == 0xED ? 0x9F : 0xBF; // no surrogate
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        continuationCount = 3;
        lowest = lead == 0xF0 ? 0x90 : 0x80;  // no overlong form
        highest = lead == 0xF4 ? 0x8F : 0xBF; // nothing above U+10FFFF
    } else {
        return {1, false};
    }
    qsizetype size = 1;
    for (; size <= continuationCount; ++size) {
        if (at + size == end || at[size] < lowest || at[size] > highest)
            return {size, false};
        lowest = 0x80;
        highest = 0xBF;
    }
    return {size, true};
}

} // namespace

void appendRepairedUtf8(QByteArrayView bytes, QByteArray &out)
{
    const auto *at = reinterpret_cast<const unsigned char *>(bytes.data());
    const auto *end = at + bytes.size();
    const auto *kept = at; // what stands before is in out
    const auto flush = [&] { out.append(reinterpret_cast<const char *>(kept), at - kept); };
    while (at != end) {
        const Sequence sequence = nextSequence(at, end);
        if (!sequence.isWellFormed) {
            flush();
            out.append("\xEF\xBF\xBD", 3);
            kept = at + sequence.size;
        }
        at += sequence.size;
    }
    flush();
}

} // namespace runnel
