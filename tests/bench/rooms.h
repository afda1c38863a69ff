// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace runnel::bench {

class Benchmark;

// One function a room, in bench_<room>.cpp; main() calls each of them.

void benchmarkMarkup(Benchmark &benchmark);
/// Sets the program that @p peerCommand starts beside ours; see peer.h. Nothing where it is empty.
void benchmarkPeers(Benchmark &benchmark, const QStringList &peerCommand);
void benchmarkHighlight(Benchmark &benchmark);
void benchmarkSse(Benchmark &benchmark);
void benchmarkDiscovery(Benchmark &benchmark);
void benchmarkChat(Benchmark &benchmark);
void benchmarkProvider(Benchmark &benchmark);
void benchmarkRecording(Benchmark &benchmark);
void benchmarkDemo(Benchmark &benchmark);

} // namespace runnel::bench
