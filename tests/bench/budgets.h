// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace runnel::bench {

/// What the ratio of a benchmark (its value by its reference's) must be.
struct Budget
{
    enum class Bound
    {
        AtLeast,
        AtMost
    };

    const char *name; ///< of the benchmark
    Bound bound;
    double ratio;
};

/// All budgets of the project; the design's table in numbers. A benchmark that is not here has none.
inline constexpr Budget budgets[] = {
    {"highlight/*", Budget::Bound::AtLeast, 0.01}, // of a scan for line ends at 5 GB/s: 50 MB/s
    {"highlight-line/*", Budget::Bound::AtMost, 1.3},
    {"sse/chat-250B/16KB", Budget::Bound::AtLeast, 0.6},
    {"sse/line-64MB/1.4KB-to-16KB", Budget::Bound::AtMost, 1.3},
};

} // namespace runnel::bench
