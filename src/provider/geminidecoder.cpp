// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/gemini.h"

#include "provider/toolcallassembler.h"

namespace runnel {

namespace {

struct WireCandidate
{
    qint64 index = 0;
    QString text;
    QString reasoning;
    QList<WireToolCall> toolCalls;
    QString finish;
    QString finishMessage;
};

struct WireAnswer
{
    WireCandidate candidate; // the one with index 0
    QString blockReason;
    QString model;
    GeminiDecoder::TokenCounts tokens;
    bool hasError = false;
};

simdjson::error_code readCall(JsonValue &value, QList<WireToolCall> &calls)
{
    const auto object = jsonObject(value);
    if (!object)
        return simdjson::SUCCESS;
    WireToolCall &call = calls.emplaceBack();
    const auto error = forEachMember(*object, [&](JsonKey key, JsonValue &member) {
        if (key == "args")
            return appendJsonText(member, call.arguments);
        if (key == "id")
            call.id = jsonString(member);
        else if (key == "name")
            call.name = jsonString(member);
        return simdjson::SUCCESS;
    });
    if (call.arguments.isEmpty())
        call.arguments = QStringLiteral("{}");
    return error;
}

simdjson::error_code readPart(JsonValue &value, WireCandidate &candidate)
{
    QString text;
    bool isThought = false;
    const auto error = forEachMember(value, [&](JsonKey key, JsonValue &member) {
        if (key == "functionCall")
            return readCall(member, candidate.toolCalls);
        if (key == "text")
            text = jsonString(member);
        else if (key == "thought")
            isThought = jsonBoolean(member).value_or(false);
        return simdjson::SUCCESS;
    });
    (isThought ? candidate.reasoning : candidate.text) += text;
    return error;
}

simdjson::error_code readContent(JsonValue &value, WireCandidate &candidate)
{
    return forEachMember(value, [&](JsonKey key, JsonValue &member) {
        if (key == "parts")
            return forEachElement(member, [&](JsonValue &part) { return readPart(part, candidate); });
        return simdjson::SUCCESS;
    });
}

simdjson::error_code readCandidates(JsonValue &value, WireCandidate &answer)
{
    return forEachElement(value, [&](JsonValue &element) {
        WireCandidate candidate;
        const auto error = forEachMember(element, [&](JsonKey key, JsonValue &member) {
            if (key == "content")
                return readContent(member, candidate);
            if (key == "index")
                candidate.index = jsonInteger(member).value_or(0);
            else if (key == "finishReason")
                candidate.finish = jsonString(member);
            else if (key == "finishMessage")
                candidate.finishMessage = jsonString(member);
            return simdjson::SUCCESS;
        });
        if (candidate.index == 0)
            answer = std::move(candidate);
        return error;
    });
}

simdjson::error_code readTokens(JsonValue &value, GeminiDecoder::TokenCounts &tokens)
{
    return forEachMember(value, [&](JsonKey key, JsonValue &member) {
        if (key == "promptTokenCount")
            tokens.prompt = jsonInteger(member);
        else if (key == "candidatesTokenCount")
            tokens.candidates = jsonInteger(member);
        else if (key == "thoughtsTokenCount")
            tokens.thoughts = jsonInteger(member);
        return simdjson::SUCCESS;
    });
}

simdjson::error_code readAnswer(JsonValue &root, WireAnswer &answer, QByteArray &lastModel)
{
    JsonObject object;
    if (const auto error = root.get_object().get(object))
        return error;
    return forEachMember(object, [&](JsonKey key, JsonValue &member) {
        if (key == "candidates")
            return readCandidates(member, answer.candidate);
        if (key == "usageMetadata")
            return readTokens(member, answer.tokens);
        if (key == "promptFeedback") {
            return forEachMember(member, [&](JsonKey inner, JsonValue &value) {
                if (inner == "blockReason")
                    answer.blockReason = jsonString(value);
                return simdjson::SUCCESS;
            });
        }
        if (key == "modelVersion")
            answer.model = changedJsonString(member, lastModel);
        else if (key == "error")
            answer.hasError = holdsJsonError(member);
        return simdjson::SUCCESS;
    });
}

void mergeTokens(std::optional<qint64> &count, std::optional<qint64> latest)
{
    if (latest)
        count = latest;
}

} // namespace

ReplyDecoder::Step GeminiDecoder::decode(QByteArrayView json, QByteArrayView, ReplyDelta &delta)
{
    static constexpr FinishWord finishWords[] = {
        {QLatin1StringView("STOP"), FinishReason::Stop},
        {QLatin1StringView("MAX_TOKENS"), FinishReason::Length},
        {QLatin1StringView("SAFETY"), FinishReason::ContentFilter},
        {QLatin1StringView("RECITATION"), FinishReason::ContentFilter},
        {QLatin1StringView("LANGUAGE"), FinishReason::ContentFilter},
        {QLatin1StringView("BLOCKLIST"), FinishReason::ContentFilter},
        {QLatin1StringView("PROHIBITED_CONTENT"), FinishReason::ContentFilter},
        {QLatin1StringView("SPII"), FinishReason::ContentFilter},
        {QLatin1StringView("IMAGE_SAFETY"), FinishReason::ContentFilter},
        {QLatin1StringView("IMAGE_PROHIBITED_CONTENT"), FinishReason::ContentFilter},
        {QLatin1StringView("IMAGE_RECITATION"), FinishReason::ContentFilter},
        {QLatin1StringView("MALFORMED_FUNCTION_CALL"), FinishReason::Error},
        {QLatin1StringView("UNEXPECTED_TOOL_CALL"), FinishReason::Error},
        {QLatin1StringView("TOO_MANY_TOOL_CALLS"), FinishReason::Error},
        {QLatin1StringView("MISSING_THOUGHT_SIGNATURE"), FinishReason::Error},
        {QLatin1StringView("MALFORMED_RESPONSE"), FinishReason::Error},
    };
    WireAnswer answer;
    QByteArray model = m_model;
    if (!m_reader.read(json, [&](JsonValue &root) { return readAnswer(root, answer, model); }))
        return Step::Unreadable;
    m_model = model;

    const WireCandidate &candidate = answer.candidate;
    delta.model = answer.model;
    delta.text = candidate.text;
    delta.reasoning = candidate.reasoning;
    for (const WireToolCall &call : candidate.toolCalls)
        delta.toolCalls.append(ToolCallDelta{m_callCount++, call.id, call.name, call.arguments});

    mergeTokens(m_tokens.prompt, answer.tokens.prompt);
    mergeTokens(m_tokens.candidates, answer.tokens.candidates);
    mergeTokens(m_tokens.thoughts, answer.tokens.thoughts);
    delta.usage.inputTokens = m_tokens.prompt;
    if (m_tokens.candidates || m_tokens.thoughts)
        delta.usage.outputTokens = m_tokens.candidates.value_or(0) + m_tokens.thoughts.value_or(0);

    if (answer.hasError)
        return decodeError(json, delta);
    if (candidate.finish != QLatin1StringView("FINISH_REASON_UNSPECIFIED"))
        delta.finishReason = finishReason(candidate.finish, finishWords);
    if (!answer.blockReason.isEmpty())
        delta.finishReason = FinishReason::ContentFilter;
    if (delta.finishReason == FinishReason::Error && !candidate.finishMessage.isEmpty())
        delta.error = ProviderError{candidate.finish, candidate.finishMessage};
    return Step::Continue;
}

} // namespace runnel
