// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QUrl>

namespace runnel {

/// The program that answers at an address, as far as its own answers tell.
enum class ServerKind
{
    OpenAiCompatible, ///< lists models as OpenAI does; nothing more is known
    Ollama,
    LmStudio,
    LlamaCpp,
    Vllm,
    Jan,
    KoboldCpp,
    Anthropic,
    Gemini,
};

/// Its name for people, such as "llama.cpp"; for OpenAiCompatible "an OpenAI-compatible server".
QString serverKindName(ServerKind kind);

/// The vendor whose own address @p baseUrl is, by its host and over https; OpenAiCompatible for all others.
ServerKind vendorKind(const QUrl &baseUrl);

} // namespace runnel
