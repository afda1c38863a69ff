// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/openaichat.h"

#include <algorithm>
#include <array>

namespace runnel {

namespace {

/// The reasoning's field names in the order of preference: gateways send the same text under several.
enum ReasoningField
{
    ReasoningContent,
    Reasoning,
    ReasoningDetails,
    ReasoningFieldCount
};

/// A "delta" or a "message".
struct WireMessage
{
    bool isPresent = false;
    QString text;
    std::array<QString, ReasoningFieldCount> reasoning;
    QString refusal;
    QList<WireToolCall> toolCalls;

    bool isEmpty() const
    {
        return text.isEmpty() && refusal.isEmpty() && toolCalls.isEmpty()
            && std::all_of(reasoning.begin(), reasoning.end(), [](const QString &r) { return r.isEmpty(); });
    }
};

struct WireChoice
{
    qint64 index = 0;
    WireMessage delta;
    WireMessage message;
    QString legacyText; // of /v1/completions, which some servers send here, too
    QString finish;
    Usage usage; // Moonshot puts it into the choice
};

struct WireChunk
{
    WireChoice answer; // the choice with index 0
    QString model;
    Usage usage;
    bool hasError = false;
};

simdjson::error_code readUsage(JsonValue &value, Usage &usage)
{
    return forEachMember(value, [&](JsonKey key, JsonValue &member) {
        if (key == "prompt_tokens" || key == "input_tokens") {
            if (const auto count = jsonInteger(member))
                usage.inputTokens = count;
        } else if (key == "completion_tokens" || key == "output_tokens") {
            if (const auto count = jsonInteger(member))
                usage.outputTokens = count;
        }
        return simdjson::SUCCESS;
    });
}

simdjson::error_code readFunction(JsonValue &value, WireToolCall &call)
{
    return forEachMember(value, [&](JsonKey key, JsonValue &member) {
        if (key == "name") {
            call.name = jsonString(member);
        } else if (key == "arguments") {
            return appendJsonText(member, call.arguments); // some send the object itself
        }
        return simdjson::SUCCESS;
    });
}

simdjson::error_code readToolCalls(JsonValue &value, QList<WireToolCall> &calls)
{
    return forEachElement(value, [&](JsonValue &element) {
        const auto object = jsonObject(element);
        if (!object)
            return simdjson::SUCCESS;
        WireToolCall call;
        const auto error = forEachMember(*object, [&](JsonKey key, JsonValue &member) {
            if (key == "index")
                call.index = jsonInteger(member);
            else if (key == "id")
                call.id = jsonString(member);
            else if (key == "function")
                return readFunction(member, call);
            return simdjson::SUCCESS;
        });
        calls.append(std::move(call));
        return error;
    });
}

/// The texts of an array of typed parts: Mistral's content, OpenRouter's reasoning_details.
/// Parts of thinking go to @p thinking when it is given.
simdjson::error_code readTextParts(JsonValue &value, QString &text, QString *thinking)
{
    return forEachElement(value, [&](JsonValue &element) {
        return forEachMember(element, [&](JsonKey key, JsonValue &member) {
            if (key == "text" || key == "summary") {
                appendJsonString(member, text);
            } else if (thinking && key == "thinking") {
                if (!appendJsonString(member, *thinking))
                    return readTextParts(member, *thinking, nullptr);
            }
            return simdjson::SUCCESS;
        });
    });
}

simdjson::error_code readMessage(JsonValue &value, WireMessage &message)
{
    const auto object = jsonObject(value);
    if (!object)
        return simdjson::SUCCESS;
    message.isPresent = true;
    return forEachMember(*object, [&](JsonKey key, JsonValue &member) {
        if (key == "content") {
            if (!appendJsonString(member, message.text))
                return readTextParts(member, message.text, &message.reasoning[ReasoningDetails]);
        } else if (key == "reasoning_content") {
            appendJsonString(member, message.reasoning[ReasoningContent]);
        } else if (key == "reasoning") {
            appendJsonString(member, message.reasoning[Reasoning]);
        } else if (key == "reasoning_details") {
            return readTextParts(member, message.reasoning[ReasoningDetails], nullptr);
        } else if (key == "refusal") {
            appendJsonString(member, message.refusal);
        } else if (key == "tool_calls") {
            return readToolCalls(member, message.toolCalls);
        } else if (key == "function_call") {
            WireToolCall call;
            const auto error = readFunction(member, call);
            if (!call.name.isEmpty() || !call.arguments.isEmpty())
                message.toolCalls.append(std::move(call));
            return error;
        }
        return simdjson::SUCCESS;
    });
}

simdjson::error_code readChoice(JsonValue &value, WireChoice &choice)
{
    return forEachMember(value, [&](JsonKey key, JsonValue &member) {
        if (key == "delta")
            return readMessage(member, choice.delta);
        if (key == "message")
            return readMessage(member, choice.message);
        if (key == "usage")
            return readUsage(member, choice.usage);
        if (key == "index")
            choice.index = jsonInteger(member).value_or(0);
        else if (key == "finish_reason")
            choice.finish = jsonString(member);
        else if (key == "text")
            choice.legacyText = jsonString(member);
        return simdjson::SUCCESS;
    });
}

simdjson::error_code readChoices(JsonValue &value, WireChoice &answer)
{
    return forEachElement(value, [&](JsonValue &element) {
        WireChoice choice;
        const auto error = readChoice(element, choice);
        if (choice.index == 0)
            answer = std::move(choice);
        return error;
    });
}

/// Groq keeps the usage of a stream in "x_groq".
simdjson::error_code readGroq(JsonValue &value, WireChunk &chunk)
{
    return forEachMember(value, [&](JsonKey key, JsonValue &member) {
        return key == "usage" ? readUsage(member, chunk.usage) : simdjson::SUCCESS;
    });
}

simdjson::error_code readChunk(JsonValue &root, WireChunk &chunk, QByteArray &lastModel)
{
    JsonObject object;
    if (const auto error = root.get_object().get(object))
        return error;
    return forEachMember(object, [&](JsonKey key, JsonValue &member) {
        if (key == "choices")
            return readChoices(member, chunk.answer);
        if (key == "usage")
            return readUsage(member, chunk.usage);
        if (key == "x_groq")
            return readGroq(member, chunk);
        if (key == "error") {
            chunk.hasError = holdsJsonError(member);
        } else if (key == "model") {
            chunk.model = changedJsonString(member, lastModel);
        }
        return simdjson::SUCCESS;
    });
}

} // namespace

ReplyDecoder::Step OpenAiChatDecoder::decode(QByteArrayView json, QByteArrayView, ReplyDelta &delta)
{
    static constexpr FinishWord finishWords[] = {
        {QLatin1StringView("stop"), FinishReason::Stop}, {QLatin1StringView("length"), FinishReason::Length},
        {QLatin1StringView("max_tokens"), FinishReason::Length},
        {QLatin1StringView("model_length"), FinishReason::Length}, // Mistral
        {QLatin1StringView("tool_calls"), FinishReason::ToolCalls},
        {QLatin1StringView("tool_use"), FinishReason::ToolCalls},
        {QLatin1StringView("function_call"), FinishReason::ToolCalls},
        {QLatin1StringView("content_filter"), FinishReason::ContentFilter},
        {QLatin1StringView("safety"), FinishReason::ContentFilter},
        {QLatin1StringView("sensitive"), FinishReason::ContentFilter},            // Zhipu
        {QLatin1StringView("error"), FinishReason::Error},                        // OpenRouter
        {QLatin1StringView("network_error"), FinishReason::Error},                // Zhipu
        {QLatin1StringView("insufficient_system_resource"), FinishReason::Error}, // DeepSeek
    };
    WireChunk chunk;
    QByteArray model = m_model;
    if (!m_reader.read(json, [&](JsonValue &root) { return readChunk(root, chunk, model); }))
        return Step::Unreadable;
    m_model = model;

    // Perplexity sends the whole text so far as "message" beside each "delta".
    WireChoice &answer = chunk.answer;
    const bool takesMessage = !answer.delta.isPresent && !m_hasContent;
    WireMessage &message = takesMessage ? answer.message : answer.delta;
    if (message.text.isEmpty() && answer.delta.isEmpty() && answer.message.isEmpty())
        message.text = answer.legacyText;

    delta.model = chunk.model;
    delta.text = message.text;
    delta.refusal = message.refusal;
    for (QString &reasoning : message.reasoning) {
        if (!reasoning.isEmpty()) {
            delta.reasoning = reasoning;
            break;
        }
    }
    for (const WireToolCall &call : std::as_const(message.toolCalls))
        delta.toolCalls.append(m_toolCalls.add(call));
    delta.finishReason = finishReason(answer.finish, finishWords);
    mergeUsage(delta.usage, answer.usage);
    mergeUsage(delta.usage, chunk.usage);
    m_hasContent = m_hasContent || delta.hasContent();

    return chunk.hasError ? decodeError(json, delta) : Step::Continue;
}

} // namespace runnel
