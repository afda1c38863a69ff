// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "chat/conversation.h"

#include <QScopedValueRollback>

#include <type_traits>
#include <utility>

namespace runnel {

namespace {

Error invalid(const QString &message)
{
    return Error{Error::Kind::InvalidInput, message, {}, 0};
}

std::optional<qint64> sum(const std::optional<qint64> &a, const std::optional<qint64> &b)
{
    return a && b ? *a + *b : (a ? a : b);
}

} // namespace

Conversation::Conversation(ConversationId id, QObject *parent) : QObject(parent), m_id(std::move(id))
{
}

Conversation::Conversation(const ConversationSnapshot &snapshot, QObject *parent)
    : QObject(parent), m_id(snapshot.id), m_title(snapshot.title), m_options(snapshot.options),
      m_tree(snapshot.tree)
{
    const QList<StoredMessage> stored = m_tree.stored();
    for (const StoredMessage &entry : stored) {
        if (entry.message.state == MessageState::Streaming)
            track(entry.message);
    }
}

Result<void> Conversation::setTitle(const QString &title)
{
    if (const auto error = refusal())
        return *error;
    const QScopedValueRollback<bool> changing(m_isChanging, true);
    if (title != m_title) {
        m_title = title;
        emit titleChanged(title);
    }
    return {};
}

Result<void> Conversation::setOptions(const CompletionOptions &options)
{
    if (const auto error = refusal())
        return *error;
    if (const auto valid = options.validate(); !valid)
        return valid.error();
    const QScopedValueRollback<bool> changing(m_isChanging, true);
    if (options != m_options) {
        m_options = options;
        emit optionsChanged();
    }
    return {};
}

Result<MessageId> Conversation::append(Message message)
{
    if (const auto error = refusal())
        return *error;
    const MessageId leaf = m_tree.activeLeaf();
    if (!leaf.isEmpty()) {
        if (const auto error = refusalForParent(leaf))
            return *error;
    }
    if (message.state == MessageState::Streaming)
        return invalid(QStringLiteral("a streaming message was appended; a reply begins by beginReply"));
    return insert(std::move(message), leaf);
}

Result<MessageId> Conversation::editMessage(
    const MessageId &id, const QList<MessagePart> &parts, const QDateTime &createdAt)
{
    if (const auto error = refusalFor(id))
        return *error;
    Message edited;
    edited.role = message(id).role;
    edited.parts = parts;
    edited.createdAt = createdAt;
    return insert(std::move(edited), m_tree.parentOf(id));
}

Result<void> Conversation::selectBranch(const MessageId &id)
{
    if (const auto error = refusalFor(id))
        return *error;
    const QScopedValueRollback<bool> changing(m_isChanging, true);
    if (const auto fromDepth = m_tree.select(id))
        emit activePathChanged(*fromDepth);
    return {};
}

Result<void> Conversation::remove(const MessageId &id)
{
    if (const auto error = refusalFor(id))
        return *error;
    const QScopedValueRollback<bool> changing(m_isChanging, true);
    const QList<MessageId> gone = m_tree.subtree(id);
    const auto fromDepth = m_tree.remove(id);
    for (const MessageId &each : gone)
        m_replies.remove(each);
    emit messagesRemoved(gone);
    if (fromDepth)
        emit activePathChanged(*fromDepth);
    return {};
}

Result<MessageId> Conversation::beginReply(const MessageId &parentId, const ReplyStart &start)
{
    if (const auto error = refusalFor(parentId))
        return *error;
    if (const auto error = refusalForParent(parentId))
        return *error;
    Message reply;
    reply.id = start.id;
    reply.role = Role::Assistant;
    reply.state = MessageState::Streaming;
    reply.createdAt = start.startedAt;
    reply.model = start.model;
    reply.timings.startedAt = start.startedAt;
    return insert(std::move(reply), parentId);
}

Result<MessageId> Conversation::regenerate(const MessageId &replyId, const ReplyStart &start)
{
    if (const auto error = refusalFor(replyId))
        return *error;
    if (message(replyId).role != Role::Assistant)
        return invalid(QStringLiteral("message %1 is no reply").arg(replyId.text()));
    return beginReply(m_tree.parentOf(replyId), start);
}

Result<void> Conversation::resumeReply(const MessageId &id)
{
    if (const auto error = refusalFor(id))
        return *error;
    const Message &before = message(id);
    const bool isCut = before.state == MessageState::Interrupted
        || (before.state == MessageState::Complete && before.finishReason == FinishReason::Length);
    if (before.role != Role::Assistant || !isCut)
        return invalid(QStringLiteral("message %1 is no reply that could go on").arg(id.text()));
    if (!m_tree.isLeaf(id))
        return invalid(QStringLiteral("reply %1 cannot go on: it has been answered").arg(id.text()));
    const QScopedValueRollback<bool> changing(m_isChanging, true);
    track(before);
    m_replies[id].usageBefore = before.usage;
    m_replies[id].elapsedBefore = before.timings.total.value_or(Elapsed(0));
    Message &reply = m_tree.edit(id);
    reply.state = MessageState::Streaming;
    reply.finishReason.reset();
    reply.failure.reset();
    emit messageChanged(id, MessageChange::State | MessageChange::FinishReason | MessageChange::Failure);
    return {};
}

Result<void> Conversation::appendDelta(const MessageId &id, const ReplyDelta &delta, Elapsed sinceRequest)
{
    if (const auto error = refusalForReply(id))
        return *error;
    const QScopedValueRollback<bool> changing(m_isChanging, true);
    applyBookkeeping(id, delta, sinceRequest);
    appendText<ReasoningPart>(id, delta.reasoning, sinceRequest);
    appendText<TextPart>(id, delta.text, sinceRequest);
    appendText<RefusalPart>(id, delta.refusal, sinceRequest);
    for (const ToolCallDelta &call : delta.toolCalls)
        appendToolCall(id, call, sinceRequest);
    return {};
}

Result<void> Conversation::finishReply(const MessageId &id, FinishReason reason, Elapsed sinceRequest)
{
    return endReply(id, MessageState::Complete, reason, {}, sinceRequest);
}

Result<void> Conversation::interruptReply(const MessageId &id, const Failure &failure, Elapsed sinceRequest)
{
    const bool hasContent = m_tree.contains(id) && !message(id).parts.isEmpty();
    return endReply(
        id, hasContent ? MessageState::Interrupted : MessageState::Failed, {}, failure, sinceRequest);
}

std::optional<Error> Conversation::refusal() const
{
    if (m_isChanging)
        return invalid(QStringLiteral("a verb was called from a slot of the same conversation"));
    return {};
}

std::optional<Error> Conversation::refusalFor(const MessageId &id) const
{
    if (!m_tree.contains(id))
        return Error{Error::Kind::NotFound,
            QStringLiteral("no message %1 in conversation %2").arg(id.text(), m_id.text()), {}, 0};
    return refusal();
}

std::optional<Error> Conversation::refusalForReply(const MessageId &id) const
{
    if (const auto error = refusalFor(id))
        return error;
    if (!isStreaming(id))
        return invalid(QStringLiteral("message %1 is not streaming").arg(id.text()));
    return {};
}

std::optional<Error> Conversation::refusalForParent(const MessageId &parentId) const
{
    if (isStreaming(parentId))
        return invalid(QStringLiteral("message %1 is still streaming").arg(parentId.text()));
    return {};
}

// By value: the caller's id may be the tree's own, which moves.
Result<MessageId> Conversation::insert(Message message, MessageId parentId)
{
    if (message.id.isEmpty())
        message.id = MessageId::create();
    else if (m_tree.contains(message.id))
        return invalid(QStringLiteral("message %1 exists").arg(message.id.text()));
    const QScopedValueRollback<bool> changing(m_isChanging, true);
    const MessageId id = message.id;
    if (message.state == MessageState::Streaming)
        track(message);
    const auto fromDepth = m_tree.insert(message, parentId);
    emit messageInserted(id, parentId);
    if (fromDepth)
        emit activePathChanged(*fromDepth);
    return id;
}

/// Begins to follow a reply, which may have parts already.
void Conversation::track(const Message &message)
{
    Reply reply;
    for (qsizetype i = 0; i < message.parts.size(); ++i) {
        if (std::holds_alternative<ToolCallPart>(message.parts.at(i)))
            reply.callParts.insert(int(reply.callParts.size()), i);
    }
    m_replies.insert(message.id, reply);
}

void Conversation::applyBookkeeping(const MessageId &id, const ReplyDelta &delta, Elapsed sinceRequest)
{
    const Message &before = message(id);
    const Reply &reply = m_replies[id];
    MessageChanges what;
    Usage usage = before.usage;
    if (delta.usage.inputTokens)
        usage.inputTokens = sum(reply.usageBefore.inputTokens, delta.usage.inputTokens);
    if (delta.usage.outputTokens)
        usage.outputTokens = sum(reply.usageBefore.outputTokens, delta.usage.outputTokens);
    what.setFlag(MessageChange::Usage, usage != before.usage);
    what.setFlag(MessageChange::Model, !delta.model.isEmpty() && delta.model != before.model);
    what.setFlag(MessageChange::Timings, delta.hasContent() && !before.timings.toFirstToken);
    if (!what)
        return;
    Message &after = m_tree.edit(id);
    after.usage = usage;
    if (what & MessageChange::Model)
        after.model = delta.model;
    if (what & MessageChange::Timings)
        after.timings.toFirstToken = sinceRequest;
    emit messageChanged(id, what);
}

template <typename Part>
void Conversation::appendText(const MessageId &id, const QString &tail, Elapsed sinceRequest)
{
    if (tail.isEmpty())
        return;
    const QList<MessagePart> &parts = message(id).parts;
    if (parts.isEmpty() || !std::holds_alternative<Part>(parts.last()))
        addPart(id, Part(), sinceRequest);
    // Fetched after every signal: a slot may have taken a snapshot, which must not change.
    Message &reply = m_tree.edit(id);
    Part &part = std::get<Part>(reply.parts.last());
    if constexpr (std::is_same_v<Part, ReasoningPart>) {
        auto &since = m_replies[id].reasoningSince;
        if (!since)
            since = sinceRequest - part.duration.value_or(Elapsed(0));
    }
    part.text.append(tail);
    emit textAppended(id, reply.parts.size() - 1, tail);
}

void Conversation::appendToolCall(const MessageId &id, const ToolCallDelta &delta, Elapsed sinceRequest)
{
    const auto known = m_replies[id].callParts.constFind(delta.ordinal);
    qsizetype index = -1;
    if (known == m_replies[id].callParts.cend()) {
        index = message(id).parts.size();
        m_replies[id].callParts.insert(delta.ordinal, index);
        addPart(id, ToolCallPart{delta.id, delta.name, {}}, sinceRequest);
    } else {
        index = *known;
        auto &call = std::get<ToolCallPart>(m_tree.edit(id).parts[index]);
        const bool isNamedLate
            = (call.id.isEmpty() && !delta.id.isEmpty()) || (call.name.isEmpty() && !delta.name.isEmpty());
        if (isNamedLate) {
            if (call.id.isEmpty())
                call.id = delta.id;
            if (call.name.isEmpty())
                call.name = delta.name;
            emit partChanged(id, index);
        }
    }
    if (delta.argumentsTail.isEmpty())
        return;
    std::get<ToolCallPart>(m_tree.edit(id).parts[index]).arguments.append(delta.argumentsTail);
    emit textAppended(id, index, delta.argumentsTail);
}

void Conversation::addPart(const MessageId &id, const MessagePart &part, Elapsed sinceRequest)
{
    closeReasoning(id, sinceRequest);
    Message &reply = m_tree.edit(id);
    reply.parts.append(part);
    emit partAdded(id, reply.parts.size() - 1);
}

void Conversation::closeReasoning(const MessageId &id, Elapsed sinceRequest)
{
    const auto since = std::exchange(m_replies[id].reasoningSince, std::nullopt);
    if (!since)
        return;
    Message &reply = m_tree.edit(id);
    auto &reasoning = std::get<ReasoningPart>(reply.parts.last());
    // A resumed reply may close its reasoning a second time, and at the same length.
    if (std::exchange(reasoning.duration, sinceRequest - *since) == reasoning.duration)
        return;
    emit partChanged(id, reply.parts.size() - 1);
}

Result<void> Conversation::endReply(const MessageId &id, MessageState state,
    std::optional<FinishReason> reason, const std::optional<Failure> &failure, Elapsed sinceRequest)
{
    if (const auto error = refusalForReply(id))
        return *error;
    const QScopedValueRollback<bool> changing(m_isChanging, true);
    closeReasoning(id, sinceRequest);
    const Reply reply = m_replies.take(id);
    Message &message = m_tree.edit(id);
    message.state = state;
    message.finishReason = reason;
    message.failure = failure;
    message.timings.total = reply.elapsedBefore + sinceRequest;
    MessageChanges what = MessageChange::State | MessageChange::Timings;
    what.setFlag(MessageChange::FinishReason, reason.has_value());
    what.setFlag(MessageChange::Failure, failure.has_value());
    emit messageChanged(id, what);
    return {};
}

} // namespace runnel
