// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/openaichat.h"

#include "base/utf8.h"
#include "provider/toolcallassembler.h"

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
    QString text;
    QByteArrayView rawText; // where the text stands, while it is one string
    std::array<QString, ReasoningFieldCount> reasoning;
    QString refusal;
    QList<WireToolCall> toolCalls;

    bool isEmpty() const { return text.isEmpty() && isEmptyButForText(); }
    bool isEmptyButForText() const
    {
        return refusal.isEmpty() && toolCalls.isEmpty()
            && std::all_of(reasoning.begin(), reasoning.end(), [](const QString &r) { return r.isEmpty(); });
    }
};

struct WireChoice
{
    qint64 index = 0;
    std::optional<WireMessage> delta;
    std::optional<WireMessage> message;
    QString legacyText; // of /v1/completions, which some servers send here, too
    QString finish;
    Usage usage; // Moonshot puts it into the choice
};

struct WireChunk
{
    std::optional<WireChoice> answer; // the choice with index 0
    QString model;                    // if it is another one than before
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

simdjson::error_code readMessage(JsonValue &value, std::optional<WireMessage> &target)
{
    const auto object = jsonObject(value);
    if (!object)
        return simdjson::SUCCESS;
    WireMessage &message = target.emplace();
    return forEachMember(*object, [&](JsonKey key, JsonValue &member) {
        if (key == "content") {
            const bool isFirst = message.text.isEmpty();
            const QByteArrayView raw = appendRawJsonString(member, message.text);
            message.rawText = isFirst ? raw : QByteArrayView();
            if (raw.isNull())
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

simdjson::error_code readChoices(JsonValue &value, std::optional<WireChoice> &answer)
{
    return forEachElement(value, [&](JsonValue &element) {
        if (answer)
            return simdjson::SUCCESS;
        const auto error = readChoice(element, answer.emplace());
        if (answer->index != 0)
            answer.reset();
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

/// The text in @p chunk when that is all that it says, else null.
QByteArrayView onlyWords(const WireChunk &chunk)
{
    if (!chunk.model.isEmpty() || chunk.hasError || chunk.usage != Usage() || !chunk.answer)
        return {};
    const WireChoice &answer = *chunk.answer;
    const bool isOnlyText = answer.delta && answer.delta->isEmptyButForText() && !answer.message
        && answer.finish.isEmpty() && answer.usage == Usage();
    return isOnlyText ? answer.delta->rawText : QByteArrayView();
}

/// Moves what @p answer adds into @p delta.
void takeAnswer(WireChoice &answer, bool hasContent, ToolCallAssembler &toolCalls, ReplyDelta &delta)
{
    // Perplexity sends the whole text so far as "message" beside each "delta".
    const bool takesMessage = !answer.delta && !hasContent;
    const bool isSilent
        = (!answer.delta || answer.delta->isEmpty()) && (!answer.message || answer.message->isEmpty());
    if (auto &message = takesMessage ? answer.message : answer.delta) {
        delta.text = std::move(message->text);
        delta.refusal = std::move(message->refusal);
        for (QString &reasoning : message->reasoning) {
            if (!reasoning.isEmpty()) {
                delta.reasoning = std::move(reasoning);
                break;
            }
        }
        for (const WireToolCall &call : std::as_const(message->toolCalls))
            delta.toolCalls.append(toolCalls.add(call));
    }
    if (isSilent)
        delta.text = std::move(answer.legacyText);
    mergeUsage(delta.usage, answer.usage);
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
    if (const auto words = m_repeated.wordsIn(json)) {
        delta.text = fromUtf8Keeping(*words);
        m_hasContent = true;
        return Step::Continue;
    }
    WireChunk chunk;
    QByteArray model = m_model;
    if (!m_reader.read(json, [&](JsonValue &root) { return readChunk(root, chunk, model); }))
        return Step::Unreadable;
    m_model = model;
    delta.model = chunk.model;
    if (const QByteArrayView words = onlyWords(chunk); !words.isEmpty())
        m_repeated.remember(m_reader.text(), words.data() - m_reader.text().data(), words.size());
    if (chunk.answer) {
        takeAnswer(*chunk.answer, m_hasContent, m_toolCalls, delta);
        delta.finishReason = finishReason(chunk.answer->finish, finishWords);
    }
    mergeUsage(delta.usage, chunk.usage);
    m_hasContent = m_hasContent || delta.hasContent();

    return chunk.hasError ? decodeError(json, delta) : Step::Continue;
}

} // namespace runnel
