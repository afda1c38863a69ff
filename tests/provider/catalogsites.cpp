// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/catalogsites.h"

namespace runnel {

using namespace Qt::StringLiterals;

QList<CatalogRow> catalogRows()
{
    constexpr auto unknown = std::nullopt;
    const QByteArray one = R"({"object":"list","data":[{"id":"m","meta":{"n_ctx_train":131072}}]})";
    const QByteArray two = R"({"object":"list","data":[{"id":"m"},{"id":"n"}]})";
    QList<CatalogRow> rows;
    rows.append({"OpenAI compatible", ServerKind::OpenAiCompatible, u"/v1"_s, {{"/v1/models", two}},
        {{u"m"_s, {}, {}}, {u"n"_s, {}, {}}}, {"GET /v1/models"}});
    rows.append({"OpenAI compatible, a deeper base", ServerKind::OpenAiCompatible, u"/openai/v1/"_s,
        {{"/openai/v1/models", two}}, {{u"m"_s, {}, {}}, {u"n"_s, {}, {}}}, {"GET /openai/v1/models"}});
    rows.append({"Ollama", ServerKind::Ollama, u"/v1"_s,
        {{"/api/tags", R"({"models":[{"name":"a","model":"a"},{"name":"b","model":"b"}]})"},
            {"/api/show", R"({"model_info":{"general.architecture":"x","x.context_length":4096},
                "capabilities":["completion","tools"]})"}},
        {{u"a"_s, {}, {4096, false, true, false, true}}, {u"b"_s, {}, {4096, false, true, false, true}}},
        {"GET /api/tags", "POST /api/show", "POST /api/show"}});
    rows.append({"Ollama whose details fail", ServerKind::Ollama, u""_s,
        {{"/api/tags", R"({"models":[{"name":"a"}]})"}, {"/api/show", R"({"error":"gone"})", 500}},
        {{u"a"_s, {}, {}}}, {"GET /api/tags", "POST /api/show"}});
    rows.append({"Ollama without models", ServerKind::Ollama, u"/v1"_s, {{"/api/tags", R"({"models":[]})"}},
        {}, {"GET /api/tags"}});
    rows.append({"LM Studio", ServerKind::LmStudio, u"/v1"_s,
        {{"/api/v0/models", R"({"data":[{"id":"m","type":"vlm","state":"loaded","max_context_length":8}]})"}},
        {{u"m"_s, {}, {8, true, unknown, unknown, true}}}, {"GET /api/v0/models"}});
    rows.append({"old LM Studio", ServerKind::LmStudio, u"/v1"_s,
        {{"/api/v0/models", R"({"error":"Unexpected endpoint or method."})"}, {"/v1/models", two}},
        {{u"m"_s, {}, {}}, {u"n"_s, {}, {}}}, {"GET /api/v0/models", "GET /v1/models"}});
    rows.append({"llama.cpp", ServerKind::LlamaCpp, u"/v1"_s,
        {{"/v1/models", one},
            {"/props", R"({"default_generation_settings":{"n_ctx":4096},"modalities":{"vision":true}})"}},
        {{u"m"_s, {}, {4096, true}}}, {"GET /props", "GET /v1/models"}});
    rows.append({"llama.cpp that keeps its properties back", ServerKind::LlamaCpp, u"/v1"_s,
        {{"/v1/models", one}}, {{u"m"_s, {}, {131072}}}, {"GET /props", "GET /v1/models"}});
    rows.append({"llama.cpp with several models", ServerKind::LlamaCpp, u"/v1"_s, {{"/v1/models", two}},
        {{u"m"_s, {}, {}}, {u"n"_s, {}, {}}}, {"GET /v1/models"}});
    rows.append({"KoboldCpp", ServerKind::KoboldCpp, u"/v1"_s,
        {{"/v1/models", one}, {"/api/extra/true_max_context_length", R"({"value":8192})"}},
        {{u"m"_s, {}, {8192}}}, {"GET /api/extra/true_max_context_length", "GET /v1/models"}});
    rows.append({"Anthropic, two pages", ServerKind::Anthropic, u""_s,
        {{"/v1/models?limit=1000", R"({"data":[{"id":"a","display_name":"A","max_input_tokens":200000}],
                "has_more":true,"last_id":"a"})"},
            {"/v1/models?limit=1000&after_id=a", R"({"data":[{"id":"b"}],"has_more":false,"last_id":"b"})"}},
        {{u"a"_s, u"A"_s, {200000}}, {u"b"_s, {}, {}}},
        {"GET /v1/models?limit=1000", "GET /v1/models?limit=1000&after_id=a"}, "x-api-key",
        "sk-canary-4711"});
    rows.append({"Gemini, two pages", ServerKind::Gemini, u"/v1beta"_s,
        {{"/v1beta/models?pageSize=1000",
             R"({"models":[{"name":"models/a","inputTokenLimit":5}],"nextPageToken":"p+/="})"},
            {"/v1beta/models?pageSize=1000&pageToken=p%2B%2F%3D", R"({"models":[{"name":"models/b"}]})"}},
        {{u"a"_s, {}, {5}}, {u"b"_s, {}, {}}},
        {"GET /v1beta/models?pageSize=1000", "GET /v1beta/models?pageSize=1000&pageToken=p%2B%2F%3D"},
        "x-goog-api-key", "sk-canary-4711"});
    return rows;
}

} // namespace runnel
