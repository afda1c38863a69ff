// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace runnel {

/// How much the model may think before it answers, where it can be told.
enum class ReasoningEffort { Minimal, Low, Medium, High };

/// What is sent when the conversation outgrows the model's window.
enum class ContextPolicy {
    SendAll, ///< everything; the provider may refuse it
    NewestThatFit, ///< the system prompt and the newest messages within the token budget
};

/// How a conversation's replies are asked for. What is absent is not sent, so that the provider's own
/// default holds.
struct CompletionOptions
{
    QString systemPrompt;
    std::optional<double> temperature; ///< 0 to 2
    std::optional<double> topP; ///< 0 to 1
    std::optional<qint64> maxTokens; ///< of the reply, at least 1
    QStringList stop; ///< at most 4 for most providers
    std::optional<ReasoningEffort> reasoningEffort;
    ContextPolicy contextPolicy = ContextPolicy::NewestThatFit;
    std::optional<qint64> contextTokens; ///< the model's window; unknown: nothing is left out

    friend bool operator==(const CompletionOptions &, const CompletionOptions &) = default;
};

} // namespace runnel
