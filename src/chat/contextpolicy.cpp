// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "chat/contextpolicy.h"

#include "chat/tokenestimate.h"

#include <algorithm>

namespace runnel {

namespace {

constexpr qint64 frameTokens = 4;
constexpr qint64 imageTokens = 1000;
constexpr qint64 fileBytesPerToken = 3;
constexpr qint64 defaultReplyTokens = 4096;

/// What is sent together: a message, or a tool call with its results.
struct Unit
{
    QList<Message> messages;
    qint64 tokens = 0;
    bool isRequired = false;

    bool isFromUser() const { return messages.first().role == Role::User; }
    bool callsTools() const
    {
        const QList<MessagePart> &parts = messages.first().parts;
        return std::any_of(parts.cbegin(), parts.cend(),
            [](const MessagePart &part) { return std::holds_alternative<ToolCallPart>(part); });
    }
    void append(const Message &message)
    {
        messages.append(message);
        tokens += estimatedTokens(message);
    }
};

struct PartTokens
{
    qint64 operator()(const TextPart &part) const { return estimatedTokens(part.text); }
    qint64 operator()(const RefusalPart &part) const { return estimatedTokens(part.text); }
    qint64 operator()(const ReasoningPart &) const { return 0; }
    qint64 operator()(const ToolCallPart &part) const
    {
        return frameTokens + estimatedTokens(part.id) + estimatedTokens(part.name)
            + estimatedTokens(part.arguments);
    }
    qint64 operator()(const ToolResultPart &part) const
    {
        return estimatedTokens(part.callId) + estimatedTokens(part.text);
    }
    qint64 operator()(const ImagePart &) const { return imageTokens; }
    qint64 operator()(const FilePart &part) const { return part.attachment.sizeBytes / fileBytesPerToken; }
};

bool isSendable(const MessagePart &part)
{
    if (const auto *text = std::get_if<TextPart>(&part))
        return !text->text.isEmpty();
    return !std::holds_alternative<ReasoningPart>(part);
}

QList<Unit> unitsOf(const QList<Message> &path)
{
    QList<Unit> units;
    for (const Message &message : path) {
        if (message.role == Role::Tool) {
            if (!units.isEmpty() && units.last().callsTools())
                units.last().append(message);
            continue;
        }
        const bool hasContent = std::any_of(message.parts.cbegin(), message.parts.cend(), isSendable);
        if (!hasContent && message.role == Role::Assistant)
            continue;
        Unit unit;
        unit.isRequired = message.role == Role::System;
        unit.append(message);
        units.append(unit);
    }
    const auto newest
        = std::find_if(units.rbegin(), units.rend(), [](const Unit &unit) { return unit.isFromUser(); });
    if (newest != units.rend())
        newest->isRequired = true;
    if (!units.isEmpty())
        units.last().isRequired = true;
    return units;
}

std::optional<qint64> budgetOf(const CompletionOptions &options)
{
    if (!options.contextTokens)
        return {};
    const qint64 reply = options.maxTokens.value_or(std::min(*options.contextTokens / 4, defaultReplyTokens));
    return std::max<qint64>(0, *options.contextTokens - reply);
}

/// The index of the first unit of the run of newest ones that fits into @p freeTokens.
qsizetype firstThatFits(const QList<Unit> &units, qint64 freeTokens)
{
    qsizetype first = units.size();
    while (first > 0) {
        const Unit &unit = units.at(first - 1);
        if (!unit.isRequired) {
            if (unit.tokens > freeTokens)
                break;
            freeTokens -= unit.tokens;
        }
        --first;
    }
    // What would begin with a reply begins later, at the next question; where that is sent in any case and
    // stands before the rest, the rest begins with it already.
    const auto question = std::find_if(
        units.cbegin() + first, units.cend(), [](const Unit &unit) { return unit.isFromUser(); });
    return first == 0 || question == units.cend() ? first : question - units.cbegin();
}

} // namespace

qint64 estimatedTokens(const Message &message)
{
    qint64 tokens = frameTokens;
    for (const MessagePart &part : message.parts)
        tokens += std::visit(PartTokens(), part);
    return tokens;
}

Context selectContext(const QList<Message> &path, const CompletionOptions &options)
{
    const QList<Unit> units = unitsOf(path);
    Context context;
    context.budgetTokens = budgetOf(options);
    if (!options.systemPrompt.isEmpty())
        context.tokens = frameTokens + estimatedTokens(options.systemPrompt);
    for (const Unit &unit : units) {
        if (unit.isRequired)
            context.tokens += unit.tokens;
    }
    const bool isAllSent = options.contextPolicy == ContextPolicy::SendAll || !context.budgetTokens;
    const qsizetype first = isAllSent ? 0 : firstThatFits(units, *context.budgetTokens - context.tokens);
    for (qsizetype i = 0; i < units.size(); ++i) {
        const Unit &unit = units.at(i);
        if (i >= first || unit.isRequired) {
            context.messages.append(unit.messages);
            if (!unit.isRequired)
                context.tokens += unit.tokens;
            continue;
        }
        context.leftOutTokens += unit.tokens;
        for (const Message &message : unit.messages)
            context.leftOut.append(message.id);
    }
    return context;
}

} // namespace runnel
