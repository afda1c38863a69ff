// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/message.h"

#include <QList>
#include <QString>

#include <optional>

namespace runnel {

/// A piece of one tool call. `ordinal` counts the reply's calls from 0, whatever the wire said.
struct ToolCallDelta
{
    int ordinal = 0;
    QString id;            ///< whole, in the call's first delta; else empty
    QString name;          ///< likewise
    QString argumentsTail; ///< to append

    friend bool operator==(const ToolCallDelta &, const ToolCallDelta &) = default;
};

/// What the provider said inside the stream instead of going on.
struct ProviderError
{
    QString code;
    QString message;

    friend bool operator==(const ProviderError &, const ProviderError &) = default;
};

/// What one step of a reply adds. All text is to be appended and is well-formed UTF-16: a surrogate
/// pair is never split over two deltas.
struct ReplyDelta
{
    QString text;
    QString reasoning;
    QString refusal;
    QList<ToolCallDelta> toolCalls;
    QString model; ///< empty: not said
    std::optional<FinishReason> finishReason;
    Usage usage; ///< the latest totals; absent members: not said in this step
    std::optional<ProviderError> error;

    /// Whether it adds something that a person can see, as opposed to bookkeeping.
    bool hasContent() const
    {
        return !text.isEmpty() || !reasoning.isEmpty() || !refusal.isEmpty() || !toolCalls.isEmpty();
    }

    friend bool operator==(const ReplyDelta &, const ReplyDelta &) = default;
};

} // namespace runnel
