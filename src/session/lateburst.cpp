// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/lateburst.h"

namespace runnel {

bool isLateBurst(const Message &reply)
{
    using namespace std::chrono_literals;
    // Fewer characters than this fit into one packet of a server that does stream.
    constexpr qsizetype shortestText = 1000;
    constexpr auto longWait = 3000ms;
    constexpr int burstShare = 20; // of the whole time
    const Timings &timings = reply.timings;
    if (reply.state != MessageState::Complete || !timings.toFirstToken || !timings.total)
        return false;
    if (reply.text().size() < shortestText || *timings.toFirstToken < longWait)
        return false;
    return (*timings.total - *timings.toFirstToken) * burstShare < *timings.total;
}

} // namespace runnel
