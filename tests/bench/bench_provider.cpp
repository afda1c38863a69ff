// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/benchmark.h"
#include "bench/corpus.h"
#include "bench/rooms.h"
#include "provider/replystreamdecoder.h"
#include "sse/ndjsonframer.h"

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

// Other dialects' replies, of the same words in the envelopes that their servers send.
QByteArray word(qsizetype number)
{
    static constexpr const char *words[] = {" the", " stream", "ing", ",", " a", " token", " of", " words"};
    return words[number % std::ssize(words)];
}

QByteArray responsesReply()
{
    return repeated(replyBytes, [](qsizetype i) {
        return R"(event: response.output_text.delta
data: {"type":"response.output_text.delta","item_id":"msg_67c9fdcf37fc8190ba82116e33fb28c507b8b0ad4e5eb654","output_index":0,"content_index":0,"delta":")"
            + word(i) + R"(","logprobs":[],"sequence_number":)" + QByteArray::number(i) + "}\n\n";
    }) + "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}\n\n";
}

QByteArray anthropicReply()
{
    return repeated(replyBytes, [](qsizetype i) {
        return R"(event: content_block_delta
data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":")"
            + word(i) + "\"}}\n\n";
    }) + "data: {\"type\":\"message_stop\"}\n\n";
}

QByteArray geminiReply()
{
    const auto chunk = [](const QByteArray &text, const QByteArray &rest) {
        return R"(data: {"candidates":[{"content":{"parts":[{"text":")" + text + R"("}],"role":"model"})"
            + rest
            + R"(,"index":0}],"usageMetadata":{"promptTokenCount":8,"candidatesTokenCount":19,"totalTokenCount":27},"modelVersion":"gemini-2.5-flash","responseId":"Il0taoSYJ5Cez7"})"
            + "\r\n\r\n";
    };
    return repeated(replyBytes, [&](qsizetype i) { return chunk(word(i), {}); })
        + chunk({}, R"(,"finishReason":"STOP")");
}

QByteArray ollamaReply()
{
    return repeated(replyBytes, [](qsizetype i) {
        return R"({"model":"llama3.2","created_at":"2026-07-07T20:32:53.844124Z","message":{"role":"assistant","content":")"
            + word(i) + "\"},\"done\":false}\n";
    }) + "{\"done\":true,\"done_reason\":\"stop\"}\n";
}

std::function<void()> framing(const QByteArray &reply)
{
    return [&reply] {
        NdjsonFramer framer;
        qsizetype lineBytes = 0;
        forEachRead(reply, readBytes, [&](QByteArrayView read) {
            framer.feed(read, [&](QByteArrayView line) { lineBytes += line.size(); });
        });
        keep(lineBytes);
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

/// The same work as bytes, beside the parser, or for lines the framer, alone on the same bytes, and as
/// events.
void benchmarkDialect(Benchmark &benchmark, Dialect dialect, const QByteArray &name, const QByteArray &reply)
{
    const QByteArrayView eventEnd = dialect == Dialect::Ollama ? "\n"
        : dialect == Dialect::Gemini                           ? "\r\n\r\n"
                                                               : "\n\n";
    benchmark.compare({.name = "provider/" + name + "/decode-to-parse",
        .unit = "GB/s",
        .amount = double(reply.size()) / 1e9,
        .subject = decoding(dialect, reply),
        .referenceAmount = double(reply.size()) / 1e9,
        .reference = dialect == Dialect::Ollama ? framing(reply) : parsing(reply)});
    benchmark.compare({.name = "provider/" + name + "/events",
        .unit = "M/s",
        .amount = double(reply.count(eventEnd)) / 1e6,
        .subject = decoding(dialect, reply),
        .reference = {}});
}

} // namespace

void benchmarkProvider(Benchmark &benchmark)
{
    benchmarkDialect(benchmark, Dialect::OpenAiChat, "openai-chat", chatReply(replyBytes));
    benchmarkDialect(benchmark, Dialect::OpenAiResponses, "openai-responses", responsesReply());
    benchmarkDialect(benchmark, Dialect::Anthropic, "anthropic", anthropicReply());
    benchmarkDialect(benchmark, Dialect::Gemini, "gemini", geminiReply());
    benchmarkDialect(benchmark, Dialect::Ollama, "ollama", ollamaReply());
}

} // namespace runnel::bench
