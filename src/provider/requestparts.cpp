// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/requestparts.h"

#include <QJsonDocument>
#include <QStringList>

namespace runnel {

using namespace Qt::StringLiterals;

QString roleName(Role role)
{
    switch (role) {
    case Role::System:
        return u"system"_s;
    case Role::User:
        return u"user"_s;
    case Role::Assistant:
        return u"assistant"_s;
    case Role::Tool:
        return u"tool"_s;
    }
    Q_UNREACHABLE();
}

QString effortName(ReasoningEffort effort)
{
    switch (effort) {
    case ReasoningEffort::Minimal:
        return u"minimal"_s;
    case ReasoningEffort::Low:
        return u"low"_s;
    case ReasoningEffort::Medium:
        return u"medium"_s;
    case ReasoningEffort::High:
        return u"high"_s;
    }
    Q_UNREACHABLE();
}

QJsonObject toolSchema(const ToolDefinition &tool)
{
    const QJsonObject schema = QJsonDocument::fromJson(tool.parametersSchema).object();
    return schema.isEmpty() ? QJsonObject{{"type"_L1, "object"_L1}, {"properties"_L1, QJsonObject()}}
                            : schema;
}

QJsonObject toolArguments(const ToolCallPart &call)
{
    const QJsonDocument arguments = QJsonDocument::fromJson(call.arguments.toUtf8());
    if (arguments.isObject() || call.arguments.trimmed().isEmpty())
        return arguments.object();
    return {{"INVALID_JSON"_L1, call.arguments}};
}

QString systemText(const CompletionRequest &request)
{
    QStringList texts;
    if (!request.options.systemPrompt.isEmpty())
        texts.append(request.options.systemPrompt);
    for (const Message &message : request.messages) {
        if (message.role == Role::System && !message.text().isEmpty())
            texts.append(message.text());
    }
    return texts.join("\n\n"_L1);
}

QString ToolCallMatcher::called(const ToolCallPart &call)
{
    if (!call.id.isEmpty()) {
        m_names.insert(call.id, call.name);
        return call.id;
    }
    const QString id = u"call_%1"_s.arg(++m_madeUpCount);
    m_unnamed.append({id, call.name});
    return id;
}

ToolCallMatcher::Match ToolCallMatcher::answered(const ToolResultPart &result)
{
    if (!result.callId.isEmpty())
        return {result.callId, m_names.value(result.callId)};
    return m_unnamed.isEmpty() ? Match() : m_unnamed.takeFirst();
}

} // namespace runnel
