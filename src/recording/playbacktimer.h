// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace runnel {

/// The time that passes while a recording is played; tests move it by hand.
class PlaybackTimer
{
public:
    virtual ~PlaybackTimer() = default;

    /// Since any fixed moment; never goes back.
    virtual std::chrono::nanoseconds elapsed() const = 0;
    /// Calls @p callback once, from the event loop, not before @p delay has passed. Replaces an earlier one.
    /// The callback may destroy the timer.
    virtual void wakeAfter(std::chrono::nanoseconds delay, std::function<void()> callback) = 0;
    /// Forgets the callback.
    virtual void cancel() = 0;
};

/// The timer of the thread's Qt event loop, good to a millisecond.
std::unique_ptr<PlaybackTimer> makeEventLoopTimer();

} // namespace runnel
