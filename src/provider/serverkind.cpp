// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/serverkind.h"

namespace runnel {

using namespace Qt::StringLiterals;

QString serverKindName(ServerKind kind)
{
    switch (kind) {
    case ServerKind::OpenAiCompatible:
        return u"an OpenAI-compatible server"_s;
    case ServerKind::Ollama:
        return u"Ollama"_s;
    case ServerKind::LmStudio:
        return u"LM Studio"_s;
    case ServerKind::LlamaCpp:
        return u"llama.cpp"_s;
    case ServerKind::Vllm:
        return u"vLLM"_s;
    case ServerKind::Jan:
        return u"Jan"_s;
    case ServerKind::KoboldCpp:
        return u"KoboldCpp"_s;
    case ServerKind::Anthropic:
        return u"Anthropic"_s;
    case ServerKind::Gemini:
        return u"Google Gemini"_s;
    }
    Q_UNREACHABLE();
}

ServerKind vendorKind(const QUrl &baseUrl)
{
    if (baseUrl.scheme() == "https"_L1 && baseUrl.host() == "api.anthropic.com"_L1)
        return ServerKind::Anthropic;
    // Google serves OpenAI's dialect below the same host, under …/openai.
    if (baseUrl.scheme() == "https"_L1 && baseUrl.host() == "generativelanguage.googleapis.com"_L1
        && !baseUrl.path().contains("/openai"_L1))
        return ServerKind::Gemini;
    return ServerKind::OpenAiCompatible;
}

} // namespace runnel
