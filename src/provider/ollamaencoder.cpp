// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/ollama.h"

#include "provider/attachmentencoding.h"
#include "provider/requestparts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;

/// A message has one text and, beside it, its images.
Result<QJsonObject> encodeMessage(const Message &message, const BlobSource *blobs, ToolCallMatcher &calls)
{
    QStringList texts;
    bool isTextOpen = false; // neighbouring text parts are one text
    QJsonArray images;
    QJsonArray toolCalls;
    for (const MessagePart &part : message.parts) {
        if (const auto *text = std::get_if<TextPart>(&part)) {
            if (isTextOpen)
                texts.last() += text->text;
            else if (!text->text.isEmpty())
                texts.append(text->text);
            isTextOpen = !texts.isEmpty();
        } else if (const auto *call = std::get_if<ToolCallPart>(&part)) {
            calls.called(*call);
            toolCalls.append(QJsonObject{{"function"_L1,
                QJsonObject{{"name"_L1, call->name}, {"arguments"_L1, toolArguments(*call)}}}});
        }
        const Attachment *attachment = attachmentOf(part);
        if (!attachment || message.role == Role::Assistant)
            continue;
        auto bytes = attachmentBytes(*attachment, blobs);
        if (!bytes)
            return bytes.error();
        if (isImage(*attachment)) {
            images.append(QLatin1StringView(bytes.value().toBase64()));
        } else if (isText(*attachment)) {
            texts.append(quotedFile(*attachment, bytes.value()));
            isTextOpen = false;
        } else {
            return Error{Error::Kind::InvalidInput,
                u"Ollama takes images and text, and %1 is %2"_s.arg(attachment->name, attachment->mimeType),
                {}, 0};
        }
    }
    QJsonObject object{{"role"_L1, roleName(message.role)}, {"content"_L1, texts.join("\n\n"_L1)}};
    if (!images.isEmpty())
        object.insert("images"_L1, images);
    if (!toolCalls.isEmpty())
        object.insert("tool_calls"_L1, toolCalls);
    return object;
}

void appendResults(const Message &message, ToolCallMatcher &calls, QJsonArray &messages)
{
    for (const MessagePart &part : message.parts) {
        if (const auto *result = std::get_if<ToolResultPart>(&part)) {
            messages.append(QJsonObject{{"role"_L1, roleName(Role::Tool)}, {"content"_L1, result->text},
                {"tool_name"_L1, calls.answered(*result).name}});
        }
    }
}

QJsonObject modelOptions(const CompletionOptions &options)
{
    QJsonObject object;
    if (options.temperature)
        object.insert("temperature"_L1, *options.temperature);
    if (options.topP)
        object.insert("top_p"_L1, *options.topP);
    if (options.maxTokens)
        object.insert("num_predict"_L1, *options.maxTokens);
    if (!options.stop.isEmpty())
        object.insert("stop"_L1, QJsonArray::fromStringList(options.stop));
    return object;
}

QJsonArray toolDefinitions(const QList<ToolDefinition> &tools)
{
    QJsonArray array;
    for (const ToolDefinition &tool : tools) {
        array.append(QJsonObject{{"type"_L1, "function"_L1},
            {"function"_L1,
                QJsonObject{{"name"_L1, tool.name}, {"description"_L1, tool.description},
                    {"parameters"_L1, toolSchema(tool)}}}});
    }
    return array;
}

} // namespace

Result<QByteArray> encodeOllama(const CompletionRequest &request)
{
    const CompletionOptions &options = request.options;
    QJsonArray messages;
    if (!options.systemPrompt.isEmpty())
        messages.append(
            QJsonObject{{"role"_L1, roleName(Role::System)}, {"content"_L1, options.systemPrompt}});
    ToolCallMatcher calls;
    for (const Message &message : request.messages) {
        if (message.role == Role::Tool) {
            appendResults(message, calls, messages);
            continue;
        }
        auto encoded = encodeMessage(message, request.blobs, calls);
        if (!encoded)
            return encoded.error();
        messages.append(encoded.takeValue());
    }

    QJsonObject object{{"model"_L1, request.model}, {"messages"_L1, messages}, {"stream"_L1, true}};
    if (const QJsonObject inner = modelOptions(options); !inner.isEmpty())
        object.insert("options"_L1, inner);
    if (options.reasoningEffort) {
        // "minimal" is no level here. Models without levels take any of them for true.
        const bool isLeast = *options.reasoningEffort == ReasoningEffort::Minimal;
        object.insert("think"_L1, effortName(isLeast ? ReasoningEffort::Low : *options.reasoningEffort));
    }
    if (!request.tools.isEmpty())
        object.insert("tools"_L1, toolDefinitions(request.tools));
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace runnel
