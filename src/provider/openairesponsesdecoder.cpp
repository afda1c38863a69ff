// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/openairesponses.h"

#include <QStringList>

#include <algorithm>

namespace runnel {

/// An element of a response's output.
struct OpenAiResponsesDecoder::WireItem
{
    QByteArray type;
    QByteArray id;
    QString callId;
    QString name;
    QString arguments;
    QString text;
    QString refusal;
    QStringList summary;
    QStringList reasoning;
};

struct OpenAiResponsesDecoder::WireResponse
{
    QByteArray status;
    QString model;
    QString incompleteReason;
    Usage usage;
    QList<WireItem> output;
    QByteArray error; // JSON
    bool isPresent = false;
};

struct OpenAiResponsesDecoder::WireEvent
{
    QByteArrayView type;
    QString delta;
    QString text;
    QString refusal;
    QString arguments;
    QByteArray itemId;
    std::optional<qint64> outputIndex;
    std::optional<qint64> partIndex;
    WireItem item;
    WireResponse response; // the member of that name, or the whole object where that is one
};

namespace {

using WireEvent = OpenAiResponsesDecoder::WireEvent;
using WireItem = OpenAiResponsesDecoder::WireItem;
using WireResponse = OpenAiResponsesDecoder::WireResponse;

enum class EventKind
{
    Other,
    TextDelta,
    TextDone,
    RefusalDelta,
    RefusalDone,
    SummaryPartAdded,
    SummaryDelta,
    SummaryDone,
    ReasoningDelta,
    ReasoningDone,
    ItemAdded,
    ItemDone,
    ArgumentsDelta,
    ArgumentsDone,
    Completed,
    Incomplete,
    Failed,
    Error
};

EventKind eventKind(QByteArrayView type)
{
    struct Row
    {
        QByteArrayView type;
        EventKind kind;
    };
    static constexpr Row rows[] = {
        {"response.output_text.delta", EventKind::TextDelta},
        {"response.output_text.done", EventKind::TextDone},
        {"response.refusal.delta", EventKind::RefusalDelta},
        {"response.refusal.done", EventKind::RefusalDone},
        {"response.reasoning_summary_part.added", EventKind::SummaryPartAdded},
        {"response.reasoning_summary_text.delta", EventKind::SummaryDelta},
        {"response.reasoning_summary_text.done", EventKind::SummaryDone},
        {"response.reasoning_text.delta", EventKind::ReasoningDelta},
        {"response.reasoning_text.done", EventKind::ReasoningDone},
        {"response.output_item.added", EventKind::ItemAdded},
        {"response.output_item.done", EventKind::ItemDone},
        {"response.function_call_arguments.delta", EventKind::ArgumentsDelta},
        {"response.function_call_arguments.done", EventKind::ArgumentsDone},
        {"response.completed", EventKind::Completed},
        {"response.incomplete", EventKind::Incomplete},
        {"response.failed", EventKind::Failed},
        {"error", EventKind::Error},
    };
    const auto found
        = std::find_if(std::begin(rows), std::end(rows), [&](const Row &row) { return row.type == type; });
    return found == std::end(rows) ? EventKind::Other : found->kind;
}

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

/// The text of each element of a summary or of a reasoning's content.
simdjson::error_code readParts(JsonValue &value, QStringList &parts)
{
    return forEachElement(value, [&](JsonValue &element) {
        return forEachMember(element, [&](JsonKey key, JsonValue &member) {
            if (key == "text")
                parts.append(jsonString(member));
            return simdjson::SUCCESS;
        });
    });
}

/// A message's content. A reasoning has one, too, of parts whose type is "reasoning_text".
simdjson::error_code readContent(JsonValue &value, WireItem &item)
{
    return forEachElement(value, [&](JsonValue &element) {
        QString text;
        QByteArrayView type;
        const auto error = forEachMember(element, [&](JsonKey key, JsonValue &member) {
            if (key == "type")
                type = rawJsonString(member);
            else if (key == "text")
                text = jsonString(member);
            else if (key == "refusal")
                appendJsonString(member, item.refusal);
            return simdjson::SUCCESS;
        });
        if (type == "reasoning_text")
            item.reasoning.append(text);
        else
            item.text += text;
        return error;
    });
}

simdjson::error_code readItem(JsonValue &value, WireItem &item)
{
    return forEachMember(value, [&](JsonKey key, JsonValue &member) {
        if (key == "content")
            return readContent(member, item);
        if (key == "summary")
            return readParts(member, item.summary);
        if (key == "arguments")
            return appendJsonText(member, item.arguments);
        if (key == "type")
            item.type = rawJsonString(member).toByteArray();
        else if (key == "id")
            item.id = rawJsonString(member).toByteArray();
        else if (key == "call_id")
            item.callId = jsonString(member);
        else if (key == "name")
            item.name = jsonString(member);
        return simdjson::SUCCESS;
    });
}

/// The JSON of an error object or text; empty when there is none.
simdjson::error_code readError(JsonValue &value, QByteArray &error)
{
    using Type = simdjson::ondemand::json_type;
    Type type;
    if (value.type().get(type) || (type != Type::object && type != Type::string))
        return simdjson::SUCCESS;
    std::string_view raw;
    if (const auto code = simdjson::to_json_string(value).get(raw))
        return code;
    if (raw != "\"\"")
        error = QByteArray(raw.data(), qsizetype(raw.size()));
    return simdjson::SUCCESS;
}

/// A member of a response object.
simdjson::error_code readResponseMember(
    JsonKey key, JsonValue &member, WireResponse &response, QByteArray &lastModel)
{
    if (key == "usage")
        return readUsage(member, response.usage);
    if (key == "error")
        return readError(member, response.error);
    if (key == "output") {
        return forEachElement(
            member, [&](JsonValue &element) { return readItem(element, response.output.emplaceBack()); });
    }
    if (key == "incomplete_details") {
        return forEachMember(member, [&](JsonKey inner, JsonValue &detail) {
            if (inner == "reason")
                response.incompleteReason = jsonString(detail);
            return simdjson::SUCCESS;
        });
    }
    if (key == "status")
        response.status = rawJsonString(member).toByteArray();
    else if (key == "model")
        response.model = changedJsonString(member, lastModel);
    else if (key == "object")
        response.isPresent = rawJsonString(member) == "response";
    return simdjson::SUCCESS;
}

simdjson::error_code readEvent(JsonValue &root, WireEvent &event, QByteArray &lastModel)
{
    JsonObject object;
    if (const auto error = root.get_object().get(object))
        return error;
    return forEachMember(object, [&](JsonKey key, JsonValue &member) {
        if (key == "item")
            return readItem(member, event.item);
        if (key == "response") {
            return forEachMember(member, [&](JsonKey inner, JsonValue &value) {
                return readResponseMember(inner, value, event.response, lastModel);
            });
        }
        if (key == "type")
            event.type = rawJsonString(member);
        else if (key == "delta")
            event.delta = jsonString(member);
        else if (key == "text")
            event.text = jsonString(member);
        else if (key == "refusal")
            event.refusal = jsonString(member);
        else if (key == "arguments")
            event.arguments = jsonString(member);
        else if (key == "item_id")
            event.itemId = rawJsonString(member).toByteArray();
        else if (key == "output_index")
            event.outputIndex = jsonInteger(member);
        else if (key == "summary_index" || key == "content_index")
            event.partIndex = jsonInteger(member);
        else
            return readResponseMember(key, member, event.response, lastModel);
        return simdjson::SUCCESS;
    });
}

FinishReason incompleteFinish(const QString &reason)
{
    // "max_output_tokens", and whatever other limit cuts a response.
    return reason == QLatin1StringView("content_filter") ? FinishReason::ContentFilter : FinishReason::Length;
}

} // namespace

ReplyDecoder::Step OpenAiResponsesDecoder::decode(
    QByteArrayView json, QByteArrayView eventType, ReplyDelta &delta)
{
    WireEvent event;
    QByteArray model = m_model;
    if (!m_reader.read(json, [&](JsonValue &root) { return readEvent(root, event, model); }))
        return Step::Unreadable;
    m_model = model;
    delta.model = event.response.model;

    const EventKind kind = eventKind(event.type.isEmpty() ? eventType : event.type);
    const PartKey part{event.outputIndex, event.partIndex};
    switch (kind) {
    case EventKind::TextDelta:
        takeText(m_textSource, Source::Deltas, event.delta, delta.text);
        break;
    case EventKind::TextDone:
        takeText(m_textSource, Source::FinishedParts, event.text, delta.text);
        break;
    case EventKind::RefusalDelta:
        takeText(m_refusalSource, Source::Deltas, event.delta, delta.refusal);
        break;
    case EventKind::RefusalDone:
        takeText(m_refusalSource, Source::FinishedParts, event.refusal, delta.refusal);
        break;
    case EventKind::SummaryPartAdded:
        m_startsReasoningPart = true;
        break;
    case EventKind::SummaryDelta:
        takeReasoning(Source::SummaryDeltas, part, event.delta, delta);
        break;
    case EventKind::SummaryDone:
        takeReasoning(Source::FinishedSummaries, part, event.text, delta);
        break;
    case EventKind::ReasoningDelta:
        takeReasoning(Source::Deltas, part, event.delta, delta);
        break;
    case EventKind::ReasoningDone:
        takeReasoning(Source::FinishedParts, part, event.text, delta);
        break;
    case EventKind::ItemAdded:
        // Its arguments follow in deltas, and stand in the finished item again.
        event.item.arguments.clear();
        if (event.item.type == "function_call")
            takeCall(event.item, event.outputIndex, delta);
        break;
    case EventKind::ItemDone:
        takeItem(event.item, event.outputIndex, Source::FinishedItems, delta);
        break;
    case EventKind::ArgumentsDelta:
        takeArguments(callFor({}, event.itemId, event.outputIndex), event.delta, delta);
        break;
    case EventKind::ArgumentsDone:
        if (const qsizetype ordinal = callFor({}, event.itemId, event.outputIndex);
            !m_calls[ordinal].hasArguments)
            takeArguments(ordinal, event.arguments, delta);
        break;
    case EventKind::Completed:
        return takeResponse(event.response, "completed", delta);
    case EventKind::Incomplete:
        return takeResponse(event.response, "incomplete", delta);
    case EventKind::Failed:
        return takeResponse(event.response, "failed", delta);
    case EventKind::Error:
        return decodeError(json, delta);
    case EventKind::Other:
        if (event.response.isPresent && event.type.isEmpty() && eventType.isEmpty())
            return takeResponse(event.response, event.response.status, delta);
        return event.response.error.isEmpty() ? Step::Continue : decodeError(json, delta);
    }
    return Step::Continue;
}

ReplyDecoder::Step OpenAiResponsesDecoder::takeResponse(
    const WireResponse &response, QByteArrayView status, ReplyDelta &delta)
{
    for (qsizetype i = 0; i < response.output.size(); ++i)
        takeItem(response.output[i], i, Source::Response, delta);
    delta.usage = response.usage;
    if (status == "failed" || (!response.error.isEmpty() && status != "completed"))
        return decodeError(
            "{\"error\":" + (response.error.isEmpty() ? QByteArray("{}") : response.error) + '}', delta);
    if (status == "completed")
        delta.finishReason = FinishReason::Stop;
    else if (status == "incomplete")
        delta.finishReason = incompleteFinish(response.incompleteReason);
    else
        return Step::Continue;
    return Step::Terminal;
}

void OpenAiResponsesDecoder::takeItem(
    const WireItem &item, std::optional<qint64> outputIndex, Source source, ReplyDelta &delta)
{
    if (item.type == "function_call") {
        takeCall(item, outputIndex, delta);
        return;
    }
    takeText(m_textSource, source, item.text, delta.text);
    takeText(m_refusalSource, source, item.refusal, delta.refusal);
    const QStringList &thoughts = item.summary.isEmpty() ? item.reasoning : item.summary;
    for (qsizetype i = 0; i < thoughts.size(); ++i)
        takeReasoning(source, {outputIndex, i}, thoughts[i], delta);
}

void OpenAiResponsesDecoder::takeText(Source &from, Source source, const QString &text, QString &target)
{
    if (text.isEmpty())
        return;
    if (from == Source::Nowhere)
        from = source;
    if (from == source)
        target += text;
}

void OpenAiResponsesDecoder::takeReasoning(
    Source source, PartKey part, const QString &text, ReplyDelta &delta)
{
    QString taken;
    takeText(m_reasoningSource, source, text, taken);
    if (taken.isEmpty())
        return;
    if (m_hasReasoning && (m_startsReasoningPart || part != m_reasoningPart))
        delta.reasoning += QLatin1StringView("\n\n");
    delta.reasoning += taken;
    m_hasReasoning = true;
    m_startsReasoningPart = false;
    m_reasoningPart = part;
}

/// The call of a piece: by its own id, which only items have; else by its item's id; else by its place,
/// newest first, since some gateways make up an item id for each event. A new one when there is none.
qsizetype OpenAiResponsesDecoder::callFor(
    const QString &id, const QByteArray &itemId, std::optional<qint64> outputIndex)
{
    const auto newest = [this](auto &&fits) {
        for (qsizetype i = m_calls.size() - 1; i >= 0; --i) {
            if (fits(m_calls[i]))
                return i;
        }
        return qsizetype(-1);
    };
    qsizetype found = -1;
    if (!id.isEmpty())
        found = newest([&](const Call &call) { return call.id == id; });
    const auto mayBe = [&](const Call &call) { return id.isEmpty() || call.id.isEmpty(); };
    if (found < 0 && !itemId.isEmpty())
        found = newest([&](const Call &call) { return call.itemId == itemId && mayBe(call); });
    if (found < 0 && outputIndex)
        found = newest([&](const Call &call) { return call.outputIndex == outputIndex && mayBe(call); });
    if (found < 0 && id.isEmpty() && !outputIndex)
        found = m_calls.size() - 1;
    if (found >= 0)
        return found;
    m_calls.append(Call{itemId, {}, outputIndex});
    return m_calls.size() - 1;
}

void OpenAiResponsesDecoder::takeCall(
    const WireItem &item, std::optional<qint64> outputIndex, ReplyDelta &delta)
{
    const QString id = item.callId.isEmpty() ? QString::fromUtf8(item.id) : item.callId;
    const qsizetype ordinal = callFor(id, item.id, outputIndex);
    Call &call = m_calls[ordinal];
    ToolCallDelta piece;
    piece.ordinal = int(ordinal);
    if (call.id.isEmpty() && !id.isEmpty())
        piece.id = call.id = id;
    if (!call.hasName && !item.name.isEmpty()) {
        call.hasName = true;
        piece.name = item.name;
    }
    if (!call.hasArguments) {
        call.hasArguments = !item.arguments.isEmpty();
        piece.argumentsTail = item.arguments;
    }
    if (piece != ToolCallDelta{piece.ordinal, {}, {}, {}})
        delta.toolCalls.append(piece);
}

void OpenAiResponsesDecoder::takeArguments(qsizetype ordinal, const QString &arguments, ReplyDelta &delta)
{
    if (arguments.isEmpty())
        return;
    m_calls[ordinal].hasArguments = true;
    delta.toolCalls.append(ToolCallDelta{int(ordinal), {}, {}, arguments});
}

} // namespace runnel
