// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/ollama.h"

#include "provider/toolcallassembler.h"

namespace runnel {

namespace {

struct WireLine
{
    QString text;
    QString reasoning;
    QList<WireToolCall> toolCalls;
    QString model;
    QString doneReason;
    std::optional<bool> isDone;
    Usage usage;
    bool hasError = false;
};

simdjson::error_code readCall(JsonValue &value, WireToolCall &call)
{
    return forEachMember(value, [&](JsonKey key, JsonValue &member) {
        if (key == "id") {
            call.id = jsonString(member);
        } else if (key == "function") {
            return forEachMember(member, [&](JsonKey inner, JsonValue &part) {
                if (inner == "arguments")
                    return appendJsonText(part, call.arguments);
                if (inner == "name")
                    call.name = jsonString(part);
                return simdjson::SUCCESS;
            });
        }
        return simdjson::SUCCESS;
    });
}

simdjson::error_code readMessage(JsonValue &value, WireLine &line)
{
    return forEachMember(value, [&](JsonKey key, JsonValue &member) {
        if (key == "content") {
            line.text = jsonString(member);
        } else if (key == "thinking") {
            line.reasoning = jsonString(member);
        } else if (key == "tool_calls") {
            return forEachElement(
                member, [&](JsonValue &element) { return readCall(element, line.toolCalls.emplaceBack()); });
        }
        return simdjson::SUCCESS;
    });
}

simdjson::error_code readLine(JsonValue &root, WireLine &line, QByteArray &lastModel)
{
    JsonObject object;
    if (const auto error = root.get_object().get(object))
        return error;
    return forEachMember(object, [&](JsonKey key, JsonValue &member) {
        if (key == "message")
            return readMessage(member, line);
        if (key == "model")
            line.model = changedJsonString(member, lastModel);
        else if (key == "done")
            line.isDone = jsonBoolean(member);
        else if (key == "done_reason")
            line.doneReason = jsonString(member);
        else if (key == "prompt_eval_count")
            line.usage.inputTokens = jsonInteger(member);
        else if (key == "eval_count")
            line.usage.outputTokens = jsonInteger(member);
        else if (key == "error")
            line.hasError = holdsJsonError(member);
        return simdjson::SUCCESS;
    });
}

} // namespace

ReplyDecoder::Step OllamaDecoder::decode(QByteArrayView json, QByteArrayView, ReplyDelta &delta)
{
    static constexpr FinishWord finishWords[] = {
        {QLatin1StringView("stop"), FinishReason::Stop},
        {QLatin1StringView("length"), FinishReason::Length},
        {QLatin1StringView("tool_calls"), FinishReason::ToolCalls},
    };
    WireLine line;
    QByteArray model = m_model;
    if (!m_reader.read(json, [&](JsonValue &root) { return readLine(root, line, model); }))
        return Step::Unreadable;
    m_model = model;

    delta.model = line.model;
    delta.text = line.text;
    delta.reasoning = line.reasoning;
    delta.usage = line.usage;
    for (const WireToolCall &call : std::as_const(line.toolCalls)) {
        // Each call comes whole; their ids and indexes are missing or all the same.
        const QString arguments = call.arguments.isEmpty() ? QStringLiteral("{}") : call.arguments;
        delta.toolCalls.append(ToolCallDelta{m_callCount++, call.id, call.name, arguments});
    }
    if (line.hasError)
        return decodeError(json, delta);
    if (line.isDone.value_or(true))
        delta.finishReason = finishReason(line.doneReason, finishWords);
    return line.isDone.value_or(false) ? Step::Terminal : Step::Continue;
}

} // namespace runnel
