// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/providerpreset.h"

#include <algorithm>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;

ProviderPreset vendor(const QString &name, const QString &displayName, const QString &baseUrl,
    const QString &hostSuffix, const QByteArray &keyVariable)
{
    ProviderPreset preset;
    preset.name = name;
    preset.displayName = displayName;
    preset.baseUrl = QUrl(baseUrl);
    preset.hostSuffix = hostSuffix;
    preset.keyVariable = keyVariable;
    return preset;
}

ProviderPreset local(const QString &name, const QString &displayName, int port)
{
    return vendor(name, displayName, u"http://localhost:%1/v1"_s.arg(port), {}, {});
}

QList<ProviderPreset> makePresets()
{
    QList<ProviderPreset> presets{
        vendor(
            u"openai"_s, u"OpenAI"_s, u"https://api.openai.com/v1"_s, u"api.openai.com"_s, "OPENAI_API_KEY"),
        vendor(u"openai-responses"_s, u"OpenAI (Responses)"_s, u"https://api.openai.com/v1"_s,
            u"api.openai.com"_s, "OPENAI_API_KEY"),
        vendor(u"anthropic"_s, u"Anthropic"_s, u"https://api.anthropic.com"_s, u"api.anthropic.com"_s,
            "ANTHROPIC_API_KEY"),
        vendor(u"gemini"_s, u"Google Gemini"_s, u"https://generativelanguage.googleapis.com/v1beta"_s,
            u"generativelanguage.googleapis.com"_s, "GEMINI_API_KEY"),
        vendor(u"azure"_s, u"Azure OpenAI"_s, {}, u"openai.azure.com"_s, "AZURE_OPENAI_API_KEY"),
        vendor(u"openrouter"_s, u"OpenRouter"_s, u"https://openrouter.ai/api/v1"_s, u"openrouter.ai"_s,
            "OPENROUTER_API_KEY"),
        vendor(u"deepseek"_s, u"DeepSeek"_s, u"https://api.deepseek.com/v1"_s, u"api.deepseek.com"_s,
            "DEEPSEEK_API_KEY"),
        vendor(u"groq"_s, u"Groq"_s, u"https://api.groq.com/openai/v1"_s, u"api.groq.com"_s, "GROQ_API_KEY"),
        vendor(u"mistral"_s, u"Mistral"_s, u"https://api.mistral.ai/v1"_s, u"api.mistral.ai"_s,
            "MISTRAL_API_KEY"),
        vendor(u"together"_s, u"Together AI"_s, u"https://api.together.xyz/v1"_s, u"api.together.xyz"_s,
            "TOGETHER_API_KEY"),
        vendor(u"xai"_s, u"xAI"_s, u"https://api.x.ai/v1"_s, u"api.x.ai"_s, "XAI_API_KEY"),
        // The OpenAI dialect, as every other server on this computer: one address, one way. Ollama's own
        // API is there for what only it can, such as models that think by levels.
        local(u"ollama"_s, u"Ollama"_s, 11434),
        vendor(u"ollama-native"_s, u"Ollama"_s, u"http://localhost:11434"_s, {}, {}),
        local(u"lmstudio"_s, u"LM Studio"_s, 1234),
        local(u"llamacpp"_s, u"llama.cpp"_s, 8080),
        local(u"vllm"_s, u"vLLM"_s, 8000),
        local(u"jan"_s, u"Jan"_s, 1337),
        local(u"koboldcpp"_s, u"KoboldCpp"_s, 5001),
    };
    for (ProviderPreset &preset : presets) {
        if (preset.name == "openai-responses"_L1)
            preset.dialect = Dialect::OpenAiResponses;
        else if (preset.name == "anthropic"_L1)
            preset.dialect = Dialect::Anthropic;
        else if (preset.name == "gemini"_L1)
            preset.dialect = Dialect::Gemini;
        else if (preset.name == "ollama-native"_L1)
            preset.dialect = Dialect::Ollama;
        preset.keyPlacement = usualKeyPlacement(preset.dialect);
        if (preset.name == "openai"_L1 || preset.name == "azure"_L1)
            preset.maxTokensName = Endpoint::MaxTokensName::MaxCompletionTokens;
        if (preset.name == "azure"_L1)
            preset.keyPlacement = Endpoint::KeyPlacement::ApiKeyHeader;
        // Mistral refuses fields that it does not know, and sends the usage unasked.
        if (preset.name == "mistral"_L1)
            preset.asksForUsage = false;
    }
    return presets;
}

} // namespace

Endpoint::KeyPlacement usualKeyPlacement(Dialect dialect)
{
    switch (dialect) {
    case Dialect::Anthropic:
        return Endpoint::KeyPlacement::XApiKeyHeader;
    case Dialect::Gemini:
        return Endpoint::KeyPlacement::GoogleApiKeyHeader;
    case Dialect::OpenAiChat:
    case Dialect::OpenAiResponses:
    case Dialect::Ollama: // at ollama.com; on this computer it wants none
        break;
    }
    return Endpoint::KeyPlacement::Bearer;
}

const QList<ProviderPreset> &providerPresets()
{
    static const QList<ProviderPreset> presets = makePresets();
    return presets;
}

const ProviderPreset *providerPresetNamed(const QString &name)
{
    const QList<ProviderPreset> &presets = providerPresets();
    const auto found = std::find_if(presets.begin(), presets.end(),
        [&](const ProviderPreset &preset) { return preset.name.compare(name, Qt::CaseInsensitive) == 0; });
    return found == presets.end() ? nullptr : &*found;
}

const ProviderPreset *vendorOf(const QUrl &url)
{
    if (url.scheme() != "https"_L1)
        return nullptr;
    const QString host = url.host();
    const QList<ProviderPreset> &presets = providerPresets();
    const auto found = std::find_if(presets.begin(), presets.end(), [&](const ProviderPreset &preset) {
        return !preset.isLocal() && (host == preset.hostSuffix || host.endsWith(u'.' + preset.hostSuffix));
    });
    return found == presets.end() ? nullptr : &*found;
}

} // namespace runnel
