// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "chat/contextpolicy.h"
#include "chat/conversation.h"
#include "provider/completionclient.h"
#include "session/chattarget.h"

#include <QHash>
#include <QObject>

#include <chrono>
#include <memory>

namespace runnel {

/// Lets a conversation be held: sends what is asked, grows the reply by what comes, and ends it once.
///
/// Several replies may stream at once. What a reply says and how it ends is told by the Conversation; the
/// signals here tell what is no part of it. Main thread.
class ChatSession final : public QObject
{
    Q_OBJECT

public:
    using ClientSettings = CompletionClient::Settings;

    /// @p conversation must outlive the session; streaming replies are stopped when the session goes.
    ChatSession(Conversation &conversation, const ClientSettings &settings, QObject *parent = nullptr);
    ~ChatSession() override;

    void setTarget(const ChatTarget &target) { m_target = target; }
    /// Watches every reply begun from now on; not owned, must outlive them. Null: nobody does.
    void setTap(StreamTap *tap) { m_tap = tap; }
    /// On whose behalf requests are made from now on.
    void setAsker(CircuitBreaker::Asker asker) { m_asker = asker; }
    /// Where the bytes of attachments come from; not owned.
    void setBlobSource(const BlobSource *blobs) { m_blobs = blobs; }

    /// Appends a question of the person and begins its reply. The id is the reply's.
    /// Errors: those of Conversation::append() and of encodeRequest(), the latter after the question was
    /// appended: it stays, with a failed reply under it.
    /// The request counts as a person's, whom no circuit breaker holds back; setAsker() says otherwise.
    Result<MessageId> send(const QList<MessagePart> &parts);
    Result<MessageId> send(const QString &text);

    /// Another reply to the same question; the old one stays as a branch.
    Result<MessageId> regenerate(const MessageId &replyId);

    /// The person's stop. The reply is Interrupted, or Failed when nothing came, before this returns.
    /// Without effect on a reply that does not stream. Like the Conversation's verbs, not to be called from
    /// a slot of its signals: call it queued.
    void stop(const MessageId &replyId);
    void stopAll();

    /// What was sent, and what was left out, for the newest reply.
    const Context &lastContext() const { return m_context; }

signals:
    /// The reply has a terminal state, which is its last: the Conversation holds how it ended. Told once of
    /// every reply that began to stream, also of one that was deleted: that one the Conversation holds no
    /// more.
    void replyEnded(const runnel::MessageId &replyId);
    /// An attempt failed before anything came; the next one begins after @p delay. @p retry counts from 1.
    void retryScheduled(const runnel::MessageId &replyId, const runnel::Failure &failure, int retry,
        std::chrono::milliseconds delay);
    /// Nothing has come for a while (StreamTimeouts::stillWaiting).
    void stillWaiting(const runnel::MessageId &replyId);

private:
    Result<MessageId> begin(const MessageId &replyId);
    void watch(const MessageId &replyId, CompletionStream *stream);
    void appendDeltas(const MessageId &replyId, const QList<ReplyDelta> &deltas);
    void end(const MessageId &replyId);
    std::chrono::milliseconds elapsed(const MessageId &replyId) const;

    Conversation &m_conversation;
    CompletionClient m_client;
    ChatTarget m_target;
    StreamTap *m_tap = nullptr;
    CircuitBreaker::Asker m_asker = CircuitBreaker::Asker::Person;
    const BlobSource *m_blobs = nullptr;
    Context m_context;
    QHash<MessageId, CompletionStream *> m_streams; // those that run; children of this object
};

} // namespace runnel
