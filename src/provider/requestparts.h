// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "provider/completionrequest.h"

#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace runnel {

// What several dialects' encoders need in the same way.

/// "system", "user", "assistant" or "tool", as OpenAI and Ollama call them.
QString roleName(Role role);

/// "minimal", "low", "medium" or "high".
QString effortName(ReasoningEffort effort);

/// The tool's schema; an object without members where it takes none.
QJsonObject toolSchema(const ToolDefinition &tool);

/// A call's arguments as the object that they should be. What is no object goes as the member
/// "INVALID_JSON", as Anthropic's documentation advises for arguments that a model spoiled.
QJsonObject toolArguments(const ToolCallPart &call);

/// The system prompt of the options and what else the conversation holds for the system, for dialects
/// whose messages know no such role. Empty: there is none.
QString systemText(const CompletionRequest &request);

/// Which call each result of a conversation answers, also where a provider gave the calls no ids (Ollama,
/// Gemini) and the conversation went on at one that demands them. Fed in the conversation's order.
class ToolCallMatcher final
{
public:
    struct Match
    {
        QString id;   ///< the provider's, or one made up
        QString name; ///< of the function; empty: its call is not in the conversation
    };

    /// The id to send with @p call.
    QString called(const ToolCallPart &call);

    /// The call that @p result answers: by its id; without one, the oldest unanswered call without one.
    Match answered(const ToolResultPart &result);

private:
    QHash<QString, QString> m_names; // by id
    QList<Match> m_unnamed;          // calls without an id that wait for their result, oldest first
    int m_madeUpCount = 0;
};

} // namespace runnel
