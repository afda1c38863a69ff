// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/encoderrows.h"

namespace runnel {

namespace {

using namespace Qt::StringLiterals;

Message message(Role role, QList<MessagePart> parts)
{
    Message made;
    made.role = role;
    made.parts = std::move(parts);
    return made;
}

CompletionRequest asking(const QList<Message> &messages, const QString &model = u"m"_s)
{
    CompletionRequest request;
    request.model = model;
    request.messages = messages;
    return request;
}

CompletionRequest thinking(
    const QString &model, ReasoningEffort effort, std::optional<qint64> maxTokens = std::nullopt)
{
    CompletionRequest request = asking({message(Role::User, {TextPart{u"q"_s}})}, model);
    request.options.reasoningEffort = effort;
    request.options.maxTokens = maxTokens;
    return request;
}

} // namespace

QList<EncoderRow> encoderRows(MemoryBlobSource &blobs)
{
    const Dialect responses = Dialect::OpenAiResponses;
    const Dialect anthropic = Dialect::Anthropic;
    const Dialect gemini = Dialect::Gemini;
    const Dialect ollama = Dialect::Ollama;
    QList<EncoderRow> rows;
    const auto row
        = [&](const char *name, Dialect dialect, const CompletionRequest &request, const char *expected) {
              rows.append({name, dialect, request, expected});
          };

    CompletionRequest full = asking({message(Role::User, {TextPart{u"q"_s}}),
        message(Role::Assistant, {ReasoningPart{u"h"_s, {}}, TextPart{u"a"_s}}),
        message(Role::User, {TextPart{u"r"_s}})});
    full.options.systemPrompt = u"s"_s;
    full.options.temperature = 0.5;
    full.options.topP = 0.25;
    full.options.maxTokens = 100;
    CompletionRequest stopping = full;
    stopping.options.stop = {u"x"_s, u"y"_s};
    row("everything", responses, full,
        R"({"model":"m","instructions":"s","input":[{"role":"user","content":"q"},{"role":"assistant","content":"a"},{"role":"user","content":"r"}],"temperature":0.5,"top_p":0.25,"max_output_tokens":100,"stream":true,"store":false,"reasoning":null,"tools":null})");
    row("no stop sequences", responses, stopping, "");
    row("everything", anthropic, stopping,
        R"({"model":"m","system":"s","messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"},{"role":"user","content":"r"}],"temperature":0.5,"top_p":0.25,"max_tokens":100,"stop_sequences":["x","y"],"stream":true,"thinking":null,"tools":null})");
    row("everything", gemini, stopping,
        R"({"systemInstruction":{"parts":[{"text":"s"}]},"contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"text":"a"}]},{"role":"user","parts":[{"text":"r"}]}],"generationConfig":{"temperature":0.5,"topP":0.25,"maxOutputTokens":100,"stopSequences":["x","y"]},"model":null,"stream":null,"tools":null})");
    row("everything", ollama, stopping,
        R"({"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":"q"},{"role":"assistant","content":"a"},{"role":"user","content":"r"}],"options":{"temperature":0.5,"top_p":0.25,"num_predict":100,"stop":["x","y"]},"stream":true,"think":null,"tools":null})");

    const CompletionRequest bare = asking({message(Role::User, {TextPart{u"q"_s}})});
    row("nothing that was not said", responses, bare,
        R"({"instructions":null,"temperature":null,"top_p":null,"max_output_tokens":null})");
    row("nothing that was not said", anthropic, bare,
        R"({"max_tokens":8192,"system":null,"temperature":null,"top_p":null,"stop_sequences":null})");
    row("nothing that was not said", gemini, bare, R"({"systemInstruction":null,"generationConfig":null})");
    row("nothing that was not said", ollama, bare, R"({"options":null})");

    const Attachment image = blobs.add("PNG", u"image/png"_s, u"i.png"_s);
    const Attachment text = blobs.add("hi\n", u"text/plain"_s, u"t.txt"_s);
    const Attachment pdf = blobs.add("PDF", u"application/pdf"_s, u"d.pdf"_s);
    const Attachment archive = blobs.add("ZIP", u"application/zip"_s, u"z.zip"_s);
    CompletionRequest attached
        = asking({message(Role::User, {TextPart{u"q"_s}, ImagePart{image}, FilePart{text}, FilePart{pdf}})});
    row("attachments", responses, attached,
        R"({"input":[{"role":"user","content":[{"type":"input_text","text":"q"},{"type":"input_image","image_url":"data:image/png;base64,UE5H"},{"type":"input_text","text":"t.txt\n```\nhi\n```"},{"type":"input_file","filename":"d.pdf","file_data":"data:application/pdf;base64,UERG"}]}]})");
    row("attachments", anthropic, attached,
        R"({"messages":[{"role":"user","content":[{"type":"text","text":"q"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"UE5H"}},{"type":"text","text":"t.txt\n```\nhi\n```"},{"type":"document","title":"d.pdf","source":{"type":"base64","media_type":"application/pdf","data":"UERG"}}]}]})");
    row("attachments", gemini, attached,
        R"({"contents":[{"role":"user","parts":[{"text":"q"},{"inlineData":{"mimeType":"image/png","data":"UE5H"}},{"text":"t.txt\n```\nhi\n```"},{"inlineData":{"mimeType":"application/pdf","data":"UERG"}}]}]})");
    row("a file that it does not take", ollama, attached, "");
    row("a file that it does not take", anthropic, asking({message(Role::User, {FilePart{archive}})}), "");
    row("attachments", ollama,
        asking({message(Role::User, {TextPart{u"q"_s}, ImagePart{image}, FilePart{text}})}),
        R"({"messages":[{"role":"user","content":"q\n\nt.txt\n```\nhi\n```","images":["UE5H"]}]})");

    CompletionRequest tools = asking({message(Role::User, {TextPart{u"q"_s}}),
        message(Role::Assistant,
            {TextPart{u"a"_s}, ToolCallPart{u"c1"_s, u"f"_s, u"{\"k\":1}"_s},
                ToolCallPart{u"c2"_s, u"g"_s, u"{oops"_s}}),
        message(Role::Tool, {ToolResultPart{u"c1"_s, u"1"_s}, ToolResultPart{u"c2"_s, u"2"_s}}),
        message(Role::User, {TextPart{u"r"_s}})});
    tools.tools = {
        {u"f"_s, u"does"_s, R"({"type":"object","properties":{"k":{"type":"integer"}}})"}, {u"g"_s, {}, {}}};
    row("tools", responses, tools,
        R"({"input":[{"role":"user","content":"q"},{"role":"assistant","content":"a"},{"type":"function_call","call_id":"c1","name":"f","arguments":"{\"k\":1}"},{"type":"function_call","call_id":"c2","name":"g","arguments":"{oops"},{"type":"function_call_output","call_id":"c1","output":"1"},{"type":"function_call_output","call_id":"c2","output":"2"},{"role":"user","content":"r"}],"tools":[{"type":"function","name":"f","description":"does","strict":false,"parameters":{"type":"object","properties":{"k":{"type":"integer"}}}},{"type":"function","name":"g","strict":false,"parameters":{"type":"object","properties":{}}}]})");
    row("tools", anthropic, tools,
        R"({"messages":[{"role":"user","content":"q"},{"role":"assistant","content":[{"type":"text","text":"a"},{"type":"tool_use","id":"c1","name":"f","input":{"k":1}},{"type":"tool_use","id":"c2","name":"g","input":{"INVALID_JSON":"{oops"}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"1"},{"type":"tool_result","tool_use_id":"c2","content":"2"},{"type":"text","text":"r"}]}],"tools":[{"name":"f","description":"does","input_schema":{"type":"object","properties":{"k":{"type":"integer"}}}},{"name":"g","input_schema":{"type":"object","properties":{}}}]})");
    tools.model = u"gemini-2.5-flash"_s;
    row("tools", gemini, tools,
        R"({"contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"text":"a"},{"functionCall":{"id":"c1","name":"f","args":{"k":1}}},{"functionCall":{"id":"c2","name":"g","args":{"INVALID_JSON":"{oops"}}}]},{"role":"user","parts":[{"functionResponse":{"id":"c1","name":"f","response":{"output":"1"}}},{"functionResponse":{"id":"c2","name":"g","response":{"output":"2"}}},{"text":"r"}]}],"tools":[{"functionDeclarations":[{"name":"f","description":"does","parametersJsonSchema":{"type":"object","properties":{"k":{"type":"integer"}}}},{"name":"g","description":""}]}]})");
    row("tools", ollama, tools,
        R"({"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a","tool_calls":[{"function":{"name":"f","arguments":{"k":1}}},{"function":{"name":"g","arguments":{"INVALID_JSON":"{oops"}}}]},{"role":"tool","content":"1","tool_name":"f"},{"role":"tool","content":"2","tool_name":"g"},{"role":"user","content":"r"}],"tools":[{"type":"function","function":{"name":"f","description":"does","parameters":{"type":"object","properties":{"k":{"type":"integer"}}}}},{"type":"function","function":{"name":"g","description":"","parameters":{"type":"object","properties":{}}}}]})");
    const CompletionRequest nameless
        = asking({message(Role::User, {TextPart{u"q"_s}}),
                     message(Role::Assistant, {ToolCallPart{{}, u"f"_s, {}}, ToolCallPart{{}, u"g"_s, {}}}),
                     message(Role::Tool, {ToolResultPart{{}, u"1"_s}, ToolResultPart{{}, u"2"_s}})},
            u"gemini-3-pro"_s);
    row("calls without ids", anthropic, nameless,
        R"({"messages":[{"role":"user","content":"q"},{"role":"assistant","content":[{"type":"tool_use","id":"call_1","name":"f","input":{}},{"type":"tool_use","id":"call_2","name":"g","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"call_1","content":"1"},{"type":"tool_result","tool_use_id":"call_2","content":"2"}]}]})");
    row("calls without ids or signatures", gemini, nameless,
        R"({"contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{}},"thoughtSignature":"skip_thought_signature_validator"},{"functionCall":{"name":"g","args":{}},"thoughtSignature":"skip_thought_signature_validator"}]},{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"output":"1"}}},{"functionResponse":{"name":"g","response":{"output":"2"}}}]}]})");

    const CompletionRequest sameRole
        = asking({message(Role::System, {TextPart{u"s"_s}}), message(Role::User, {TextPart{u"q"_s}}),
            message(Role::Assistant, {}), message(Role::User, {TextPart{u"r"_s}})});
    row("neighbours of one role", anthropic, sameRole,
        R"({"system":"s","messages":[{"role":"user","content":[{"type":"text","text":"q"},{"type":"text","text":"r"}]}]})");
    row("neighbours of one role", gemini, sameRole,
        R"({"systemInstruction":{"parts":[{"text":"s"}]},"contents":[{"role":"user","parts":[{"text":"q"},{"text":"r"}]}]})");

    row("thinking", responses, thinking(u"m"_s, ReasoningEffort::Minimal),
        R"({"reasoning":{"effort":"minimal","summary":"auto"}})");
    row("thinking by budget", anthropic, thinking(u"claude-sonnet-4-5-20250929"_s, ReasoningEffort::High),
        R"({"thinking":{"type":"enabled","budget_tokens":24576},"max_tokens":56576,"output_config":null})");
    row("thinking within the limit", anthropic,
        thinking(u"claude-3-7-sonnet-20250219"_s, ReasoningEffort::High, 6000),
        R"({"thinking":{"type":"enabled","budget_tokens":3000},"max_tokens":6000})");
    row("no room to think", anthropic, thinking(u"claude-3-7-sonnet-20250219"_s, ReasoningEffort::Low, 1024),
        "");
    row("thinking as the model likes", anthropic, thinking(u"claude-opus-4-6"_s, ReasoningEffort::Minimal),
        R"({"thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"low"},"max_tokens":32000})");
    row("a model of this year", anthropic, thinking(u"claude-opus-5"_s, ReasoningEffort::High, 100),
        R"({"thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"high"},"max_tokens":100})");
    CompletionRequest afterTool = nameless;
    afterTool.options.reasoningEffort = ReasoningEffort::High;
    row("no thinking after a tool", anthropic, afterTool, R"({"thinking":null,"output_config":null})");
    row("the oldest Claude's limit", anthropic, asking(bare.messages, u"claude-3-haiku-20240307"_s),
        R"({"max_tokens":4096})");
    row("thinking by budget", gemini, thinking(u"gemini-2.5-pro"_s, ReasoningEffort::Medium),
        R"({"generationConfig":{"thinkingConfig":{"includeThoughts":true,"thinkingBudget":8192}}})");
    row("thinking by level", gemini, thinking(u"gemini-3-pro-preview"_s, ReasoningEffort::Low),
        R"({"generationConfig":{"thinkingConfig":{"includeThoughts":true,"thinkingLevel":"low"}}})");
    row("thinking", ollama, thinking(u"m"_s, ReasoningEffort::Minimal), R"({"think":"low"})");

    for (EncoderRow &each : rows)
        each.request.blobs = &blobs;
    return rows;
}

} // namespace runnel
