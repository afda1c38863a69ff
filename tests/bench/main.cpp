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
    options.addOptions({filter, json});
    options.process(application);

    QTextStream out(stdout);
    Benchmark benchmark(options.value(filter).toUtf8(),
        options.isSet(json) ? Benchmark::Format::JsonLines : Benchmark::Format::Table, out);
    benchmarkSse(benchmark);
    benchmarkMarkup(benchmark);
    benchmark.printSummary();
    return 0;
}
