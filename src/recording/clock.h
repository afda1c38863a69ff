// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>

namespace runnel {

/// A moment in UTC, as a frame carries it.
using UtcTime = std::chrono::sys_time<std::chrono::nanoseconds>;

/// Tells the time to what stamps frames; tests give their own.
using Clock = std::function<UtcTime()>;

/// The wall clock read once, now, and carried on by the kernel's boot clock: a change of the wall clock
/// bends no recording and delays no sync, and time asleep counts. Every call gives a clock of its own,
/// so take one for each reply.
Clock steadyUtcClock();

} // namespace runnel
