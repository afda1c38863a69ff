// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/modellistrows.h"

namespace runnel {

using namespace Qt::StringLiterals;

namespace {

using Parser = ModelListRow::Parser;

ModelInfo model(const QString &id, const ModelTraits &traits = {}, const QString &name = {})
{
    return {id, name, traits};
}

constexpr auto unknown = std::nullopt;

QList<ModelListRow> openAiRows()
{
    QList<ModelListRow> rows;
    rows.append({"OpenAI", Parser::OpenAi,
        R"({"object":"list","data":[{"id":"gpt-4o","object":"model","created":1715367049,"owned_by":"system"},
            {"id":"o3-mini","object":"model","created":1737146383,"owned_by":"system"}]})",
        {model(u"gpt-4o"_s), model(u"o3-mini"_s)}});
    rows.append({"vLLM", Parser::OpenAi,
        R"({"object":"list","data":[{"id":"meta-llama/Llama-3.1-8B","object":"model","created":1,
            "owned_by":"vllm","root":"meta-llama/Llama-3.1-8B","parent":null,"max_model_len":32768,
            "permission":[{"id":"modelperm-1","object":"model_permission"}]}]})",
        {model(u"meta-llama/Llama-3.1-8B"_s, {32768})}});
    rows.append({"OpenRouter", Parser::OpenAi,
        R"({"data":[{"id":"openai/gpt-4o","name":"OpenAI: GPT-4o","created":1,"context_length":128000,
            "architecture":{"modality":"text+image->text","input_modalities":["text","image","file"],
            "output_modalities":["text"],"tokenizer":"GPT"},"pricing":{"prompt":"0.0000025"},
            "supported_parameters":["max_tokens","tools","tool_choice"]},
            {"id":"x/paint","name":"Paint","context_length":4096,"architecture":{"input_modalities":["text"],
            "output_modalities":["image"]},"supported_parameters":["reasoning"]}]})",
        {model(u"openai/gpt-4o"_s, {128000, true, true, false, true}, u"OpenAI: GPT-4o"_s),
            model(u"x/paint"_s, {4096, false, false, true, false}, u"Paint"_s)}});
    rows.append({"LM Studio, own list", Parser::OpenAi,
        R"({"object":"list","data":[{"id":"qwen2-vl-7b-instruct","object":"model","type":"vlm",
            "publisher":"mlx-community","arch":"qwen2_vl","compatibility_type":"mlx","quantization":"4bit",
            "state":"not-loaded","max_context_length":32768},
            {"id":"llama-3.1-8b","object":"model","type":"llm","state":"loaded","max_context_length":131072,
            "loaded_context_length":4096,"capabilities":["tool_use"]},
            {"id":"text-embedding-nomic","object":"model","type":"embeddings","state":"not-loaded",
            "max_context_length":2048}]})",
        {model(u"qwen2-vl-7b-instruct"_s, {32768, true, unknown, unknown, true}),
            model(u"llama-3.1-8b"_s, {4096, unknown, true, unknown, true}),
            model(u"text-embedding-nomic"_s, {2048, unknown, unknown, unknown, false})}});
    rows.append({"llama.cpp", Parser::OpenAi,
        R"({"models":[{"name":"x"}],"object":"list","data":[{"id":"../models/Llama-3.1-8B-Q4_K_M.gguf",
            "object":"model","created":1735142223,"owned_by":"llamacpp",
            "meta":{"vocab_type":2,"n_vocab":128256,"n_ctx_train":131072,"n_embd":4096}}]})",
        {model(u"../models/Llama-3.1-8B-Q4_K_M.gguf"_s, {131072})}});
    rows.append({"llama.cpp while it loads", Parser::OpenAi,
        R"({"object":"list","data":[{"id":"m","object":"model","owned_by":"llamacpp","meta":null}]})",
        {model(u"m"_s)}});
    rows.append({"Mistral", Parser::OpenAi,
        R"({"object":"list","data":[{"id":"pixtral-12b","object":"model","name":"pixtral-12b",
            "max_context_length":131072,"capabilities":{"completion_chat":true,"completion_fim":false,
            "function_calling":true,"fine_tuning":false,"vision":true},"type":"base"}]})",
        {model(u"pixtral-12b"_s, {131072, true, true, unknown, true})}});
    rows.append({"Groq", Parser::OpenAi,
        R"({"object":"list","data":[{"id":"llama3-8b-8192","object":"model","owned_by":"Meta","active":true,
            "context_window":8192}]})",
        {model(u"llama3-8b-8192"_s, {8192})}});
    rows.append({"Together: a bare array", Parser::OpenAi,
        R"([{"id":"a/chat","type":"chat","display_name":"A Chat","context_length":8192},
            {"id":"a/embed","type":"embedding","context_length":512}])",
        {model(u"a/chat"_s, {8192, unknown, unknown, unknown, true}, u"A Chat"_s),
            model(u"a/embed"_s, {512, unknown, unknown, unknown, false})}});
    rows.append({"nothing there", Parser::OpenAi, R"({"object":"list","data":[]})", {}});
    rows.append({"nothing there, in Go", Parser::OpenAi, R"({"object":"list","data":null})", {}});
    rows.append({"twice, nameless, of wrong types", Parser::OpenAi,
        R"({"data":[{"id":"a","context_length":"4096"},{"id":"a"},{},{"id":7},"b",null,
            {"id":"c","context_length":-1,"max_model_len":{},"capabilities":"all","meta":[]}]})",
        {model(u"a"_s, {4096}), model(u"c"_s)}});
    rows.append({"invalid UTF-8 in a name", Parser::OpenAi, "{\"data\":[{\"id\":\"a\\n\xff\"}]}",
        {model(u"a\n\uFFFD"_s)}});
    for (const auto &[name, body] : {std::pair{"empty", ""}, {"cut", R"({"data":[{"id":"a"})"},
             {"HTML", "<html><body>Sign in</body></html>"}, {"another object", R"({"status":"ok"})"},
             {"list of another type", R"({"data":{"id":"a"}})"},
             {"an error with status 200", R"({"error":"Unexpected endpoint or method."})"}})
        rows.append({name, Parser::OpenAi, body, {}, {}, true});
    return rows;
}

} // namespace

QList<ModelListRow> modelListRows()
{
    QList<ModelListRow> rows = openAiRows();
    rows.append({"Ollama", Parser::OllamaTags,
        R"({"models":[{"name":"llama3.2:latest","model":"llama3.2:latest","modified_at":"2024-05-04T17:37:44Z",
            "size":3338801804,"digest":"7cd4","details":{"format":"gguf","family":"llama","families":["llama"],
            "parameter_size":"3.2B","quantization_level":"Q4_K_M"}},{"name":"old:7b"}]})",
        {model(u"llama3.2:latest"_s), model(u"old:7b"_s)}});
    rows.append({"Ollama without models", Parser::OllamaTags, R"({"models":null})", {}});
    rows.append({"no list of Ollama", Parser::OllamaTags, R"({"data":[]})", {}, {}, true});
    rows.append({"Anthropic", Parser::Anthropic,
        R"({"data":[{"type":"model","id":"claude-opus-4-6","display_name":"Claude Opus 4.6",
            "created_at":"2026-02-04T00:00:00Z","max_input_tokens":200000,"max_tokens":128000,
            "capabilities":{"image_input":{"supported":true},"thinking":{"supported":true,
            "types":{"enabled":{"supported":true}}},"batch":{"supported":true}}},
            {"type":"model","id":"claude-x","display_name":"Claude X","max_input_tokens":0}],
            "has_more":true,"first_id":"claude-opus-4-6","last_id":"claude-x"})",
        {model(u"claude-opus-4-6"_s, {200000, true, unknown, true}, u"Claude Opus 4.6"_s),
            model(u"claude-x"_s, {}, u"Claude X"_s)},
        u"claude-x"_s});
    rows.append({"Anthropic, last page", Parser::Anthropic,
        R"({"data":[],"has_more":false,"first_id":null,"last_id":"claude-x"})", {}});
    rows.append({"Gemini", Parser::Gemini,
        R"({"models":[{"name":"models/gemini-2.5-flash","version":"001","displayName":"Gemini 2.5 Flash",
            "inputTokenLimit":1048576,"outputTokenLimit":65536,
            "supportedGenerationMethods":["generateContent","countTokens"],"thinking":true},
            {"name":"models/embedding-001","displayName":"Embedding 001","inputTokenLimit":2048,
            "supportedGenerationMethods":["embedContent"]}],"nextPageToken":"opaque +/="})",
        {model(u"gemini-2.5-flash"_s, {1048576, unknown, unknown, true, true}, u"Gemini 2.5 Flash"_s),
            model(u"embedding-001"_s, {2048, unknown, unknown, unknown, false}, u"Embedding 001"_s)},
        u"opaque +/="_s});
    return rows;
}

QList<ModelTraitsRow> modelTraitsRows()
{
    using Traits = ModelTraitsRow::Parser;
    QList<ModelTraitsRow> rows;
    rows.append({"Ollama", Traits::OllamaShow,
        R"({"modelfile":"FROM x","parameters":"stop \"<|eot_id|>\"","template":"{{ }}",
            "details":{"family":"llama"},"model_info":{"general.architecture":"llama",
            "llama.context_length":131072,"llama.embedding_length":3072},
            "capabilities":["completion","vision","tools"]})",
        {131072, true, true, false, true}});
    rows.append({"Ollama with a context of its own", Traits::OllamaShow,
        R"({"parameters":"temperature 0.7\nnum_ctx                        8192\nstop \"x\"",
            "model_info":{"general.architecture":"qwen3","qwen3.context_length":40960},
            "capabilities":["completion","thinking"]})",
        {8192, false, false, true, true}});
    rows.append({"Ollama, for embeddings", Traits::OllamaShow,
        R"({"model_info":{"general.architecture":"bert","bert.context_length":512},
            "capabilities":["embedding"]})",
        {512, false, false, false, false}});
    rows.append({"Ollama before capabilities", Traits::OllamaShow, R"({"model_info":{}})", {}});
    rows.append({"llama.cpp", Traits::LlamaCppProps,
        R"({"default_generation_settings":{"id":0,"n_ctx":4096,"params":{}},"total_slots":1,
            "model_path":"m.gguf","chat_template":"…","chat_template_caps":{"supports_tools":true},
            "modalities":{"vision":false,"audio":false},"build_info":"b6000-abc"})",
        {4096, false, true}});
    rows.append({"old llama.cpp", Traits::LlamaCppProps, R"({"default_generation_settings":{"n_ctx":2048}})",
        {2048}});
    rows.append({"KoboldCpp", Traits::KoboldContext, R"({"value":8192})", {8192}});
    rows.append({"no JSON", Traits::KoboldContext, "nope", {}});
    return rows;
}

} // namespace runnel
