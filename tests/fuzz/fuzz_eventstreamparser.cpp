// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/input.h"
#include "sse/eventstreamparser.h"

#include <QByteArray>
#include <QList>

#include <cstdlib>

using namespace runnel;

namespace {

struct Outcome
{
    QList<QByteArray> strings; // of the events, then what stands at the end
    bool overflowed = false;

    friend bool operator==(const Outcome &, const Outcome &) = default;
};

Outcome parse(QByteArrayView bytes, std::uint8_t seed, bool isLenient, qsizetype limit)
{
    EventStreamParser parser(limit);
    Outcome outcome;
    const auto keep = [&](const ServerSentEvent &event) {
        if (!event.type.isValidUtf8() || !event.data.isValidUtf8() || !event.lastEventId.isValidUtf8())
            std::abort();
        outcome.strings << event.type.toByteArray() << event.data.toByteArray()
                        << event.lastEventId.toByteArray();
    };
    fuzz::forEachPart(bytes, seed, [&](QByteArrayView part) { parser.feed(part, keep); });
    if (isLenient)
        parser.flush(keep);
    else
        parser.finish();
    outcome.strings << parser.lastEventIdBuffer().toByteArray() << parser.lastEventId().toByteArray()
                    << parser.reconnectionTimeDigits();
    outcome.overflowed = parser.overflowed();
    return outcome;
}

} // namespace

// Any two chunkings of a stream agree, and agree with the whole.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::Input input(data, size);
    const std::uint8_t options = input.takeByte();
    const bool isLenient = options & 1;
    const qsizetype limit = options & 2 ? options : EventStreamParser::defaultMaxEventBytes;
    const std::uint8_t first = input.takeByte();
    const std::uint8_t second = input.takeByte();
    const Outcome whole = parse(input.rest(), 0, isLenient, limit);
    if (parse(input.rest(), first, isLenient, limit) != whole)
        std::abort();
    if (parse(input.rest(), second, isLenient, limit) != whole)
        std::abort();
    return 0;
}
