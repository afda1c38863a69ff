// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/input.h"
#include "sse/ndjsonframer.h"

#include <QByteArray>
#include <QList>

#include <cstdlib>

using namespace runnel;

namespace {

struct Outcome
{
    QList<QByteArray> lines;
    bool overflowed = false;

    friend bool operator==(const Outcome &, const Outcome &) = default;
};

Outcome frame(QByteArrayView bytes, std::uint8_t seed, bool isLenient, qsizetype limit)
{
    NdjsonFramer framer(limit);
    Outcome outcome;
    const auto keep = [&](QByteArrayView line) {
        if (!line.isValidUtf8() || line.contains('\n') || line.isEmpty())
            std::abort();
        outcome.lines.append(line.toByteArray());
    };
    fuzz::forEachPart(bytes, seed, [&](QByteArrayView part) { framer.feed(part, keep); });
    if (isLenient)
        framer.flush(keep);
    else
        framer.finish();
    outcome.overflowed = framer.overflowed();
    return outcome;
}

} // namespace

// Any two chunkings of a stream agree, and agree with the whole.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::Input input(data, size);
    const std::uint8_t options = input.takeByte();
    const bool isLenient = options & 1;
    const qsizetype limit = options & 2 ? options : NdjsonFramer::defaultMaxLineBytes;
    const std::uint8_t first = input.takeByte();
    const std::uint8_t second = input.takeByte();
    const Outcome whole = frame(input.rest(), 0, isLenient, limit);
    if (frame(input.rest(), first, isLenient, limit) != whole)
        std::abort();
    if (frame(input.rest(), second, isLenient, limit) != whole)
        std::abort();
    return 0;
}
