// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "chat/message.h"

#include <QHash>
#include <QList>
#include <QSharedDataPointer>

#include <optional>

namespace runnel {

/// One message and its place, as a store keeps it.
struct StoredMessage
{
    Message message;
    MessageId parentId;      ///< empty: the message begins a conversation
    MessageId selectedChild; ///< the branch shown below it last; empty: the newest

    friend bool operator==(const StoredMessage &, const StoredMessage &) = default;
};

/// The messages of a conversation as a tree of branches with one active path: a value.
///
/// The empty MessageId stands above all messages that begin a conversation: it is their parentOf(), and
/// children(MessageId()) are they. Wherever a function takes the id of a message it must be contained
/// (Q_ASSERT), unless said otherwise. Siblings are in the order of their making.
///
/// Implicitly shared: a copy costs two reference counts; the first change after it copies a pointer a
/// message, and the changed message. Copies may be read in different threads.
///
/// Invariant: the active path begins at the top, each message's parent is the one before it, and the last
/// has no children; it is empty only with the tree (tst_messagetree).
/// Invariant: every message hangs from the top, once, by a parent that lists it (tst_messagetree).
class MessageTree final
{
public:
    MessageTree();

    /// The tree of @p stored, in which parents may follow their children. @p activeLeaf may be empty (the
    /// selected, else the newest branches are active) or have children (the path goes on below it likewise).
    /// Error::Corrupt for an empty or doubled id, a parent that is missing, a circle, a selected child
    /// that is none, an active leaf that is missing.
    static Result<MessageTree> fromStored(
        const QList<StoredMessage> &stored, const MessageId &activeLeaf, const MessageId &selectedTop = {});

    bool isEmpty() const { return m_nodes.size() == 1; }
    qsizetype messageCount() const { return m_nodes.size() - 1; }
    /// Whether @p id is a message here. False for the empty id.
    bool contains(const MessageId &id) const { return !id.isEmpty() && m_nodes.contains(id); }

    /// The reference is valid until the next change of this tree.
    const Message &message(const MessageId &id) const;
    MessageId parentOf(const MessageId &id) const;
    /// @p id may be empty: the messages that begin a conversation.
    QList<MessageId> children(const MessageId &id) const;
    /// All messages with the same parent, including @p id.
    QList<MessageId> siblings(const MessageId &id) const { return children(parentOf(id)); }
    /// The branch that a path through @p id takes below it; empty for a leaf. @p id may be empty.
    MessageId selectedChild(const MessageId &id) const;
    bool isLeaf(const MessageId &id) const;

    const QList<MessageId> &activePath() const { return m_activePath; }
    /// Empty in an empty tree.
    MessageId activeLeaf() const;
    /// Costs up to the length of the path.
    bool isActive(const MessageId &id) const;
    /// The messages of the active path, the oldest first.
    QList<Message> activeMessages() const;
    /// The messages from the top down to @p id, which may be empty.
    QList<Message> messagesTo(const MessageId &id) const;
    /// @p id and all below it, children before their parents.
    QList<MessageId> subtree(const MessageId &id) const;
    /// Every message, parents before their children, siblings in order: what fromStored() takes.
    QList<StoredMessage> stored() const;

    // Changes. Those that may move the active path return the depth from which on it is another one (it may
    // end there), or nothing if it is the same.

    /// Adds @p message as the last child of @p parentId (or the empty id) and selects it there. The
    /// active path moves to it if it passes through the parent. Its id must not be contained or empty.
    std::optional<qsizetype> insert(const Message &message, const MessageId &parentId);
    /// Makes the active path pass through @p id, and below it through the branches selected last.
    std::optional<qsizetype> select(const MessageId &id);
    /// Removes subtree(@p id). Where it was selected, the sibling after it takes its place, else the one
    /// before it, else none: the parent becomes a leaf.
    std::optional<qsizetype> remove(const MessageId &id);
    /// For a change of the message itself; its id must stay. Valid until the next use of this tree.
    Message &edit(const MessageId &id);

    friend bool operator==(const MessageTree &a, const MessageTree &b);

private:
    struct Node : QSharedData
    {
        Message message;
        MessageId parentId;
        QList<MessageId> children;
        MessageId selectedChild; // empty only without children
    };

    const Node &node(const MessageId &id) const;
    Node &mutableNode(const MessageId &id);
    std::optional<qsizetype> retracePath();

    QHash<MessageId, QSharedDataPointer<Node>> m_nodes; // with a node for the empty id
    QList<MessageId> m_activePath;
};

} // namespace runnel
