// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "provider/completionrequest.h"
#include "provider/endpoint.h"
#include "provider/jsonreader.h"
#include "provider/repeatedchunk.h"
#include "provider/replydecoder.h"
#include "provider/toolcallassembler.h"

#include <QByteArray>

namespace runnel {

/// The body of a Chat Completions request. Errors: those of the BlobSource.
Result<QByteArray> encodeOpenAiChat(const CompletionRequest &request, const Endpoint &endpoint);

/// Reads the chunks of OpenAI Chat Completions and of all that is compatible with it: DeepSeek,
/// OpenRouter, Azure, Groq, Mistral, Ollama's /v1, llama.cpp, vLLM. What is null, missing, unknown or
/// of another type than documented is passed over; only a text that is no JSON object is unreadable.
/// Source: dialects.md, "Normalisation rules".
class OpenAiChatDecoder final : public ReplyDecoder
{
public:
    Step decodeEvent(const ServerSentEvent &event, ReplyDelta &delta) override;
    Step decodeDocument(QByteArrayView json, ReplyDelta &delta) override;

private:
    JsonReader m_reader;
    ToolCallAssembler m_toolCalls;
    QByteArray m_model; // as last seen; it stands in every chunk
    RepeatedChunk m_repeated;
    bool m_hasContent = false;
};

} // namespace runnel
