// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/secret.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QUrl>

#include <utility>

namespace runnel {

/// The wire format that a server speaks.
enum class Dialect
{
    OpenAiChat,      ///< OpenAI Chat Completions, and all that is compatible with it
    OpenAiResponses, ///< OpenAI Responses
    Anthropic,       ///< Anthropic Messages
    Gemini,          ///< Google Gemini, generateContent
    Ollama,          ///< Ollama's own /api/chat, newline-delimited JSON
};

/// A server that answers completions, and how it wants to be addressed: a value.
struct Endpoint
{
    /// Where the key goes.
    enum class KeyPlacement
    {
        Bearer,             ///< Authorization: Bearer KEY
        ApiKeyHeader,       ///< api-key: KEY (Azure)
        XApiKeyHeader,      ///< x-api-key: KEY (Anthropic)
        GoogleApiKeyHeader, ///< x-goog-api-key: KEY (Gemini)
    };

    /// Which name the limit of the reply's tokens has: OpenAI's newer models refuse "max_tokens", and
    /// most compatible servers know nothing else.
    enum class MaxTokensName
    {
        MaxTokens,
        MaxCompletionTokens
    };

    QUrl baseUrl; ///< as the vendor's SDKs take it; its query is sent with every request
    Dialect dialect = Dialect::OpenAiChat;
    Secret key; ///< empty: none is sent
    KeyPlacement keyPlacement = KeyPlacement::Bearer;
    MaxTokensName maxTokensName = MaxTokensName::MaxTokens;
    bool asksForUsage = true;                         ///< stream_options, which a few servers refuse
    QList<std::pair<QByteArray, QByteArray>> headers; ///< the person's own; they win over ours
};

} // namespace runnel
