// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "chat/sharedconversation.h"

#include <algorithm>
#include <optional>

namespace runnel {

namespace {

struct PartFilter
{
    const SharePolicy &policy;

    std::optional<SharedPart> operator()(const TextPart &part) const { return part; }
    std::optional<SharedPart> operator()(const RefusalPart &part) const { return part; }
    std::optional<SharedPart> operator()(const ReasoningPart &part) const
    {
        return when(policy.reasoning, part);
    }
    std::optional<SharedPart> operator()(const ImagePart &part) const
    {
        return when(policy.attachments, part);
    }
    std::optional<SharedPart> operator()(const FilePart &part) const
    {
        return when(policy.attachments, part);
    }
    std::optional<SharedPart> operator()(const ToolCallPart &) const { return {}; }
    std::optional<SharedPart> operator()(const ToolResultPart &) const { return {}; }

    static std::optional<SharedPart> when(SharePolicy::Choice choice, const SharedPart &part)
    {
        return choice == SharePolicy::Choice::Shown ? std::optional(part) : std::nullopt;
    }
};

std::optional<SharedMessage> sharedMessage(const Message &message, const SharePolicy &policy)
{
    if (message.role != Role::User && message.role != Role::Assistant)
        return {};
    SharedMessage result;
    result.id = message.id;
    result.author = message.role == Role::User ? SharedMessage::Author::Person : SharedMessage::Author::Model;
    result.state = message.state;
    for (const MessagePart &part : message.parts) {
        if (const auto shared = std::visit(PartFilter{policy}, part))
            result.parts.append(*shared);
    }
    return result;
}

/// The depth of the active path from which on it is shared.
qsizetype firstSharedDepth(const MessageTree &tree, const SharePolicy &policy)
{
    if (policy.after.isEmpty())
        return 0;
    const qsizetype depth = tree.activePath().indexOf(policy.after);
    return depth < 0 ? tree.activePath().size() : depth + 1;
}

} // namespace

QList<SharedMessage> sharedMessages(const MessageTree &tree, const SharePolicy &policy)
{
    QList<SharedMessage> result;
    const QList<MessageId> &path = tree.activePath();
    for (qsizetype depth = firstSharedDepth(tree, policy); depth < path.size(); ++depth) {
        if (const auto shared = sharedMessage(tree.message(path.at(depth)), policy))
            result.append(*shared);
    }
    return result;
}

SharedConversation::SharedConversation(const Conversation *source, const SharePolicy &policy, QObject *parent)
    : QObject(parent), m_source(source), m_policy(policy)
{
    setTitle(source->title());
    m_messages = sharedMessages(source->tree(), policy);
    connect(source, &Conversation::titleChanged, this, &SharedConversation::setTitle);
    connect(source, &Conversation::activePathChanged, this, &SharedConversation::reread);
    connect(source, &Conversation::partAdded, this, &SharedConversation::addPart);
    connect(source, &Conversation::textAppended, this, &SharedConversation::appendText);
    connect(source, &Conversation::partChanged, this, &SharedConversation::rereadPart);
    connect(source, &Conversation::messageChanged, this, &SharedConversation::rereadState);
}

void SharedConversation::setTitle(const QString &title)
{
    if (m_policy.title == SharePolicy::Choice::Hidden || title == m_title)
        return;
    m_title = title;
    emit titleChanged(m_title);
}

void SharedConversation::reread(qsizetype fromDepth)
{
    const MessageTree &tree = m_source->tree();
    const QList<MessageId> &path = tree.activePath();
    // What stays of the path stays shared: the policy does not change, and `after` is before it or in it.
    qsizetype keptCount = 0;
    const qsizetype first = firstSharedDepth(tree, m_policy);
    for (qsizetype depth = first; depth < fromDepth && keptCount < m_messages.size(); ++depth) {
        if (path.at(depth) == m_messages.at(keptCount).id)
            ++keptCount;
    }
    const bool hadMore = m_messages.size() > keptCount;
    m_messages.resize(keptCount);
    for (qsizetype depth = std::max(first, fromDepth); depth < path.size(); ++depth) {
        if (const auto shared = sharedMessage(tree.message(path.at(depth)), m_policy))
            m_messages.append(*shared);
    }
    if (hadMore || m_messages.size() > keptCount)
        emit messagesReplaced(keptCount);
}

/// -1 where the message is not shared. Looked for from the end, where replies stream.
qsizetype SharedConversation::indexOf(const MessageId &id) const
{
    for (qsizetype i = m_messages.size() - 1; i >= 0; --i) {
        if (m_messages.at(i).id == id)
            return i;
    }
    return -1;
}

void SharedConversation::addPart(const MessageId &id, qsizetype sourceIndex)
{
    const qsizetype index = indexOf(id);
    if (index < 0)
        return;
    const auto part = std::visit(PartFilter{m_policy}, m_source->message(id).parts.at(sourceIndex));
    if (!part)
        return;
    m_messages[index].parts.append(*part);
    emit partAdded(index, m_messages.at(index).parts.size() - 1);
}

void SharedConversation::appendText(const MessageId &id, qsizetype sourceIndex, const QString &tail)
{
    const qsizetype index = indexOf(id);
    if (index < 0)
        return;
    const MessagePart &source = m_source->message(id).parts.at(sourceIndex);
    const bool isShared = std::holds_alternative<TextPart>(source)
        || std::holds_alternative<RefusalPart>(source)
        || (std::holds_alternative<ReasoningPart>(source)
            && m_policy.reasoning == SharePolicy::Choice::Shown);
    if (!isShared)
        return;
    // Text grows only in a reply's last part, which then is the last shared one too.
    SharedPart &part = m_messages[index].parts.last();
    if (auto *text = std::get_if<TextPart>(&part))
        text->text.append(tail);
    else if (auto *refusal = std::get_if<RefusalPart>(&part))
        refusal->text.append(tail);
    else
        std::get<ReasoningPart>(part).text.append(tail);
    emit textAppended(index, m_messages.at(index).parts.size() - 1, tail);
}

void SharedConversation::rereadPart(const MessageId &id, qsizetype sourceIndex)
{
    const qsizetype index = indexOf(id);
    const auto *source = std::get_if<ReasoningPart>(&m_source->message(id).parts.at(sourceIndex));
    if (index < 0 || !source || m_policy.reasoning == SharePolicy::Choice::Hidden)
        return;
    // The reasoning that closes is the last part of the reply at that moment.
    auto &part = std::get<ReasoningPart>(m_messages[index].parts.last());
    part.duration = source->duration;
    emit partChanged(index, m_messages.at(index).parts.size() - 1);
}

void SharedConversation::rereadState(const MessageId &id)
{
    const qsizetype index = indexOf(id);
    if (index < 0 || m_messages.at(index).state == m_source->message(id).state)
        return;
    m_messages[index].state = m_source->message(id).state;
    emit stateChanged(index, m_messages.at(index).state);
}

} // namespace runnel
