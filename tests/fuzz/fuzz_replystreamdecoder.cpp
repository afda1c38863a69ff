// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/input.h"
#include "provider/capturedecoding.h"

#include <QJsonDocument>

#include <cstdlib>

using namespace runnel;

namespace {

struct Outcome
{
    QByteArray reply;
    qint64 unreadableEventCount = 0;
    ReplyStreamDecoder::Framing framing = ReplyStreamDecoder::Framing::Undecided;
    ReplyStreamDecoder::LimitPassed limitPassed = ReplyStreamDecoder::LimitPassed::None;

    friend bool operator==(const Outcome &, const Outcome &) = default;
};

Outcome decode(QByteArrayView bytes, std::uint8_t seed, const CapturedAnswer &answer, ReplyLimits limits)
{
    CaptureDecoder decoder(answer, limits);
    fuzz::forEachPart(bytes, seed, [&](QByteArrayView part) { decoder.feed(part); });
    const DecodedReply reply = decoder.end();
    for (const QString &text : {reply.text, reply.reasoning, reply.refusal}) {
        if (!text.isValidUtf16())
            std::abort();
    }
    return {QJsonDocument(toJson(reply)).toJson(), reply.outcome.unreadableEventCount,
        decoder.stream().framing(), decoder.stream().limitPassed()};
}

} // namespace

// In every dialect, any two chunkings of an answer give the same reply, and so does the whole.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static constexpr Dialect dialects[] = {
        Dialect::OpenAiChat, Dialect::OpenAiResponses, Dialect::Anthropic, Dialect::Gemini, Dialect::Ollama};
    fuzz::Input input(data, size);
    const std::uint8_t options = input.takeByte();
    CapturedAnswer answer;
    answer.dialect = dialects[(options >> 2) % std::size(dialects)];
    if (options & 1)
        answer.contentType = "application/json";
    ReplyLimits limits;
    if (options & 2)
        limits.eventBytes = options;
    const std::uint8_t first = input.takeByte();
    const std::uint8_t second = input.takeByte();
    const Outcome whole = decode(input.rest(), 0, answer, limits);
    if (decode(input.rest(), first, answer, limits) != whole)
        std::abort();
    if (decode(input.rest(), second, answer, limits) != whole)
        std::abort();
    return 0;
}
