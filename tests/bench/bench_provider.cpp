// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/benchmark.h"
#include "bench/corpus.h"
#include "bench/rooms.h"
#include "provider/replystreamdecoder.h"

namespace runnel::bench {

namespace {

constexpr qsizetype readBytes = 16 * 1024;
// Small enough for a second-level cache, as in bench_sse.cpp.
constexpr qsizetype replyBytes = 256 * 1024;

// What stands between the socket and the session: bytes in, deltas out.
std::function<void()> decoding(Dialect dialect, const QByteArray &reply)
{
    return [dialect, &reply] {
        ReplyStreamDecoder decoder(dialect, "text/event-stream");
        qsizetype characters = 0;
        forEachRead(reply, readBytes, [&](QByteArrayView read) {
            QList<ReplyDelta> deltas;
            decoder.feed(read, deltas);
            for (const ReplyDelta &delta : std::as_const(deltas))
                characters += delta.text.size();
        });
        if (!decoder.outcome().isComplete || characters == 0)
            qFatal("the benchmark's reply is not read as one");
        keep(characters);
    };
}

std::function<void()> parsing(const QByteArray &reply)
{
    return [&reply] {
        EventStreamParser parser;
        qsizetype dataBytes = 0;
        forEachRead(reply, readBytes, [&](QByteArrayView read) {
            parser.feed(read, [&](const ServerSentEvent &event) { dataBytes += event.data.size(); });
        });
        keep(dataBytes);
    };
}

/// The same work as bytes, beside the parser alone on the same bytes, and as events.
void benchmarkDialect(Benchmark &benchmark, Dialect dialect, const QByteArray &name, const QByteArray &reply)
{
    benchmark.compare({.name = "provider/" + name + "/decode-to-parse",
        .unit = "GB/s",
        .amount = double(reply.size()) / 1e9,
        .subject = decoding(dialect, reply),
        .referenceAmount = double(reply.size()) / 1e9,
        .reference = parsing(reply)});
    benchmark.compare({.name = "provider/" + name + "/events",
        .unit = "M/s",
        .amount = double(reply.count("\n\n")) / 1e6,
        .subject = decoding(dialect, reply),
        .reference = {}});
}

} // namespace

void benchmarkProvider(Benchmark &benchmark)
{
    benchmarkDialect(benchmark, Dialect::OpenAiChat, "openai-chat", chatReply(replyBytes));
}

} // namespace runnel::bench
