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
/// OpenRouter, Azure, Groq, Mistral, Ollama's /v1, llama.cpp, vLLM.
class OpenAiChatDecoder final : public ReplyDecoder
{
private:
    Step decode(QByteArrayView json, QByteArrayView eventType, ReplyDelta &delta) override;

    JsonReader m_reader;
    ToolCallAssembler m_toolCalls;
    QByteArray m_model; // as last seen; it stands in every chunk
    RepeatedChunk m_repeated;
    bool m_hasContent = false;
};

} // namespace runnel
