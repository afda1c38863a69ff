// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/openaichat.h"

#include "base/utf8.h"
#include "provider/providererror.h"

#include <algorithm>
#include <array>

namespace runnel {

namespace {

using simdjson::ondemand::raw_json_string;

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
    QByteArray rawModel;              // as it stands in the text, if it is another one than before
    Usage usage;
    bool hasError = false;
};

// simdjson's iterators are read where they stand: GCC 12 copies them by loads that are wider than the stores
// before them, and each such copy stalls for a dozen cycles. Without copies decoding is a third faster.

/// Calls @p visit(key, value) for every member. The error is simdjson's: the text is broken there.
template <typename Visitor> simdjson::error_code forEachMember(JsonObject object, Visitor &&visit)
{
    for (auto member : object) {
        if (const auto error = member.error())
            return error;
        auto &&field = std::move(member).value_unsafe();
        if (const auto error = visit(field.key(), field.value()))
            return error;
    }
    return simdjson::SUCCESS;
}

/// Calls @p visit(value) for every element.
template <typename Visitor> simdjson::error_code forEachElement(JsonArray array, Visitor &&visit)
{
    for (auto element : array) {
        if (const auto error = element.error())
            return error;
        auto &&value = std::move(element).value_unsafe();
        if (const auto error = visit(value))
            return error;
    }
    return simdjson::SUCCESS;
}

simdjson::error_code readUsage(JsonValue &value, Usage &usage)
{
    const auto object = jsonObject(value);
    if (!object)
        return simdjson::SUCCESS;
    return forEachMember(*object, [&](raw_json_string key, JsonValue &member) {
        if (key.unsafe_is_equal("prompt_tokens") || key.unsafe_is_equal("input_tokens")) {
            if (const auto count = jsonInteger(member))
                usage.inputTokens = count;
        } else if (key.unsafe_is_equal("completion_tokens") || key.unsafe_is_equal("output_tokens")) {
            if (const auto count = jsonInteger(member))
                usage.outputTokens = count;
        }
        return simdjson::SUCCESS;
    });
}

simdjson::error_code readFunction(JsonValue &value, WireToolCall &call)
{
    const auto object = jsonObject(value);
    if (!object)
        return simdjson::SUCCESS;
    return forEachMember(*object, [&](raw_json_string key, JsonValue &member) {
        if (key.unsafe_is_equal("name")) {
            call.name = jsonString(member);
        } else if (key.unsafe_is_equal("arguments")) {
            if (!appendJsonString(member, call.arguments) && !isJsonNull(member)) {
                // An object instead of JSON text: its text is the same thing.
                std::string_view raw;
                if (const auto error = simdjson::to_json_string(member).get(raw))
                    return error;
                call.arguments = QString::fromUtf8(raw.data(), qsizetype(raw.size()));
            }
        }
        return simdjson::SUCCESS;
    });
}

simdjson::error_code readToolCalls(JsonValue &value, QList<WireToolCall> &calls)
{
    const auto array = jsonArray(value);
    if (!array)
        return simdjson::SUCCESS;
    return forEachElement(*array, [&](JsonValue &element) {
        const auto object = jsonObject(element);
        if (!object)
            return simdjson::SUCCESS;
        WireToolCall call;
        const auto error = forEachMember(*object, [&](raw_json_string key, JsonValue &member) {
            if (key.unsafe_is_equal("index"))
                call.index = jsonInteger(member);
            else if (key.unsafe_is_equal("id"))
                call.id = jsonString(member);
            else if (key.unsafe_is_equal("function"))
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
    const auto array = jsonArray(value);
    if (!array)
        return simdjson::SUCCESS;
    return forEachElement(*array, [&](JsonValue &element) {
        const auto object = jsonObject(element);
        if (!object)
            return simdjson::SUCCESS;
        return forEachMember(*object, [&](raw_json_string key, JsonValue &member) {
            if (key.unsafe_is_equal("text") || key.unsafe_is_equal("summary")) {
                appendJsonString(member, text);
            } else if (thinking && key.unsafe_is_equal("thinking")) {
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
    return forEachMember(*object, [&](raw_json_string key, JsonValue &member) {
        if (key.unsafe_is_equal("content")) {
            const bool isFirst = message.text.isEmpty();
            const QByteArrayView raw = appendRawJsonString(member, message.text);
            message.rawText = isFirst ? raw : QByteArrayView();
            if (raw.isNull())
                return readTextParts(member, message.text, &message.reasoning[ReasoningDetails]);
        } else if (key.unsafe_is_equal("reasoning_content")) {
            appendJsonString(member, message.reasoning[ReasoningContent]);
        } else if (key.unsafe_is_equal("reasoning")) {
            appendJsonString(member, message.reasoning[Reasoning]);
        } else if (key.unsafe_is_equal("reasoning_details")) {
            return readTextParts(member, message.reasoning[ReasoningDetails], nullptr);
        } else if (key.unsafe_is_equal("refusal")) {
            appendJsonString(member, message.refusal);
        } else if (key.unsafe_is_equal("tool_calls")) {
            return readToolCalls(member, message.toolCalls);
        } else if (key.unsafe_is_equal("function_call")) {
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
    const auto object = jsonObject(value);
    if (!object)
        return simdjson::SUCCESS;
    return forEachMember(*object, [&](raw_json_string key, JsonValue &member) {
        if (key.unsafe_is_equal("delta"))
            return readMessage(member, choice.delta);
        if (key.unsafe_is_equal("message"))
            return readMessage(member, choice.message);
        if (key.unsafe_is_equal("usage"))
            return readUsage(member, choice.usage);
        if (key.unsafe_is_equal("index"))
            choice.index = jsonInteger(member).value_or(0);
        else if (key.unsafe_is_equal("finish_reason"))
            choice.finish = jsonString(member);
        else if (key.unsafe_is_equal("text"))
            choice.legacyText = jsonString(member);
        return simdjson::SUCCESS;
    });
}

simdjson::error_code readChoices(JsonValue &value, std::optional<WireChoice> &answer)
{
    const auto array = jsonArray(value);
    if (!array)
        return simdjson::SUCCESS;
    return forEachElement(*array, [&](JsonValue &element) {
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
    const auto object = jsonObject(value);
    if (!object)
        return simdjson::SUCCESS;
    return forEachMember(*object, [&](raw_json_string key, JsonValue &member) {
        return key.unsafe_is_equal("usage") ? readUsage(member, chunk.usage) : simdjson::SUCCESS;
    });
}

simdjson::error_code readChunk(JsonValue &root, WireChunk &chunk, const QByteArray &lastModel)
{
    JsonObject object;
    if (const auto error = root.get_object().get(object))
        return error;
    return forEachMember(object, [&](raw_json_string key, JsonValue &member) {
        if (key.unsafe_is_equal("choices"))
            return readChoices(member, chunk.answer);
        if (key.unsafe_is_equal("usage"))
            return readUsage(member, chunk.usage);
        if (key.unsafe_is_equal("x_groq"))
            return readGroq(member, chunk);
        if (key.unsafe_is_equal("error")) {
            chunk.hasError = jsonObject(member).has_value() || !jsonString(member).isEmpty();
        } else if (key.unsafe_is_equal("model")) {
            raw_json_string raw;
            const bool isKnown = !member.get_raw_json_string().get(raw)
                && raw.unsafe_is_equal(std::string_view(lastModel.constData(), size_t(lastModel.size())));
            if (!isKnown && raw.raw()) {
                // The raw text serves as the key of what was seen; escapes in it are of no consequence.
                const char *end = raw.raw();
                while (*end != '"')
                    end += *end == '\\' ? 2 : 1;
                chunk.rawModel = QByteArray(raw.raw(), end - raw.raw());
            }
        }
        return simdjson::SUCCESS;
    });
}

std::optional<FinishReason> finishReason(const QString &word)
{
    struct Row
    {
        QLatin1StringView word;
        FinishReason reason;
    };
    static constexpr Row rows[] = {
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
    if (word.isEmpty())
        return std::nullopt; // "" is no finish: vLLM and SGLang send it in every chunk
    for (const Row &row : rows) {
        if (word.compare(row.word, Qt::CaseInsensitive) == 0)
            return row.reason;
    }
    return FinishReason::Stop; // a word of the server's own ("eos", "stop_sequence"): it did end there
}

void mergeUsage(Usage &usage, const Usage &latest)
{
    if (latest.inputTokens)
        usage.inputTokens = latest.inputTokens;
    if (latest.outputTokens)
        usage.outputTokens = latest.outputTokens;
}

/// The text in @p chunk when that is all that it says, else null.
QByteArrayView onlyWords(const WireChunk &chunk)
{
    if (!chunk.rawModel.isEmpty() || chunk.hasError || chunk.usage != Usage() || !chunk.answer)
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
    delta.finishReason = finishReason(answer.finish);
    mergeUsage(delta.usage, answer.usage);
}

} // namespace

ReplyDecoder::Step OpenAiChatDecoder::decodeEvent(const ServerSentEvent &event, ReplyDelta &delta)
{
    const QByteArrayView data = event.data.trimmed();
    if (data == "[DONE]")
        return Step::Terminal;
    const Step step = decodeDocument(data, delta);
    if (event.type == "error" && step != Step::Terminal) {
        // The event's type already says what it is, whatever shape its data has.
        delta = ReplyDelta();
        delta.finishReason = FinishReason::Error;
        delta.error = readProviderError(data).value_or(ProviderError{{}, textSummary(data)});
        return Step::Terminal;
    }
    return step;
}

ReplyDecoder::Step OpenAiChatDecoder::decodeDocument(QByteArrayView json, ReplyDelta &delta)
{
    if (const auto words = m_repeated.wordsIn(json)) {
        delta.text = fromUtf8Keeping(*words);
        m_hasContent = true;
        return Step::Continue;
    }
    WireChunk chunk;
    if (!m_reader.read(json, [&](JsonValue &root) { return readChunk(root, chunk, m_model); }))
        return Step::Unreadable;
    if (const QByteArrayView words = onlyWords(chunk); !words.isEmpty())
        m_repeated.remember(m_reader.text(), words.data() - m_reader.text().data(), words.size());
    if (!chunk.rawModel.isEmpty()) {
        m_model = chunk.rawModel;
        delta.model = QString::fromUtf8(m_model);
    }
    if (chunk.answer)
        takeAnswer(*chunk.answer, m_hasContent, m_toolCalls, delta);
    mergeUsage(delta.usage, chunk.usage);
    m_hasContent = m_hasContent || delta.hasContent();

    if (!chunk.hasError)
        return Step::Continue;
    delta.finishReason = FinishReason::Error;
    delta.error = readProviderError(json).value_or(ProviderError());
    return Step::Terminal;
}

} // namespace runnel
