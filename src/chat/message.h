// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/attachment.h"
#include "chat/failure.h"
#include "chat/ids.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <chrono>
#include <optional>
#include <variant>

namespace runnel {

enum class Role
{
    System,
    User,
    Assistant,
    Tool
};

/// A reply is Complete only when the provider said so. What else was received is kept as Interrupted;
/// Failed means that nothing of it arrived.
enum class MessageState
{
    Streaming,
    Complete,
    Interrupted,
    Failed
};

/// Why the provider ended the reply, normalised over all dialects.
enum class FinishReason
{
    Stop,
    Length,
    ToolCalls,
    ContentFilter,
    Error
};

/// Tokens as counted by the provider; absent where it did not say.
struct Usage
{
    std::optional<qint64> inputTokens;
    std::optional<qint64> outputTokens;

    friend bool operator==(const Usage &, const Usage &) = default;
};

/// Measured on a monotonic clock, from the moment the request was sent.
struct Timings
{
    QDateTime startedAt; ///< UTC, for display only
    std::optional<std::chrono::milliseconds> toFirstToken;
    std::optional<std::chrono::milliseconds> total;

    friend bool operator==(const Timings &, const Timings &) = default;
};

struct TextPart
{
    QString text;
    friend bool operator==(const TextPart &, const TextPart &) = default;
};

/// The model's thinking, as far as the provider shows it.
struct ReasoningPart
{
    QString text;
    std::optional<std::chrono::milliseconds> duration;
    friend bool operator==(const ReasoningPart &, const ReasoningPart &) = default;
};

/// The provider's own words of refusal, where the dialect sets them apart from the text.
struct RefusalPart
{
    QString text;
    friend bool operator==(const RefusalPart &, const RefusalPart &) = default;
};

struct ToolCallPart
{
    QString id;
    QString name;
    QString arguments; ///< JSON text as the model wrote it; may be invalid
    friend bool operator==(const ToolCallPart &, const ToolCallPart &) = default;
};

/// The answer to a ToolCallPart; only in messages of Role::Tool.
struct ToolResultPart
{
    QString callId;
    QString text;
    friend bool operator==(const ToolResultPart &, const ToolResultPart &) = default;
};

struct ImagePart
{
    Attachment attachment;
    friend bool operator==(const ImagePart &, const ImagePart &) = default;
};

struct FilePart
{
    Attachment attachment;
    friend bool operator==(const FilePart &, const FilePart &) = default;
};

using MessagePart
    = std::variant<TextPart, ReasoningPart, RefusalPart, ToolCallPart, ToolResultPart, ImagePart, FilePart>;

/// One message of a conversation: a value. Its place in the tree is Conversation's.
struct Message
{
    MessageId id;
    Role role = Role::User;
    MessageState state = MessageState::Complete;
    QList<MessagePart> parts;
    QDateTime createdAt; ///< UTC, for display; the order of messages is the tree's

    // Of replies only:
    QString model; ///< as the provider names it
    Usage usage;
    std::optional<FinishReason> finishReason;
    Timings timings;
    std::optional<Failure> failure; ///< set when Interrupted or Failed

    /// The text parts joined; what is copied, exported and searched.
    QString text() const;
    /// The reasoning parts joined.
    QString reasoning() const;

    friend bool operator==(const Message &, const Message &) = default;
};

} // namespace runnel
