// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/openairesponses.h"

#include "provider/attachmentencoding.h"
#include "provider/requestparts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;

QJsonObject textContent(const QString &text)
{
    return {{"type"_L1, "input_text"_L1}, {"text"_L1, text}};
}

QJsonObject attachedContent(const Attachment &attachment, const QByteArray &bytes)
{
    if (isImage(attachment))
        return {{"type"_L1, "input_image"_L1}, {"image_url"_L1, dataUrl(attachment, bytes)}};
    if (isText(attachment))
        return textContent(quotedFile(attachment, bytes));
    return {{"type"_L1, "input_file"_L1}, {"filename"_L1, attachment.name},
        {"file_data"_L1, dataUrl(attachment, bytes)}};
}

/// One string while there is nothing but text; of a reply, always: its parts have types of their own.
Result<QJsonValue> content(const Message &message, const BlobSource *blobs)
{
    QJsonArray parts;
    bool onlyText = true;
    for (const MessagePart &part : message.parts) {
        if (const auto *text = std::get_if<TextPart>(&part); text && !text->text.isEmpty())
            parts.append(textContent(text->text));
        const Attachment *attachment = attachmentOf(part);
        if (!attachment || message.role == Role::Assistant)
            continue;
        onlyText = false;
        auto bytes = attachmentBytes(*attachment, blobs);
        if (!bytes)
            return bytes.error();
        parts.append(attachedContent(*attachment, bytes.value()));
    }
    return onlyText ? QJsonValue(message.text()) : QJsonValue(parts);
}

/// This API has no role for tools: their results are items of their own.
QString wordsRole(Role role)
{
    switch (role) {
    case Role::System:
        return u"system"_s;
    case Role::Assistant:
        return u"assistant"_s;
    case Role::User:
    case Role::Tool:
        break;
    }
    return u"user"_s;
}

/// Appends the items that stand for @p message: its words, then each call and result by itself.
Result<void> appendItems(
    const Message &message, const BlobSource *blobs, ToolCallMatcher &calls, QJsonArray &input)
{
    const auto words = content(message, blobs);
    if (!words)
        return words.error();
    if (!words.value().isString() || !words.value().toString().isEmpty())
        input.append(QJsonObject{{"role"_L1, wordsRole(message.role)}, {"content"_L1, words.value()}});
    for (const MessagePart &part : message.parts) {
        if (const auto *call = std::get_if<ToolCallPart>(&part)) {
            input.append(QJsonObject{{"type"_L1, "function_call"_L1}, {"call_id"_L1, calls.called(*call)},
                {"name"_L1, call->name}, {"arguments"_L1, call->arguments}});
        } else if (const auto *result = std::get_if<ToolResultPart>(&part)) {
            input.append(QJsonObject{{"type"_L1, "function_call_output"_L1},
                {"call_id"_L1, calls.answered(*result).id}, {"output"_L1, result->text}});
        }
    }
    return {};
}

QJsonArray toolDefinitions(const QList<ToolDefinition> &tools)
{
    QJsonArray array;
    for (const ToolDefinition &tool : tools) {
        // Strict is the API's default, and refuses most schemas that were not written for it.
        QJsonObject object{{"type"_L1, "function"_L1}, {"name"_L1, tool.name},
            {"parameters"_L1, toolSchema(tool)}, {"strict"_L1, false}};
        if (!tool.description.isEmpty())
            object.insert("description"_L1, tool.description);
        array.append(object);
    }
    return array;
}

} // namespace

Result<QByteArray> encodeOpenAiResponses(const CompletionRequest &request)
{
    const CompletionOptions &options = request.options;
    if (!options.stop.isEmpty()) {
        return Error{Error::Kind::InvalidInput,
            u"the Responses API has no stop sequences: leave them out, or use Chat Completions"_s, {}, 0};
    }
    QJsonArray input;
    ToolCallMatcher calls;
    for (const Message &message : request.messages) {
        if (auto appended = appendItems(message, request.blobs, calls, input); !appended)
            return appended.error();
    }

    // The conversation is kept here; a copy at the provider is nobody's wish.
    QJsonObject object{
        {"model"_L1, request.model}, {"input"_L1, input}, {"stream"_L1, true}, {"store"_L1, false}};
    if (!options.systemPrompt.isEmpty())
        object.insert("instructions"_L1, options.systemPrompt);
    if (options.temperature)
        object.insert("temperature"_L1, *options.temperature);
    if (options.topP)
        object.insert("top_p"_L1, *options.topP);
    if (options.maxTokens)
        object.insert("max_output_tokens"_L1, *options.maxTokens);
    if (options.reasoningEffort) {
        object.insert("reasoning"_L1,
            QJsonObject{{"effort"_L1, effortName(*options.reasoningEffort)}, {"summary"_L1, "auto"_L1}});
    }
    if (!request.tools.isEmpty())
        object.insert("tools"_L1, toolDefinitions(request.tools));
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace runnel
