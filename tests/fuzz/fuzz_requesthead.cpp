// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/input.h"
#include "http/requesthead.h"

#include <cstdlib>

using namespace runnel;

namespace {

// What a server decides that looks whenever bytes come.
HeadOutcome decide(QByteArrayView bytes, std::uint8_t seed)
{
    QByteArray arrived;
    HeadOutcome outcome;
    fuzz::forEachPart(bytes, seed, [&](QByteArrayView part) {
        arrived.append(part);
        if (std::holds_alternative<MoreNeeded>(outcome))
            outcome = parseRequestHead(arrived);
    });
    return outcome;
}

} // namespace

// Any two chunkings agree, and an accepted head written out reads the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::Input input(data, size);
    const std::uint8_t first = input.takeByte();
    const std::uint8_t second = input.takeByte();
    const HeadOutcome whole = decide(input.rest(), 0);
    if (decide(input.rest(), first) != whole || decide(input.rest(), second) != whole)
        std::abort();
    if (const auto *head = std::get_if<RequestHead>(&whole)) {
        RequestHead copy = *head;
        const QByteArray bytes = serialized(copy);
        copy.sizeBytes = bytes.size();
        // It may be longer than it came: a space behind each colon.
        if (parseRequestHead(bytes, {.maxHeadBytes = 2 * HeadLimits().maxHeadBytes}) != HeadOutcome(copy))
            std::abort();
    }
    return 0;
}
