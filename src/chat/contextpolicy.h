// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/completionoptions.h"
#include "chat/message.h"

#include <QList>

namespace runnel {

/// What of a conversation is sent, and what is not. All tokens are estimates (chat/tokenestimate.h).
struct Context
{
    QList<Message> messages;  ///< to be sent after the system prompt, the oldest first
    QList<MessageId> leftOut; ///< for want of room, the oldest first
    qint64 tokens = 0;        ///< of the system prompt and what is sent
    qint64 leftOutTokens = 0;
    /// For the system prompt and the messages; absent when the model's window is unknown.
    std::optional<qint64> budgetTokens;

    /// What must be sent is alone more than the budget: the provider will probably refuse it.
    bool isOverBudget() const { return budgetTokens && tokens > *budgetTokens; }
};

/// Chooses what of @p path (the messages from the top to the one to be answered) is sent.
///
/// The budget is the window less the reply's `maxTokens`; where that is not set a quarter of the window, at
/// most 4,096, is kept for the reply. Under ContextPolicy::SendAll, or where the window is unknown, nothing
/// is left out. Else the newest messages that fit are sent, without a gap, with these exceptions:
/// - Always sent, whatever their size: the newest user message and all that a tool loop added last after it,
///   and messages of the role system.
/// - A tool call and its results (the messages of Role::Tool that follow it) go together or not at all.
/// - Once something is left out, what is sent begins with a user message: some providers refuse another,
///   and a reply without its question says little.
///
/// Not sent and not reported, because there is nothing to send: replies without text, refusal, tool call or
/// attachment (failed, just begun, or of reasoning only), and tool results that follow no tool call.
Context selectContext(const QList<Message> &path, const CompletionOptions &options);

/// Estimated tokens of @p message as it is sent: reasoning is not; an image counts as 1,000 (vendors' rules
/// give 85 to 1,600 and need its size in pixels), a file as one token for 3 bytes; 4 for the frame of a
/// message, likewise of a tool call.
qint64 estimatedTokens(const Message &message);

} // namespace runnel
