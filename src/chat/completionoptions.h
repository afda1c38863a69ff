// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace runnel {

/// How much the model may think before it answers, where it can be told.
enum class ReasoningEffort
{
    Minimal,
    Low,
    Medium,
    High
};

/// What is sent when the conversation outgrows the model's window.
enum class ContextPolicy
{
    SendAll,       ///< everything; the provider may refuse it
    NewestThatFit, ///< the system prompt and the newest messages within the token budget
};

/// What a preset or a command line says about the options: only what is set counts.
struct CompletionPreset
{
    std::optional<QString> systemPrompt;
    std::optional<double> temperature;
    std::optional<double> topP;
    std::optional<qint64> maxTokens;
    std::optional<QStringList> stop;
    std::optional<ReasoningEffort> reasoningEffort;
    std::optional<ContextPolicy> contextPolicy;
    std::optional<qint64> contextTokens;

    friend bool operator==(const CompletionPreset &, const CompletionPreset &) = default;
};

/// How a conversation's replies are asked for. What is absent is not sent, so that the provider's own
/// default holds.
struct CompletionOptions
{
    QString systemPrompt;
    std::optional<double> temperature; ///< 0 to 2
    std::optional<double> topP;        ///< 0 to 1
    std::optional<qint64> maxTokens;   ///< of the reply, at least 1
    QStringList stop;                  ///< at most 4 for most providers
    std::optional<ReasoningEffort> reasoningEffort;
    ContextPolicy contextPolicy = ContextPolicy::NewestThatFit;
    std::optional<qint64> contextTokens; ///< the model's window; unknown: nothing is left out

    /// InvalidInput with the first field that is out of its range, its value and the range. Beyond the
    /// ranges above: no stop sequence is empty, and the reply's tokens leave room in the window. How many
    /// stop sequences a provider takes is the provider's to say.
    Result<void> validate() const;

    /// These options with what @p preset sets in place of their own; defaults.with(preset).with(own) is
    /// how layers are joined.
    CompletionOptions with(const CompletionPreset &preset) const;

    friend bool operator==(const CompletionOptions &, const CompletionOptions &) = default;
};

} // namespace runnel
