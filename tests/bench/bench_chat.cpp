// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/benchmark.h"
#include "bench/rooms.h"
#include "chat/conversation.h"

namespace runnel::bench {

namespace {

constexpr int shortTokenCount = 1000;
constexpr int longTokenCount = 50000;

// A whole reply token by token. Were a delta's cost to grow with the reply, its mean would grow likewise.
std::function<void()> streaming(int tokenCount)
{
    return [tokenCount] {
        Conversation conversation(ConversationId::create());
        const auto question = conversation.append(Message());
        const auto reply = conversation.beginReply(question.value(), {});
        ReplyDelta token;
        token.text = QStringLiteral(" token");
        for (int i = 0; i < tokenCount; ++i) {
            if (!conversation.appendDelta(reply.value(), token, {}))
                qFatal("a delta is refused");
        }
        keep(conversation.message(reply.value()).parts.size());
    };
}

} // namespace

void benchmarkChat(Benchmark &benchmark)
{
    benchmark.compare({.name = "chat/delta/50000-to-1000-tokens",
        .unit = "us",
        .quantity = Comparison::Quantity::Cost,
        .amount = longTokenCount / 1e6, // seconds by 1e-6 are microseconds
        .subject = streaming(longTokenCount),
        .referenceAmount = shortTokenCount / 1e6,
        .reference = streaming(shortTokenCount)});
}

} // namespace runnel::bench
