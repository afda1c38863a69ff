// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/gemini.h"

#include "provider/attachmentencoding.h"
#include "provider/requestparts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;

QJsonObject textPart(const QString &text)
{
    return {{"text"_L1, text}};
}

/// Whether the model is of the generations before 3, which think by a budget instead of a level and sign
/// nothing.
bool isBeforeGemini3(const QString &model)
{
    static const QRegularExpression form(u"gemini-[12](?!\\d)"_s);
    return model.contains(form);
}

QJsonObject callPart(const ToolCallPart &call, bool wantsSignature)
{
    QJsonObject function{{"name"_L1, call.name}, {"args"_L1, toolArguments(call)}};
    if (!call.id.isEmpty())
        function.insert("id"_L1, call.id);
    QJsonObject part{{"functionCall"_L1, function}};
    // Gemini 3 refuses a call without the signature that it was made with, and no message holds one.
    // This is what Google documents for calls from elsewhere.
    if (wantsSignature)
        part.insert("thoughtSignature"_L1, "skip_thought_signature_validator"_L1);
    return part;
}

QJsonObject resultPart(const ToolResultPart &result, const QString &name)
{
    QJsonObject function{{"name"_L1, name}, {"response"_L1, QJsonObject{{"output"_L1, result.text}}}};
    if (!result.callId.isEmpty())
        function.insert("id"_L1, result.callId);
    return {{"functionResponse"_L1, function}};
}

Result<QJsonArray> contentParts(
    const Message &message, const BlobSource *blobs, bool wantsSignature, ToolCallMatcher &calls)
{
    QJsonArray parts;
    for (const MessagePart &part : message.parts) {
        if (const auto *text = std::get_if<TextPart>(&part)) {
            if (!text->text.isEmpty())
                parts.append(textPart(text->text));
        } else if (const auto *call = std::get_if<ToolCallPart>(&part)) {
            calls.called(*call);
            parts.append(callPart(*call, wantsSignature));
        } else if (const auto *result = std::get_if<ToolResultPart>(&part)) {
            parts.append(resultPart(*result, calls.answered(*result).name));
        } else if (const Attachment *attachment = attachmentOf(part);
                   attachment && message.role != Role::Assistant) {
            auto bytes = attachmentBytes(*attachment, blobs);
            if (!bytes)
                return bytes.error();
            if (isText(*attachment)) {
                parts.append(textPart(quotedFile(*attachment, bytes.value())));
            } else {
                parts.append(QJsonObject{{"inlineData"_L1,
                    QJsonObject{{"mimeType"_L1, attachment->mimeType},
                        {"data"_L1, QLatin1StringView(bytes.value().toBase64())}}}});
            }
        }
    }
    return parts;
}

/// Contents whose roles take turns, as the API wants them: neighbours of one role become one.
Result<QJsonArray> encodeContents(const CompletionRequest &request)
{
    QJsonArray contents;
    ToolCallMatcher calls;
    for (const Message &message : request.messages) {
        if (message.role == Role::System)
            continue;
        auto encoded = contentParts(message, request.blobs, !isBeforeGemini3(request.model), calls);
        if (!encoded)
            return encoded.error();
        QJsonArray parts = encoded.takeValue();
        if (parts.isEmpty())
            continue; // a reply of which nothing came
        const QString role = message.role == Role::Assistant ? u"model"_s : u"user"_s;
        if (!contents.isEmpty() && contents.last()["role"_L1] == role) {
            QJsonArray joined = contents.takeAt(contents.size() - 1)["parts"_L1].toArray();
            for (const QJsonValue &part : std::as_const(parts))
                joined.append(part);
            parts = joined;
        }
        contents.append(QJsonObject{{"role"_L1, role}, {"parts"_L1, parts}});
    }
    return contents;
}

/// As Google translates the efforts of OpenAI's dialect.
qint64 thinkingBudget(ReasoningEffort effort)
{
    switch (effort) {
    case ReasoningEffort::Minimal:
    case ReasoningEffort::Low:
        return 1024;
    case ReasoningEffort::Medium:
        return 8192;
    case ReasoningEffort::High:
        return 24576;
    }
    Q_UNREACHABLE();
}

QJsonObject generationConfig(const CompletionRequest &request)
{
    const CompletionOptions &options = request.options;
    QJsonObject config;
    if (options.temperature)
        config.insert("temperature"_L1, *options.temperature);
    if (options.topP)
        config.insert("topP"_L1, *options.topP);
    if (options.maxTokens)
        config.insert("maxOutputTokens"_L1, *options.maxTokens);
    if (!options.stop.isEmpty())
        config.insert("stopSequences"_L1, QJsonArray::fromStringList(options.stop));
    if (options.reasoningEffort) {
        QJsonObject thinking{{"includeThoughts"_L1, true}};
        if (isBeforeGemini3(request.model))
            thinking.insert("thinkingBudget"_L1, thinkingBudget(*options.reasoningEffort));
        else
            thinking.insert("thinkingLevel"_L1, effortName(*options.reasoningEffort));
        config.insert("thinkingConfig"_L1, thinking);
    }
    return config;
}

QJsonArray toolDefinitions(const QList<ToolDefinition> &tools)
{
    QJsonArray functions;
    for (const ToolDefinition &tool : tools) {
        QJsonObject function{{"name"_L1, tool.name}, {"description"_L1, tool.description}};
        if (!tool.parametersSchema.isEmpty())
            function.insert(
                "parametersJsonSchema"_L1, toolSchema(tool)); // "parameters" is a dialect of its own
        functions.append(function);
    }
    return {QJsonObject{{"functionDeclarations"_L1, functions}}};
}

} // namespace

Result<QByteArray> encodeGemini(const CompletionRequest &request)
{
    auto contents = encodeContents(request);
    if (!contents)
        return contents.error();
    QJsonObject object{{"contents"_L1, contents.takeValue()}};
    if (const QString system = systemText(request); !system.isEmpty())
        object.insert("systemInstruction"_L1, QJsonObject{{"parts"_L1, QJsonArray{textPart(system)}}});
    if (const QJsonObject config = generationConfig(request); !config.isEmpty())
        object.insert("generationConfig"_L1, config);
    if (!request.tools.isEmpty())
        object.insert("tools"_L1, toolDefinitions(request.tools));
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace runnel
