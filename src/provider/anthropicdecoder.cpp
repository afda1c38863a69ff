// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/anthropic.h"

namespace runnel {

/// A content block, or a delta of one.
struct AnthropicDecoder::WireBlock
{
    std::optional<qint64> index;
    QByteArrayView type;
    QString text;
    QString thinking;
    QString partialJson;
    QString id;
    QString name;
    QString input;
    QString stopReason; // of the delta of a message
};

struct AnthropicDecoder::WireEvent
{
    QByteArrayView type;
    WireBlock block; // "content_block" or "delta"
    QList<WireBlock> content;
    QString stopReason;
    QString model;
    Usage usage;
    bool hasError = false;
};

namespace {

using WireBlock = AnthropicDecoder::WireBlock;
using WireEvent = AnthropicDecoder::WireEvent;

simdjson::error_code readUsage(JsonValue &value, Usage &usage)
{
    return forEachMember(value, [&](JsonKey key, JsonValue &member) {
        if (key == "input_tokens")
            usage.inputTokens = jsonInteger(member);
        else if (key == "output_tokens")
            usage.outputTokens = jsonInteger(member);
        return simdjson::SUCCESS;
    });
}

simdjson::error_code readBlock(JsonValue &value, WireBlock &block)
{
    return forEachMember(value, [&](JsonKey key, JsonValue &member) {
        if (key == "input")
            return appendJsonText(member, block.input);
        if (key == "type")
            block.type = rawJsonString(member);
        else if (key == "text")
            block.text = jsonString(member);
        else if (key == "thinking")
            block.thinking = jsonString(member);
        else if (key == "partial_json")
            block.partialJson = jsonString(member);
        else if (key == "id")
            block.id = jsonString(member);
        else if (key == "name")
            block.name = jsonString(member);
        else if (key == "stop_reason")
            block.stopReason = jsonString(member);
        return simdjson::SUCCESS;
    });
}

/// A member of a message object.
simdjson::error_code readMessageMember(
    JsonKey key, JsonValue &member, WireEvent &event, QByteArray &lastModel)
{
    if (key == "usage")
        return readUsage(member, event.usage);
    if (key == "content") {
        return forEachElement(
            member, [&](JsonValue &element) { return readBlock(element, event.content.emplaceBack()); });
    }
    if (key == "model")
        event.model = changedJsonString(member, lastModel);
    else if (key == "stop_reason")
        event.stopReason = jsonString(member);
    return simdjson::SUCCESS;
}

simdjson::error_code readEvent(JsonValue &root, WireEvent &event, QByteArray &lastModel)
{
    JsonObject object;
    if (const auto error = root.get_object().get(object))
        return error;
    return forEachMember(object, [&](JsonKey key, JsonValue &member) {
        if (key == "delta" || key == "content_block")
            return readBlock(member, event.block);
        if (key == "message") {
            return forEachMember(member, [&](JsonKey inner, JsonValue &value) {
                return readMessageMember(inner, value, event, lastModel);
            });
        }
        if (key == "type")
            event.type = rawJsonString(member);
        else if (key == "index")
            event.block.index = jsonInteger(member);
        else if (key == "error")
            event.hasError = holdsJsonError(member);
        else
            return readMessageMember(key, member, event, lastModel);
        return simdjson::SUCCESS;
    });
}

} // namespace

ReplyDecoder::Step AnthropicDecoder::decode(QByteArrayView json, QByteArrayView eventType, ReplyDelta &delta)
{
    static constexpr FinishWord finishWords[] = {
        {QLatin1StringView("end_turn"), FinishReason::Stop},
        {QLatin1StringView("stop_sequence"), FinishReason::Stop},
        {QLatin1StringView("max_tokens"), FinishReason::Length},
        {QLatin1StringView("model_context_window_exceeded"), FinishReason::Length},
        {QLatin1StringView("tool_use"), FinishReason::ToolCalls},
        {QLatin1StringView("refusal"), FinishReason::ContentFilter},
    };
    WireEvent event;
    QByteArray model = m_model;
    if (!m_reader.read(json, [&](JsonValue &root) { return readEvent(root, event, model); }))
        return Step::Unreadable;
    m_model = model;
    delta.model = event.model;
    delta.usage = event.usage;

    const QByteArrayView type = event.type.isEmpty() ? eventType : event.type;
    if (type == "error" || event.hasError)
        return decodeError(json, delta);
    if (type == "content_block_delta") {
        const WireBlock &block = event.block;
        const QByteArrayView kind = block.type; // what is of an unknown kind is of no kind of ours
        if (kind.isEmpty() || kind == "text_delta")
            delta.text = block.text;
        if (kind.isEmpty() || kind == "thinking_delta")
            delta.reasoning = block.thinking;
        if (kind.isEmpty() || kind == "input_json_delta")
            takeArguments(block.index, block.partialJson, delta);
        return Step::Continue;
    }
    if (type == "content_block_start") {
        beginBlock(event.block, delta);
        return Step::Continue;
    }
    if (type == "content_block_stop") {
        if (const qsizetype ordinal = openCallAt(event.block.index); ordinal >= 0)
            endCall(ordinal, delta);
        return Step::Continue;
    }

    // What begins or ends a message, or is a whole one.
    for (const WireBlock &block : std::as_const(event.content))
        beginBlock(block, delta);
    delta.finishReason
        = finishReason(event.stopReason.isEmpty() ? event.block.stopReason : event.stopReason, finishWords);
    if (delta.finishReason || type == "message_stop")
        endCalls(delta);
    return type == "message_stop" ? Step::Terminal : Step::Continue;
}

void AnthropicDecoder::beginBlock(const WireBlock &block, ReplyDelta &delta)
{
    if (block.type == "text") {
        delta.text += block.text;
    } else if (block.type == "thinking") {
        delta.reasoning += block.thinking;
    } else if (block.type == "tool_use") {
        delta.toolCalls.append(ToolCallDelta{int(m_calls.size()), block.id, block.name, {}});
        m_calls.append(Call{block.index, block.input});
    }
    // What else there is ("redacted_thinking", tools that the provider runs itself) has nothing to show.
}

void AnthropicDecoder::takeArguments(std::optional<qint64> index, const QString &tail, ReplyDelta &delta)
{
    const qsizetype ordinal = openCallAt(index);
    if (tail.isEmpty() || ordinal < 0)
        return;
    m_calls[ordinal].hasArguments = true;
    delta.toolCalls.append(ToolCallDelta{int(ordinal), {}, {}, tail});
}

/// The arguments of a call without deltas are the input that its block began with, usually {}.
void AnthropicDecoder::endCall(qsizetype ordinal, ReplyDelta &delta)
{
    Call &call = m_calls[ordinal];
    call.isOpen = false;
    if (call.hasArguments)
        return;
    const QString input = call.input.isEmpty() ? QStringLiteral("{}") : call.input;
    delta.toolCalls.append(ToolCallDelta{int(ordinal), {}, {}, input});
}

void AnthropicDecoder::endCalls(ReplyDelta &delta)
{
    for (qsizetype i = 0; i < m_calls.size(); ++i) {
        if (m_calls[i].isOpen)
            endCall(i, delta);
    }
}

qsizetype AnthropicDecoder::openCallAt(std::optional<qint64> index) const
{
    for (qsizetype i = m_calls.size() - 1; i >= 0; --i) {
        if (m_calls[i].isOpen && (!index || m_calls[i].index == index))
            return i;
    }
    return -1;
}

} // namespace runnel
