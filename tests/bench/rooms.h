// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace runnel::bench {

class Benchmark;

// One function a room, in bench_<room>.cpp; main() calls each of them.

void benchmarkMarkup(Benchmark &benchmark);
void benchmarkSse(Benchmark &benchmark);

} // namespace runnel::bench
