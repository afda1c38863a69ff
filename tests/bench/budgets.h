// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace runnel::bench {

/// What a benchmark must reach.
struct Budget
{
    enum class Bound
    {
        AtLeast,
        AtMost
    };
    enum class Of
    {
        Ratio, ///< the value by its reference's, which holds on any machine
        Value, ///< the value itself, in the benchmark's unit
    };

    const char *name; ///< of the benchmark
    Bound bound;
    double limit;
    Of of = Of::Ratio;
};

/// All budgets of the project; the design's table in numbers. A benchmark that is not here has none.
inline constexpr Budget budgets[] = {
    {"sse/chat-250B/16KB", Budget::Bound::AtLeast, 0.6},
    {"sse/line-64MB/1.4KB-to-16KB", Budget::Bound::AtMost, 1.3},
    {"chat/delta/50000-to-1000-tokens", Budget::Bound::AtMost, 1.5},
    {"recording/journal/80B-to-write", Budget::Bound::AtMost, 5, Budget::Of::Value}, // us
    {"demo/pace/4x", Budget::Bound::AtMost, 1.1},
    {"peers/eventsource-parser", Budget::Bound::AtLeast, 6},
};

} // namespace runnel::bench
