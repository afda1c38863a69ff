// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/corpus.h"

#include <iterator>

namespace runnel::bench {

namespace {

QByteArray chunk(const QByteArray &choice)
{
    return "data: {\"id\":\"chatcmpl-Bq7xW2m9LkT4vR8s\",\"object\":\"chat.completion.chunk\","
           "\"created\":1752000000,\"model\":\"gpt-4o-mini-2024-07-18\",\"system_fingerprint\":"
           "\"fp_34a54ae93c\",\"choices\":["
        + choice;
}

} // namespace

QByteArray repeated(qsizetype bytes, const std::function<QByteArray(qsizetype)> &piece)
{
    QByteArray corpus;
    for (qsizetype i = 0; corpus.size() < bytes; ++i)
        corpus += piece(i);
    return corpus;
}

QByteArray chatChunk(qsizetype number)
{
    static constexpr const char *words[] = {" the", " stream", "ing", ",", " a", " token", " of", " words"};
    const QByteArray event = chunk(QByteArray("{\"index\":0,\"delta\":{\"content\":\"")
        + words[number % std::ssize(words)] + "\"},\"finish_reason\":null}]}");
    return event.leftJustified(248) + "\n\n";
}

QByteArray chatReply(qsizetype bytes)
{
    return repeated(bytes, chatChunk) + chunk("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n")
        + chunk("],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1000,\"total_tokens\":1009}}\n\n")
        + "data: [DONE]\n\n";
}

} // namespace runnel::bench
