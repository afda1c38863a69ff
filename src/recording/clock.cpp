// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/clock.h"

#include <ctime>

namespace runnel {

namespace {

// std::chrono::steady_clock is CLOCK_MONOTONIC, which stands still while the machine sleeps.
std::chrono::nanoseconds sinceBoot()
{
    timespec now = {};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

} // namespace

Clock steadyUtcClock()
{
    const UtcTime start = std::chrono::system_clock::now();
    return [origin = start - sinceBoot()] { return origin + sinceBoot(); };
}

} // namespace runnel
