// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/replydecoder.h"

#include "provider/anthropic.h"
#include "provider/gemini.h"
#include "provider/ollama.h"
#include "provider/openaichat.h"
#include "provider/openairesponses.h"
#include "provider/providererror.h"

namespace runnel {

std::unique_ptr<ReplyDecoder> ReplyDecoder::create(Dialect dialect)
{
    switch (dialect) {
    case Dialect::OpenAiChat:
        return std::make_unique<OpenAiChatDecoder>();
    case Dialect::OpenAiResponses:
        return std::make_unique<OpenAiResponsesDecoder>();
    case Dialect::Anthropic:
        return std::make_unique<AnthropicDecoder>();
    case Dialect::Gemini:
        return std::make_unique<GeminiDecoder>();
    case Dialect::Ollama:
        return std::make_unique<OllamaDecoder>();
    }
    Q_UNREACHABLE();
}

ReplyDecoder::Step ReplyDecoder::decodeEvent(const ServerSentEvent &event, ReplyDelta &delta)
{
    const QByteArrayView data = event.data.trimmed();
    if (data == "[DONE]")
        return Step::Terminal;
    // "message" is what an event stream calls an event whose type it was not told.
    const Step step = decode(data, event.type == "message" ? QByteArrayView() : event.type, delta);
    if (event.type == "error" && step != Step::Terminal) {
        // The event's type already says what it is, whatever shape its data has.
        delta = ReplyDelta();
        decodeError(data, delta);
        if (delta.error == ProviderError())
            delta.error->message = textSummary(data);
        return Step::Terminal;
    }
    return step;
}

ReplyDecoder::Step ReplyDecoder::decodeError(QByteArrayView json, ReplyDelta &delta)
{
    delta.finishReason = FinishReason::Error;
    delta.error = readProviderError(json).value_or(ProviderError());
    return Step::Terminal;
}

std::optional<FinishReason> ReplyDecoder::finishReason(const QString &word, std::span<const FinishWord> words)
{
    if (word.isEmpty())
        return std::nullopt;
    for (const FinishWord &known : words) {
        if (word.compare(known.word, Qt::CaseInsensitive) == 0)
            return known.reason;
    }
    return FinishReason::Stop;
}

void mergeUsage(Usage &usage, const Usage &latest)
{
    if (latest.inputTokens)
        usage.inputTokens = latest.inputTokens;
    if (latest.outputTokens)
        usage.outputTokens = latest.outputTokens;
}

} // namespace runnel
