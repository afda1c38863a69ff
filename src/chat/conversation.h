// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "chat/conversationsnapshot.h"
#include "chat/replydelta.h"

#include <QFlags>
#include <QHash>
#include <QObject>

#include <chrono>
#include <optional>

namespace runnel {

/// What else of a message changed than its parts.
enum class MessageChange
{
    State = 1,
    Model = 2,
    Usage = 4,
    FinishReason = 8,
    Timings = 16,
    Failure = 32,
};
Q_DECLARE_FLAGS(MessageChanges, MessageChange)
Q_DECLARE_OPERATORS_FOR_FLAGS(MessageChanges)

/// How a reply begins.
struct ReplyStart
{
    MessageId id;        ///< empty: a new one is made
    QString model;       ///< as asked for; a delta may name it more exactly
    QDateTime startedAt; ///< UTC, for display
};

/// The one mutable truth of a conversation: messages in a tree of branches, one active path through them,
/// title and options.
///
/// Verbs change it, each gives an Error and changes nothing when refused: Error::NotFound for an id that is
/// not here, Error::InvalidInput else. Signals tell of every change, one by one: when a signal is emitted,
/// exactly the changes up to it are true and can be read, and every invariant of MessageTree holds.
/// A slot reads as it likes and takes snapshots; a verb called from a slot of the same conversation is
/// refused with InvalidInput, because the other observers would hear of the second change before the
/// first: call it queued. A slot must not delete the conversation.
///
/// Any number of replies may stream at once, each in a branch of its own. Time is given by the caller, as
/// what passed since the reply's request was sent, on a monotonic clock.
///
/// Knows nothing of providers, storage or clocks.
///
/// Invariant: an observer that only listens, and reads what a signal names, holds the same conversation at
/// every signal (tst_conversationsignals).
/// Invariant: a part's text is the concatenation of the tails told of it (tst_conversationsignals).
/// Invariant: after its terminal verb nothing changes a reply but resumeReply(), and while it streams
/// nothing but its own deltas (tst_conversation).
/// Invariant: ids are unique (tst_conversation).
class Conversation final : public QObject
{
    Q_OBJECT

public:
    using Elapsed = std::chrono::milliseconds;

    explicit Conversation(ConversationId id, QObject *parent = nullptr);
    /// Goes on from @p snapshot. A reply that was streaming in it is streaming here: whoever restores it
    /// appends what a journal holds and ends it.
    explicit Conversation(const ConversationSnapshot &snapshot, QObject *parent = nullptr);

    const ConversationId &id() const { return m_id; }
    const QString &title() const { return m_title; }
    const CompletionOptions &options() const { return m_options; }
    const MessageTree &tree() const { return m_tree; }
    /// The reference is valid until the next verb. @p id must be contained.
    const Message &message(const MessageId &id) const { return m_tree.message(id); }
    bool isStreaming(const MessageId &id) const { return m_replies.contains(id); }
    QList<MessageId> streamingReplies() const { return m_replies.keys(); }
    /// Costs what a copy of a MessageTree costs.
    ConversationSnapshot snapshot() const { return {m_id, m_title, m_options, m_tree}; }

    Result<void> setTitle(const QString &title);
    /// InvalidInput with the reason of CompletionOptions::validate().
    Result<void> setOptions(const CompletionOptions &options);

    /// Adds @p message under the active leaf, which must not be streaming. An empty id is filled in; a
    /// streaming message is refused (see beginReply()).
    Result<MessageId> append(Message message);
    /// Adds a message of the same role and parent as @p id with @p parts; the old one and all below it
    /// stay as a branch.
    Result<MessageId> editMessage(
        const MessageId &id, const QList<MessagePart> &parts, const QDateTime &createdAt);
    /// Makes the active path pass through @p id, and below it through the branches selected last.
    Result<void> selectBranch(const MessageId &id);
    /// Removes @p id and all below it, also what streams there: its deltas are refused from then on. A
    /// path through it goes on with the next sibling, else the one before, else it ends at the parent.
    Result<void> remove(const MessageId &id);

    /// Adds an empty streaming reply under @p parentId, which must not be streaming itself. The active
    /// path moves to the reply if it passes through the parent; a person who went to another branch stays.
    Result<MessageId> beginReply(const MessageId &parentId, const ReplyStart &start);
    /// beginReply() beside @p replyId, which must be a reply and stays as a branch.
    Result<MessageId> regenerate(const MessageId &replyId, const ReplyStart &start);
    /// Lets an interrupted reply, or one that ended by its length, stream on: text is appended to its last
    /// part, its failure and finish reason go, usage and times add up. It must have no children.
    Result<void> resumeReply(const MessageId &id);

    /// Adds what @p delta holds, in the order: model, usage and time to the first token; reasoning; text;
    /// refusal; tool calls. Text goes to the last part if that is of its kind, else to a new one, which
    /// closes the reasoning before it with its duration. Tool calls are found by ordinal. The delta's
    /// finishReason and error are for the caller: only the verbs below end a reply.
    /// The cost is that of the delta, whatever the reply's length (the first after a snapshot copies it).
    Result<void> appendDelta(const MessageId &id, const ReplyDelta &delta, Elapsed sinceRequest);
    /// The provider said that the reply is complete.
    Result<void> finishReply(const MessageId &id, FinishReason reason, Elapsed sinceRequest);
    /// The reply ended in any other way: it becomes Interrupted if any part of it arrived, else Failed.
    Result<void> interruptReply(const MessageId &id, const Failure &failure, Elapsed sinceRequest);

signals:
    void titleChanged(const QString &title);
    void optionsChanged();

    /// @p id is a new message under @p parentId (empty: it begins the conversation), its last child and
    /// selected there. What it holds now is told by no other signal. activePathChanged() follows if the
    /// path, which is already the new one, moved.
    void messageInserted(const MessageId &id, const MessageId &parentId);
    /// All of @p ids are gone, children before their parents. activePathChanged() follows likewise.
    void messagesRemoved(const QList<MessageId> &ids);
    /// The first @p fromDepth messages of the active path are the same; from there on it is another one,
    /// or ends. It alone tells of a branch that was selected.
    void activePathChanged(qsizetype fromDepth);

    /// The message's parts grew by one, at their end. Its text (the arguments, of a tool call) is empty.
    void partAdded(const MessageId &id, qsizetype partIndex);
    /// @p tail was appended to the part's text (the arguments, of a tool call). Text, reasoning and
    /// refusal only ever grow in the last part.
    void textAppended(const MessageId &id, qsizetype partIndex, const QString &tail);
    /// Something else of the part: the duration of reasoning, the id or name of a tool call.
    void partChanged(const MessageId &id, qsizetype partIndex);
    /// Something else than the parts. A change of State away from Streaming is the reply's last signal.
    void messageChanged(const MessageId &id, runnel::MessageChanges what);

private:
    struct Reply
    {
        QHash<int, qsizetype> callParts;       // by ordinal
        std::optional<Elapsed> reasoningSince; // while the last part is open reasoning
        Usage usageBefore;                     // of the requests before resumeReply()
        Elapsed elapsedBefore{0};
    };

    std::optional<Error> refusal() const;
    std::optional<Error> refusalFor(const MessageId &id) const;
    std::optional<Error> refusalForReply(const MessageId &id) const;
    std::optional<Error> refusalForParent(const MessageId &parentId) const;
    Result<MessageId> insert(Message message, MessageId parentId);
    void track(const Message &message);
    void applyBookkeeping(const MessageId &id, const ReplyDelta &delta, Elapsed sinceRequest);
    template <typename Part> void appendText(const MessageId &id, const QString &tail, Elapsed sinceRequest);
    void appendToolCall(const MessageId &id, const ToolCallDelta &delta, Elapsed sinceRequest);
    void addPart(const MessageId &id, const MessagePart &part, Elapsed sinceRequest);
    void closeReasoning(const MessageId &id, Elapsed sinceRequest);
    Result<void> endReply(const MessageId &id, MessageState state, std::optional<FinishReason> reason,
        const std::optional<Failure> &failure, Elapsed sinceRequest);

    const ConversationId m_id;
    QString m_title;
    CompletionOptions m_options;
    MessageTree m_tree;
    QHash<MessageId, Reply> m_replies; // exactly those whose state is Streaming
    bool m_isChanging = false;         // a verb is at work, so that a call can only come from a slot
};

} // namespace runnel
