// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/benchmark.h"
#include "bench/corpus.h"
#include "bench/rooms.h"
#include "sse/eventstreamparser.h"

#include <cstring>

namespace runnel::bench {

namespace {

// Small enough for a second-level cache: a slower memory would flatter the parser.
constexpr qsizetype corpusBytes = 256 * 1024;

QByteArray longLine(qsizetype bytes)
{
    return "data: " + QByteArray(bytes - 8, 'x') + "\n\n";
}

// The same bytes through the same reads; a parser that lives on, as for one long stream.
std::function<void()> parsing(const QByteArray &corpus, qsizetype readBytes)
{
    return [&corpus, readBytes, parser = EventStreamParser(128 * 1024 * 1024)]() mutable {
        qsizetype dataBytes = 0;
        forEachRead(corpus, readBytes, [&](QByteArrayView read) {
            parser.feed(read, [&](const ServerSentEvent &event) { dataBytes += event.data.size(); });
        });
        keep(dataBytes);
    };
}

std::function<void()> scanning(const QByteArray &corpus, qsizetype readBytes)
{
    return [&corpus, readBytes] {
        qsizetype lineCount = 0;
        forEachRead(corpus, readBytes, [&](QByteArrayView read) {
            const char *at = read.data();
            const char *end = at + read.size();
            while (const void *found = std::memchr(at, '\n', size_t(end - at))) {
                at = static_cast<const char *>(found) + 1;
                ++lineCount;
            }
        });
        keep(lineCount);
    };
}

constexpr qsizetype kilo = 1000;
constexpr qsizetype mega = 1000 * kilo;

struct ReadSize
{
    const char *name;
    qsizetype bytes;
};
constexpr ReadSize readSizes[] = {{"16KB", 16 * 1024}, {"1.4KB", 1400}};

void compareWithScan(
    Benchmark &benchmark, const QByteArray &name, const QByteArray &corpus, const ReadSize &reads)
{
    Comparison comparison;
    comparison.name = "sse/" + name + '/' + reads.name;
    comparison.unit = "GB/s";
    comparison.amount = double(corpus.size()) / 1e9;
    comparison.referenceAmount = comparison.amount;
    comparison.subject = parsing(corpus, reads.bytes);
    comparison.reference = scanning(corpus, reads.bytes);
    benchmark.compare(comparison);
}

void compareReadSizes(Benchmark &benchmark)
{
    const QByteArray name = "sse/line-64MB/1.4KB-to-16KB";
    if (!benchmark.wants(name))
        return;
    const QByteArray corpus = longLine(64 * mega);
    Comparison comparison;
    comparison.name = name;
    comparison.unit = "ns/byte";
    comparison.quantity = Comparison::Quantity::Cost;
    comparison.amount = double(corpus.size()) * 1e-9; // seconds by 1e9 bytes are ns by byte
    comparison.referenceAmount = comparison.amount;
    comparison.subject = parsing(corpus, readSizes[1].bytes);
    comparison.reference = parsing(corpus, readSizes[0].bytes);
    benchmark.compare(comparison);
}

} // namespace

void benchmarkSse(Benchmark &benchmark)
{
    const QByteArray chat = repeated(corpusBytes, chatChunk);
    const QByteArray lines = repeated(1024 * 1024, [](qsizetype) { return longLine(64 * 1024); });
    const QByteArray tiny
        = repeated(corpusBytes, [](qsizetype i) { return "data: " + QByteArray::number(i % 10) + "\n\n"; });
    for (const ReadSize &reads : readSizes) {
        compareWithScan(benchmark, "chat-250B", chat, reads);
        compareWithScan(benchmark, "line-64KB", lines, reads);
        compareWithScan(benchmark, "tiny-9B", tiny, reads);
    }
    for (const qsizetype megabytes : {1, 4, 16}) {
        const QByteArray line = longLine(megabytes * mega);
        compareWithScan(benchmark, "line-" + QByteArray::number(megabytes) + "MB", line, readSizes[0]);
    }
    compareReadSizes(benchmark);
}

} // namespace runnel::bench
