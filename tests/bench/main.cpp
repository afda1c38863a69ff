// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/benchmark.h"
#include "bench/rooms.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTextStream>

#include <cstdio>

using namespace runnel::bench;

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser options;
    options.setApplicationDescription(QStringLiteral(
        "Measures Runnel against references in the same run. Exits with 0 even where a budget is missed."));
    options.addHelpOption();
    const QCommandLineOption filter(QStringLiteral("filter"),
        QStringLiteral("Only benchmarks whose name contains TEXT."), QStringLiteral("TEXT"));
    const QCommandLineOption json(
        QStringLiteral("json"), QStringLiteral("One JSON object a line instead of a table."));
    const QCommandLineOption peer(QStringLiteral("peer"),
        QStringLiteral("The next word of the command that starts a peer; see tests/bench/peers.sh."),
        QStringLiteral("WORD"));
    options.addOptions({filter, json, peer});
    options.process(application);

    QTextStream out(stdout);
    Benchmark benchmark(options.value(filter).toUtf8(),
        options.isSet(json) ? Benchmark::Format::JsonLines : Benchmark::Format::Table, out);
    benchmarkHighlight(benchmark);
    benchmarkSse(benchmark);
    benchmarkMarkup(benchmark);
    benchmarkChat(benchmark);
    benchmarkProvider(benchmark);
    benchmarkDiscovery(benchmark);
    benchmarkRecording(benchmark);
    benchmarkDemo(benchmark);
    benchmarkPeers(benchmark, options.values(peer));
    benchmark.printSummary();
    return 0;
}
