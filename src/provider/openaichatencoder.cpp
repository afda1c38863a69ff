// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/openaichat.h"

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
    return {{"type"_L1, "text"_L1}, {"text"_L1, text}};
}

QJsonObject attachedContent(const Attachment &attachment, const QByteArray &bytes)
{
    if (isImage(attachment))
        return {{"type"_L1, "image_url"_L1},
            {"image_url"_L1, QJsonObject{{"url"_L1, dataUrl(attachment, bytes)}}}};
    if (isText(attachment))
        return textContent(quotedFile(attachment, bytes));
    return {{"type"_L1, "file"_L1},
        {"file"_L1,
            QJsonObject{{"filename"_L1, attachment.name}, {"file_data"_L1, dataUrl(attachment, bytes)}}}};
}

/// The message's content: one string while there is nothing but text, since the older compatible
/// servers know nothing else; else an array of parts.
Result<QJsonValue> content(const Message &message, const BlobSource *blobs)
{
    QJsonArray parts;
    bool onlyText = true;
    for (const MessagePart &part : message.parts) {
        if (const auto *text = std::get_if<TextPart>(&part)) {
            if (!text->text.isEmpty())
                parts.append(textContent(text->text));
            continue;
        }
        const Attachment *attachment = attachmentOf(part);
        if (!attachment)
            continue;
        onlyText = false;
        auto bytes = attachmentBytes(*attachment, blobs);
        if (!bytes)
            return bytes.error();
        parts.append(attachedContent(*attachment, bytes.value()));
    }
    if (onlyText)
        return QJsonValue(message.text());
    return QJsonValue(parts);
}

QJsonArray toolCalls(const Message &message)
{
    QJsonArray calls;
    for (const MessagePart &part : message.parts) {
        if (const auto *call = std::get_if<ToolCallPart>(&part)) {
            calls.append(QJsonObject{{"id"_L1, call->id}, {"type"_L1, "function"_L1},
                {"function"_L1, QJsonObject{{"name"_L1, call->name}, {"arguments"_L1, call->arguments}}}});
        }
    }
    return calls;
}

/// Appends what stands for @p message: one message on the wire, or one for each result of a tool.
Result<void> appendMessage(const Message &message, const BlobSource *blobs, QJsonArray &messages)
{
    if (message.role == Role::Tool) {
        for (const MessagePart &part : message.parts) {
            if (const auto *result = std::get_if<ToolResultPart>(&part)) {
                messages.append(QJsonObject{{"role"_L1, roleName(message.role)},
                    {"tool_call_id"_L1, result->callId}, {"content"_L1, result->text}});
            }
        }
        return {};
    }
    const auto body = content(message, blobs);
    if (!body)
        return body.error();
    QJsonObject object{{"role"_L1, roleName(message.role)}, {"content"_L1, body.value()}};
    if (const QJsonArray calls = toolCalls(message); !calls.isEmpty()) {
        object.insert("tool_calls"_L1, calls);
        if (body.value().toString().isEmpty())
            object.insert("content"_L1, QJsonValue::Null);
    }
    messages.append(object);
    return {};
}

void insertOptions(const CompletionOptions &options, const Endpoint &endpoint, QJsonObject &object)
{
    if (options.temperature)
        object.insert("temperature"_L1, *options.temperature);
    if (options.topP)
        object.insert("top_p"_L1, *options.topP);
    if (options.maxTokens) {
        const bool isNew = endpoint.maxTokensName == Endpoint::MaxTokensName::MaxCompletionTokens;
        object.insert(isNew ? "max_completion_tokens"_L1 : "max_tokens"_L1, *options.maxTokens);
    }
    if (!options.stop.isEmpty())
        object.insert("stop"_L1, QJsonArray::fromStringList(options.stop));
    if (options.reasoningEffort)
        object.insert("reasoning_effort"_L1, effortName(*options.reasoningEffort));
}

QJsonArray toolDefinitions(const QList<ToolDefinition> &tools)
{
    QJsonArray array;
    for (const ToolDefinition &tool : tools) {
        QJsonObject function{{"name"_L1, tool.name}};
        if (!tool.description.isEmpty())
            function.insert("description"_L1, tool.description);
        if (!tool.parametersSchema.isEmpty())
            function.insert("parameters"_L1, QJsonDocument::fromJson(tool.parametersSchema).object());
        array.append(QJsonObject{{"type"_L1, "function"_L1}, {"function"_L1, function}});
    }
    return array;
}

} // namespace

Result<QByteArray> encodeOpenAiChat(const CompletionRequest &request, const Endpoint &endpoint)
{
    QJsonArray messages;
    if (!request.options.systemPrompt.isEmpty())
        messages.append(
            QJsonObject{{"role"_L1, roleName(Role::System)}, {"content"_L1, request.options.systemPrompt}});
    for (const Message &message : request.messages) {
        if (auto appended = appendMessage(message, request.blobs, messages); !appended)
            return appended.error();
    }

    QJsonObject object{{"model"_L1, request.model}, {"messages"_L1, messages}, {"stream"_L1, true}};
    if (endpoint.asksForUsage)
        object.insert("stream_options"_L1, QJsonObject{{"include_usage"_L1, true}});
    insertOptions(request.options, endpoint, object);
    if (!request.tools.isEmpty())
        object.insert("tools"_L1, toolDefinitions(request.tools));
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace runnel
