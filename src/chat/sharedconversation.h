// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/conversation.h"

#include <QObject>
#include <QPointer>

#include <variant>

namespace runnel {

/// What of a conversation may leave the machine, as the person chose it.
struct SharePolicy
{
    enum class Choice
    {
        Hidden,
        Shown
    };

    /// Only what follows this message on the active path; empty: all of it. "From here on" is the parent
    /// of the first message to be shown, or the active leaf. While the path does not pass through it,
    /// nothing is shared.
    MessageId after;
    Choice title = Choice::Hidden; ///< it often quotes the first question, which may be before `after`
    Choice reasoning = Choice::Hidden;
    Choice attachments
        = Choice::Hidden; ///< name, type, size and hash, by which a viewer may ask for the bytes

    friend bool operator==(const SharePolicy &, const SharePolicy &) = default;
};

/// Only these kinds of part exist outside: no tool call, no tool result.
using SharedPart = std::variant<TextPart, ReasoningPart, RefusalPart, ImagePart, FilePart>;

/// A message as a viewer may know it. That it failed is told by its state; why, with the host's address
/// and the provider's words, has no place here; nor have model, usage and times.
struct SharedMessage
{
    enum class Author
    {
        Person,
        Model
    };

    MessageId id;
    Author author = Author::Person;
    MessageState state = MessageState::Complete;
    QList<SharedPart> parts;

    friend bool operator==(const SharedMessage &, const SharedMessage &) = default;
};

/// The messages of the active path under @p policy, the oldest first: the definition of what is shared.
/// Messages of the roles system and tool are not among them.
QList<SharedMessage> sharedMessages(const MessageTree &tree, const SharePolicy &policy);

/// sharedMessages(), kept equal to it by each change of a conversation, at the cost of that change.
///
/// It reads the conversation only inside its signals, and holds nothing of it but what is shared.
/// When the conversation goes, the last contents stay.
///
/// Invariant: messages() equals sharedMessages() at every signal (tst_sharedconversation).
/// Invariant: an observer that only listens holds the same messages (tst_sharedconversation).
class SharedConversation final : public QObject
{
    Q_OBJECT

public:
    /// @p source need not outlive this.
    SharedConversation(const Conversation *source, const SharePolicy &policy, QObject *parent = nullptr);

    const SharePolicy &policy() const { return m_policy; }
    /// Empty unless the policy shows it.
    const QString &title() const { return m_title; }
    /// A copy is cheap and may go to another thread.
    const QList<SharedMessage> &messages() const { return m_messages; }

signals:
    void titleChanged(const QString &title);
    /// The first @p fromIndex messages are the same; what follows is to be read anew.
    void messagesReplaced(qsizetype fromIndex);
    /// One more part at the end of a message's parts, without text.
    void partAdded(qsizetype messageIndex, qsizetype partIndex);
    void textAppended(qsizetype messageIndex, qsizetype partIndex, const QString &tail);
    /// The duration of a reasoning part.
    void partChanged(qsizetype messageIndex, qsizetype partIndex);
    void stateChanged(qsizetype messageIndex, runnel::MessageState state);

private:
    void setTitle(const QString &title);
    void reread(qsizetype fromDepth);
    qsizetype indexOf(const MessageId &id) const;
    void addPart(const MessageId &id, qsizetype sourceIndex);
    void appendText(const MessageId &id, qsizetype sourceIndex, const QString &tail);
    void rereadPart(const MessageId &id, qsizetype sourceIndex);
    void rereadState(const MessageId &id);

    const QPointer<const Conversation> m_source;
    const SharePolicy m_policy;
    QString m_title;
    QList<SharedMessage> m_messages;
};

} // namespace runnel
