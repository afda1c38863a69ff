// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "chat/messagetree.h"

#include <algorithm>

namespace runnel {

namespace {

Error corrupt(const QString &message)
{
    return Error{Error::Kind::Corrupt, message, {}, 0};
}

} // namespace

MessageTree::MessageTree()
{
    m_nodes.insert(MessageId(), QSharedDataPointer<Node>(new Node));
}

Result<MessageTree> MessageTree::fromStored(
    const QList<StoredMessage> &stored, const MessageId &activeLeaf, const MessageId &selectedTop)
{
    MessageTree tree;
    tree.m_nodes.reserve(stored.size() + 1);
    for (const StoredMessage &entry : stored) {
        const MessageId &id = entry.message.id;
        if (id.isEmpty())
            return corrupt(QStringLiteral("a message without id"));
        if (tree.m_nodes.contains(id))
            return corrupt(QStringLiteral("two messages with the id %1").arg(id.text()));
        QSharedDataPointer<Node> node(new Node);
        node->message = entry.message;
        node->parentId = entry.parentId;
        node->selectedChild = entry.selectedChild;
        tree.m_nodes.insert(id, std::move(node));
    }
    tree.mutableNode({}).selectedChild = selectedTop;
    for (const StoredMessage &entry : stored) {
        const auto parent = tree.m_nodes.find(entry.parentId);
        if (parent == tree.m_nodes.end())
            return corrupt(QStringLiteral("message %1 has no parent %2")
                               .arg(entry.message.id.text(), entry.parentId.text()));
        (*parent)->children.append(entry.message.id);
    }
    for (auto it = tree.m_nodes.begin(); it != tree.m_nodes.end(); ++it) {
        Node &node = **it;
        if (node.selectedChild.isEmpty() && !node.children.isEmpty())
            node.selectedChild = node.children.last();
        else if (!node.selectedChild.isEmpty() && !node.children.contains(node.selectedChild))
            return corrupt(QStringLiteral("message %1 selects %2, which is no child of it")
                               .arg(it.key().text(), node.selectedChild.text()));
    }
    // Each message has one parent, so that what cannot be reached from the top is in or below a circle.
    const qsizetype reachedCount = tree.subtree({}).size() - 1;
    if (reachedCount != stored.size())
        return corrupt(QStringLiteral("%1 of %2 messages hang in a circle")
                           .arg(stored.size() - reachedCount)
                           .arg(stored.size()));
    if (!activeLeaf.isEmpty() && !tree.contains(activeLeaf))
        return corrupt(QStringLiteral("no message has the id of the active leaf %1").arg(activeLeaf.text()));
    if (activeLeaf.isEmpty())
        tree.retracePath();
    else
        tree.select(activeLeaf);
    return tree;
}

const MessageTree::Node &MessageTree::node(const MessageId &id) const
{
    const auto it = m_nodes.constFind(id);
    Q_ASSERT(it != m_nodes.cend());
    return **it;
}

MessageTree::Node &MessageTree::mutableNode(const MessageId &id)
{
    const auto it = m_nodes.find(id);
    Q_ASSERT(it != m_nodes.end());
    return **it;
}

const Message &MessageTree::message(const MessageId &id) const
{
    Q_ASSERT(!id.isEmpty());
    return node(id).message;
}

MessageId MessageTree::parentOf(const MessageId &id) const
{
    Q_ASSERT(!id.isEmpty());
    return node(id).parentId;
}

QList<MessageId> MessageTree::children(const MessageId &id) const
{
    return node(id).children;
}

MessageId MessageTree::selectedChild(const MessageId &id) const
{
    return node(id).selectedChild;
}

bool MessageTree::isLeaf(const MessageId &id) const
{
    return node(id).children.isEmpty();
}

MessageId MessageTree::activeLeaf() const
{
    return m_activePath.isEmpty() ? MessageId() : m_activePath.last();
}

bool MessageTree::isActive(const MessageId &id) const
{
    // Most questions are about the newest message.
    return std::find(m_activePath.crbegin(), m_activePath.crend(), id) != m_activePath.crend();
}

QList<Message> MessageTree::activeMessages() const
{
    return messagesTo(activeLeaf());
}

QList<Message> MessageTree::messagesTo(const MessageId &id) const
{
    QList<Message> result;
    for (MessageId at = id; !at.isEmpty(); at = node(at).parentId)
        result.append(node(at).message);
    std::reverse(result.begin(), result.end());
    return result;
}

QList<MessageId> MessageTree::subtree(const MessageId &id) const
{
    // Parents before children, then turned round; no recursion, since a chat of 10,000 messages is a
    // tree of that depth.
    QList<MessageId> result{id};
    for (qsizetype i = 0; i < result.size(); ++i) {
        const QList<MessageId> below = node(result.at(i)).children;
        result.append(below);
    }
    std::reverse(result.begin(), result.end());
    return result;
}

QList<StoredMessage> MessageTree::stored() const
{
    QList<MessageId> ids = subtree({});
    ids.removeLast(); // the top is no message
    // subtree() turns siblings round as well; turning back gives parents first and siblings in order.
    std::reverse(ids.begin(), ids.end());
    QList<StoredMessage> result;
    result.reserve(ids.size());
    for (const MessageId &id : std::as_const(ids)) {
        const Node &at = node(id);
        result.append({at.message, at.parentId, at.selectedChild});
    }
    return result;
}

std::optional<qsizetype> MessageTree::insert(const Message &message, const MessageId &parentId)
{
    Q_ASSERT(!message.id.isEmpty() && !m_nodes.contains(message.id));
    QSharedDataPointer<Node> added(new Node);
    added->message = message;
    added->parentId = parentId;
    m_nodes.insert(message.id, std::move(added));
    Node &parent = mutableNode(parentId);
    parent.children.append(message.id);
    parent.selectedChild = message.id;
    if (parentId == activeLeaf()) {
        m_activePath.append(message.id);
        return m_activePath.size() - 1;
    }
    if (parentId.isEmpty() || isActive(parentId))
        return retracePath();
    return std::nullopt;
}

std::optional<qsizetype> MessageTree::select(const MessageId &id)
{
    for (MessageId at = id; !at.isEmpty();) {
        const MessageId parentId = node(at).parentId;
        if (node(parentId).selectedChild != at)
            mutableNode(parentId).selectedChild = at;
        at = parentId;
    }
    return retracePath();
}

std::optional<qsizetype> MessageTree::remove(const MessageId &id)
{
    Q_ASSERT(!id.isEmpty());
    const QList<MessageId> gone = subtree(id);
    Node &parent = mutableNode(node(id).parentId);
    const qsizetype index = parent.children.indexOf(id);
    parent.children.removeAt(index);
    if (parent.selectedChild == id)
        parent.selectedChild = parent.children.isEmpty()
            ? MessageId()
            : parent.children.at(std::min(index, parent.children.size() - 1));
    for (const MessageId &each : gone)
        m_nodes.remove(each);
    return retracePath();
}

Message &MessageTree::edit(const MessageId &id)
{
    Q_ASSERT(!id.isEmpty());
    return mutableNode(id).message;
}

/// Follows the selected children from the top; returns the depth of the first difference to the path before.
std::optional<qsizetype> MessageTree::retracePath()
{
    QList<MessageId> path;
    path.reserve(m_activePath.size());
    for (MessageId at = node({}).selectedChild; !at.isEmpty(); at = node(at).selectedChild)
        path.append(at);
    const auto difference
        = std::mismatch(path.cbegin(), path.cend(), m_activePath.cbegin(), m_activePath.cend());
    const qsizetype depth = difference.first - path.cbegin();
    if (path.size() == m_activePath.size() && depth == path.size())
        return std::nullopt;
    m_activePath = path;
    return depth;
}

bool operator==(const MessageTree &a, const MessageTree &b)
{
    return a.m_activePath == b.m_activePath && a.stored() == b.stored()
        && a.selectedChild({}) == b.selectedChild({});
}

} // namespace runnel
