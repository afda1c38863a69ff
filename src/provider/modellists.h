// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "provider/modelinfo.h"

#include <QByteArrayView>
#include <QList>

namespace runnel {

// How servers list their models: pure functions from the body of an answer. Whatever has another type than
// expected counts as not said; an entry without a name is left out; a name that comes twice is taken once.
// Error::InvalidInput, with what is wrong: the body is no such list at all.

/// OpenAI's list and what others add to it: vLLM's max_model_len, OpenRouter's context_length, architecture
/// and supported_parameters, Mistral's max_context_length and capabilities, Groq's context_window, LM
/// Studio's type and lengths (/api/v0/models), llama.cpp's meta, Together's bare array.
Result<QList<ModelInfo>> parseOpenAiModels(QByteArrayView body);

/// Ollama's /api/tags.
Result<QList<ModelInfo>> parseOllamaTags(QByteArrayView body);

/// One page of a list that comes in several.
struct ModelPage
{
    QList<ModelInfo> models;
    QString next; ///< what to ask the next page with; empty: this is the last
};

/// Anthropic's /v1/models: `next` is the value of after_id.
Result<ModelPage> parseAnthropicModels(QByteArrayView body);

/// Gemini's /v1beta/models: `next` is the value of pageToken.
Result<ModelPage> parseGeminiModels(QByteArrayView body);

// What a second question tells about a model; empty when the body says nothing.

/// Ollama's /api/show: capabilities and the model's context length; a num_ctx among its parameters is what
/// the server really gives it.
ModelTraits parseOllamaShow(QByteArrayView body);

/// llama.cpp's /props: the context of one slot, and modalities.
ModelTraits parseLlamaCppProps(QByteArrayView body);

/// KoboldCpp's /api/extra/true_max_context_length.
ModelTraits parseKoboldContext(QByteArrayView body);

} // namespace runnel
