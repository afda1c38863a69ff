// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "chat/completionoptions.h"

namespace runnel {

namespace {

Error outOfRange(const QString &message)
{
    return Error{Error::Kind::InvalidInput, message, {}, 0};
}

/// False for NaN as well.
bool isWithin(double value, double low, double high)
{
    return value >= low && value <= high;
}

template <typename T> T chosen(const std::optional<T> &over, const T &base)
{
    return over ? *over : base;
}

template <typename T> std::optional<T> chosen(const std::optional<T> &over, const std::optional<T> &base)
{
    return over ? over : base;
}

} // namespace

Result<void> CompletionOptions::validate() const
{
    if (temperature && !isWithin(*temperature, 0, 2))
        return outOfRange(QStringLiteral("temperature is %1 (0 to 2)").arg(*temperature));
    if (topP && !isWithin(*topP, 0, 1))
        return outOfRange(QStringLiteral("top_p is %1 (0 to 1)").arg(*topP));
    if (maxTokens && *maxTokens < 1)
        return outOfRange(QStringLiteral("max tokens is %1 (at least 1)").arg(*maxTokens));
    if (contextTokens && *contextTokens < 1)
        return outOfRange(QStringLiteral("context tokens is %1 (at least 1)").arg(*contextTokens));
    if (maxTokens && contextTokens && *maxTokens >= *contextTokens)
        return outOfRange(QStringLiteral("max tokens is %1 (less than the context's %2)")
                              .arg(*maxTokens)
                              .arg(*contextTokens));
    if (const qsizetype index = stop.indexOf(QString()); index >= 0)
        return outOfRange(QStringLiteral("stop sequence %1 of %2 is empty").arg(index + 1).arg(stop.size()));
    return {};
}

CompletionOptions CompletionOptions::with(const CompletionPreset &preset) const
{
    return {
        chosen(preset.systemPrompt, systemPrompt),
        chosen(preset.temperature, temperature),
        chosen(preset.topP, topP),
        chosen(preset.maxTokens, maxTokens),
        chosen(preset.stop, stop),
        chosen(preset.reasoningEffort, reasoningEffort),
        chosen(preset.contextPolicy, contextPolicy),
        chosen(preset.contextTokens, contextTokens),
    };
}

} // namespace runnel
