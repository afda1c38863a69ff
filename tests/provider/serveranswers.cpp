// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/serveranswers.h"

namespace runnel {

using namespace Qt::StringLiterals;

namespace {

QByteArray list(const QByteArray &owner)
{
    return R"({"object":"list","data":[{"id":"m","object":"model","owned_by":")" + owner + R"("}]})";
}

/// The same answer whatever is asked.
QList<SitePage> everywhere(const SitePage &page)
{
    QList<SitePage> pages;
    for (const char *target : {"/v1/models", "/", "/api/version", "/api/extra/version", "/api/v0/models",
             "/props", "/version", "/openapi.json"}) {
        pages.append(page);
        pages.last().target = target;
    }
    return pages;
}

} // namespace

QList<ServerRow> serverRows()
{
    const QByteArray version = R"({"version":"0.9.1"})";
    const QByteArray unauthorized = R"({"error":"Unauthorized"})";
    QList<ServerRow> rows;
    rows.append({"Ollama",
        {{"/", "Ollama is running", 200, "text/plain"}, {"/api/version", version},
            {"/v1/models", list("library")}},
        ServerKind::Ollama, u"0.9.1"_s});
    rows.append({"Ollama without models",
        {{"/", "Ollama is running", 200, "text/plain"}, {"/api/version", version},
            {"/v1/models", R"({"object":"list","data":null})"}},
        ServerKind::Ollama, u"0.9.1"_s});
    rows.append({"LM Studio",
        {{"/v1/models", list("organization_owner")},
            {"/api/v0/models",
                R"({"object":"list","data":[{"id":"m","type":"llm","state":"loaded","max_context_length":1}]})"},
            {"/api/version", R"({"error":"Unexpected endpoint or method."})"},
            {"/props", R"({"error":"Unexpected endpoint or method."})"}},
        ServerKind::LmStudio});
    rows.append(
        {"LM Studio before its own API", {{"/v1/models", list("organization_owner")}}, ServerKind::LmStudio});
    rows.append({"llama.cpp",
        {{"/v1/models", list("llamacpp")},
            {"/props", R"({"default_generation_settings":{"n_ctx":4096},"build_info":"b6000-abc"})"}},
        ServerKind::LlamaCpp, u"b6000-abc"_s});
    rows.append({"llama.cpp with a key",
        {{"/v1/models", list("someone"), 200, "application/json", {{"Server", "llama.cpp"}}},
            {"/props", R"({"error":{"code":401,"message":"Invalid API Key"}})", 401}},
        ServerKind::LlamaCpp});
    rows.append(
        {"vLLM", {{"/v1/models", list("vllm")}, {"/version", version}}, ServerKind::Vllm, u"0.9.1"_s});
    rows.append({"vLLM with a key",
        {{"/v1/models", unauthorized, 401, "application/json", {{"Server", "uvicorn"}}},
            {"/version", version, 200, "application/json", {{"Server", "uvicorn"}}}},
        ServerKind::Vllm, u"0.9.1"_s, true});
    rows.append({"Jan",
        {{"/v1/models", list("llamacpp")},
            {"/openapi.json", R"({"openapi":"3.0.0","info":{"title":"Jan API Server Endpoints"}})"}},
        ServerKind::Jan});
    rows.append({"KoboldCpp, which imitates Ollama",
        {{"/v1/models", list("koboldcpp")}, {"/api/version", R"({"version":"0.7.0"})"},
            {"/", "Ollama is running", 200, "text/plain"},
            {"/api/extra/version", R"({"result":"KoboldCpp","version":"1.90","vision":false})"}},
        ServerKind::KoboldCpp, u"1.90"_s});
    rows.append({"TabbyAPI, which imitates KoboldCpp",
        {{"/v1/models", list("tabbyAPI")},
            {"/api/extra/version", R"({"result":"KoboldCpp","version":"1.74"})"}},
        ServerKind::OpenAiCompatible});
    rows.append({"any other", {{"/v1/models", list("someone")}}, ServerKind::OpenAiCompatible});

    rows.append(
        {"a web page everywhere", everywhere({{}, "<html><title>Home</title>", 200, "text/html"}), {}});
    rows.append({"JSON everywhere", everywhere({{}, R"({"version":"1.0","status":"ok","data":{}})"}), {}});
    rows.append({"a list of something else", {{"/v1/models", R"({"data":[{"name":"x"}]})"}}, {}});
    rows.append({"only a version", {{"/version", version}, {"/api/version", version}}, {}});
    rows.append({"errors only", everywhere({{}, R"({"error":"no"})", 500}), {}});
    rows.append({"a login everywhere", everywhere({{}, "<html>", 401, "text/html"}), {}});
    rows.append({"a redirect everywhere",
        everywhere({{}, "", 302, "text/html", {{"Location", "http://127.0.0.1:9/v1/models"}}}), {}});
    return rows;
}

} // namespace runnel
