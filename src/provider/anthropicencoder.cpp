// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/anthropic.h"

#include "provider/attachmentencoding.h"
#include "provider/requestparts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <compare>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;

Error invalid(const QString &message)
{
    return Error{Error::Kind::InvalidInput, message, {}, 0};
}

QJsonObject textBlock(const QString &text)
{
    return {{"type"_L1, "text"_L1}, {"text"_L1, text}};
}

Result<QJsonObject> attachedBlock(const Attachment &attachment, const QByteArray &bytes)
{
    if (isText(attachment))
        return textBlock(quotedFile(attachment, bytes));
    const bool isPdf = attachment.mimeType == "application/pdf"_L1;
    if (!isPdf && !isImage(attachment)) {
        return invalid(u"Anthropic takes images, PDF and text, and %1 is %2"_s.arg(
            attachment.name, attachment.mimeType));
    }
    QJsonObject block{{"type"_L1, isPdf ? "document"_L1 : "image"_L1},
        {"source"_L1,
            QJsonObject{{"type"_L1, "base64"_L1}, {"media_type"_L1, attachment.mimeType},
                {"data"_L1, QLatin1StringView(bytes.toBase64())}}}};
    if (isPdf && !attachment.name.isEmpty())
        block.insert("title"_L1, attachment.name);
    return block;
}

Result<QJsonArray> contentBlocks(const Message &message, const BlobSource *blobs, ToolCallMatcher &calls)
{
    QJsonArray blocks;
    for (const MessagePart &part : message.parts) {
        if (const auto *text = std::get_if<TextPart>(&part)) {
            if (!text->text.trimmed().isEmpty()) // a block of white space is refused
                blocks.append(textBlock(text->text));
        } else if (const auto *call = std::get_if<ToolCallPart>(&part)) {
            blocks.append(QJsonObject{{"type"_L1, "tool_use"_L1}, {"id"_L1, calls.called(*call)},
                {"name"_L1, call->name}, {"input"_L1, toolArguments(*call)}});
        } else if (const auto *result = std::get_if<ToolResultPart>(&part)) {
            blocks.append(QJsonObject{{"type"_L1, "tool_result"_L1},
                {"tool_use_id"_L1, calls.answered(*result).id}, {"content"_L1, result->text}});
        } else if (const Attachment *attachment = attachmentOf(part);
                   attachment && message.role != Role::Assistant) {
            auto bytes = attachmentBytes(*attachment, blobs);
            if (!bytes)
                return bytes.error();
            auto block = attachedBlock(*attachment, bytes.value());
            if (!block)
                return block.error();
            blocks.append(block.takeValue());
        }
    }
    return blocks;
}

/// Messages whose roles take turns, as the API wants them: neighbours of one role become one message.
Result<QJsonArray> encodeMessages(const CompletionRequest &request)
{
    struct Turn
    {
        bool isReply;
        QJsonArray blocks;
    };
    QList<Turn> turns;
    ToolCallMatcher calls;
    for (const Message &message : request.messages) {
        if (message.role == Role::System)
            continue;
        auto blocks = contentBlocks(message, request.blobs, calls);
        if (!blocks)
            return blocks.error();
        if (blocks.value().isEmpty())
            continue; // a reply of which nothing came
        const bool isReply = message.role == Role::Assistant;
        if (turns.isEmpty() || turns.last().isReply != isReply)
            turns.append(Turn{isReply, QJsonArray()});
        for (const QJsonValue &block : blocks.value())
            turns.last().blocks.append(block);
    }

    QJsonArray messages;
    for (const Turn &turn : std::as_const(turns)) {
        const QJsonObject first = turn.blocks.first().toObject();
        const bool isText = turn.blocks.size() == 1 && first["type"_L1] == "text"_L1;
        messages.append(QJsonObject{{"role"_L1, turn.isReply ? "assistant"_L1 : "user"_L1},
            {"content"_L1, isText ? first["text"_L1] : QJsonValue(turn.blocks)}});
    }
    return messages;
}

/// The version of a Claude model by its name, such as claude-3-5-haiku-20241022, claude-opus-4-6 or
/// anthropic/claude-sonnet-4.5; major 0: another model.
struct ClaudeVersion
{
    int major = 0;
    int minor = 0;

    friend auto operator<=>(const ClaudeVersion &, const ClaudeVersion &) = default;
};

ClaudeVersion claudeVersion(const QString &model)
{
    static const QRegularExpression form(u"claude-(?:[a-z]+-)?(\\d{1,2})(?!\\d)(?:[-.](\\d{1,2})(?!\\d))?"_s);
    const QRegularExpressionMatch match = form.match(model);
    return {match.captured(1).toInt(), match.captured(2).toInt()};
}

qint64 defaultMaxTokens(ClaudeVersion version)
{
    if (version >= ClaudeVersion{4, 0})
        return 32000; // the least that any of them can
    return version == ClaudeVersion{3, 0} ? 4096 : 8192;
}

qint64 thinkingBudget(ReasoningEffort effort)
{
    switch (effort) {
    case ReasoningEffort::Minimal:
        return 1024; // the least that the API takes
    case ReasoningEffort::Low:
        return 4096;
    case ReasoningEffort::Medium:
        return 10240;
    case ReasoningEffort::High:
        return 24576;
    }
    Q_UNREACHABLE();
}

/// Sets "max_tokens", and "thinking" if it is wished. From 4.6 on the model itself finds out how much to
/// think and 4.7 refuses a budget; older models and those by other names know nothing but a budget.
Result<void> insertLimits(const CompletionRequest &request, QJsonObject &object)
{
    const CompletionOptions &options = request.options;
    const ClaudeVersion version = claudeVersion(request.model);
    qint64 maxTokens = options.maxTokens.value_or(defaultMaxTokens(version));
    // To go on thinking after a tool's result the API wants the thoughts before it, signed, and no message
    // holds them.
    const bool isAfterTool = !request.messages.isEmpty() && request.messages.last().role == Role::Tool;
    if (options.reasoningEffort && !isAfterTool) {
        const ReasoningEffort effort = *options.reasoningEffort;
        if (version >= ClaudeVersion{4, 6}) {
            const bool isLeast = effort == ReasoningEffort::Minimal; // is no effort of this API
            object.insert(
                "thinking"_L1, QJsonObject{{"type"_L1, "adaptive"_L1}, {"display"_L1, "summarized"_L1}});
            object.insert("output_config"_L1,
                QJsonObject{{"effort"_L1, effortName(isLeast ? ReasoningEffort::Low : effort)}});
        } else {
            qint64 budget = thinkingBudget(effort);
            const qint64 least = thinkingBudget(ReasoningEffort::Minimal);
            if (!options.maxTokens)
                maxTokens += budget;
            else if (maxTokens <= least)
                return invalid(
                    u"thinking takes at least %1 tokens, and the reply may have no more than %2"_s.arg(least)
                        .arg(maxTokens));
            else
                budget = qBound(least, maxTokens / 2, budget); // the answer wants some, too
            object.insert(
                "thinking"_L1, QJsonObject{{"type"_L1, "enabled"_L1}, {"budget_tokens"_L1, budget}});
        }
    }
    object.insert("max_tokens"_L1, maxTokens);
    return {};
}

QJsonArray toolDefinitions(const QList<ToolDefinition> &tools)
{
    QJsonArray array;
    for (const ToolDefinition &tool : tools) {
        QJsonObject object{{"name"_L1, tool.name}, {"input_schema"_L1, toolSchema(tool)}};
        if (!tool.description.isEmpty())
            object.insert("description"_L1, tool.description);
        array.append(object);
    }
    return array;
}

} // namespace

Result<QByteArray> encodeAnthropic(const CompletionRequest &request)
{
    auto messages = encodeMessages(request);
    if (!messages)
        return messages.error();
    const CompletionOptions &options = request.options;
    QJsonObject object{
        {"model"_L1, request.model}, {"messages"_L1, messages.takeValue()}, {"stream"_L1, true}};
    if (auto inserted = insertLimits(request, object); !inserted)
        return inserted.error();
    if (const QString system = systemText(request); !system.isEmpty())
        object.insert("system"_L1, system);
    if (options.temperature)
        object.insert("temperature"_L1, *options.temperature);
    if (options.topP)
        object.insert("top_p"_L1, *options.topP);
    if (!options.stop.isEmpty())
        object.insert("stop_sequences"_L1, QJsonArray::fromStringList(options.stop));
    if (!request.tools.isEmpty())
        object.insert("tools"_L1, toolDefinitions(request.tools));
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace runnel
