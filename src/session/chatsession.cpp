// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/chatsession.h"

#include <QDateTime>

namespace runnel {

namespace {

Failure invalidRequest(const Error &error)
{
    Failure failure;
    failure.cause = Failure::Cause::InvalidRequest;
    failure.endedBy = Failure::EndedBy::Nobody;
    failure.detail = error.message;
    return failure;
}

Failure stopped()
{
    Failure failure;
    failure.cause = Failure::Cause::Stopped;
    failure.endedBy = Failure::EndedBy::Person;
    return failure;
}

} // namespace

ChatSession::ChatSession(Conversation &conversation, const ClientSettings &settings, QObject *parent)
    : QObject(parent), m_conversation(conversation), m_client(settings)
{
    // A deleted reply costs no more tokens. Queued, since what follows may call a verb.
    connect(
        &conversation, &Conversation::messagesRemoved, this,
        [this](const QList<MessageId> &ids) {
            for (const MessageId &id : ids)
                stop(id);
        },
        Qt::QueuedConnection);
}

ChatSession::~ChatSession()
{
    stopAll();
}

Result<MessageId> ChatSession::send(const QList<MessagePart> &parts)
{
    Message question;
    question.role = Role::User;
    question.parts = parts;
    question.createdAt = QDateTime::currentDateTimeUtc();
    const auto questionId = m_conversation.append(question);
    if (!questionId)
        return questionId.error();
    const auto replyId = m_conversation.beginReply(
        questionId.value(), {{}, m_target.model, QDateTime::currentDateTimeUtc()});
    return replyId ? begin(replyId.value()) : replyId;
}

Result<MessageId> ChatSession::send(const QString &text)
{
    QList<MessagePart> parts;
    parts.append(TextPart{text});
    return send(parts);
}

Result<MessageId> ChatSession::regenerate(const MessageId &replyId)
{
    const auto newId
        = m_conversation.regenerate(replyId, {{}, m_target.model, QDateTime::currentDateTimeUtc()});
    return newId ? begin(newId.value()) : newId;
}

Result<MessageId> ChatSession::begin(const MessageId &replyId)
{
    QList<Message> path;
    const MessageTree &tree = m_conversation.tree();
    for (MessageId id = tree.parentOf(replyId); !id.isEmpty(); id = tree.parentOf(id))
        path.prepend(tree.message(id));
    m_context = selectContext(path, m_conversation.options());

    CompletionRequest request;
    // Servers with one model take any name and many want one; the others say what they have.
    request.model = m_target.model.isEmpty() ? QStringLiteral("default") : m_target.model;
    request.messages = m_context.messages;
    request.options = m_conversation.options();
    request.blobs = m_blobs;
    auto stream = m_client.createStream(request, m_target.endpoint, m_tap, m_asker);
    if (!stream) {
        (void)m_conversation.interruptReply(replyId, invalidRequest(stream.error()), {});
        return stream.error();
    }
    CompletionStream *running = stream.takeValue().release();
    running->setParent(this);
    m_streams.insert(replyId, running);
    watch(replyId, running);
    running->start();
    return replyId;
}

void ChatSession::watch(const MessageId &replyId, CompletionStream *stream)
{
    connect(stream, &CompletionStream::deltasReceived, this,
        [this, replyId](const QList<ReplyDelta> &deltas) { appendDeltas(replyId, deltas); });
    connect(stream, &CompletionStream::finished, this,
        [this, replyId](const ReplyOutcome &outcome, const Timings &timings) {
            // "[DONE]" without a reason says no more than that the reply ended.
            (void)m_conversation.finishReply(replyId, outcome.finishReason.value_or(FinishReason::Stop),
                timings.total.value_or(std::chrono::milliseconds(0)));
            end(replyId);
        });
    connect(stream, &CompletionStream::failed, this, [this, replyId](const Failure &failure) {
        (void)m_conversation.interruptReply(replyId, failure, elapsed(replyId));
        end(replyId);
    });
    connect(stream, &CompletionStream::cancelled, this, [this, replyId] {
        (void)m_conversation.interruptReply(replyId, stopped(), elapsed(replyId));
        end(replyId);
    });
    connect(stream, &CompletionStream::retryScheduled, this,
        [this, replyId](const Failure &failure, int retry, std::chrono::milliseconds delay) {
            emit retryScheduled(replyId, failure, retry, delay);
        });
    connect(stream, &CompletionStream::stillWaiting, this, [this, replyId] { emit stillWaiting(replyId); });
}

void ChatSession::appendDeltas(const MessageId &replyId, const QList<ReplyDelta> &deltas)
{
    const std::chrono::milliseconds since = elapsed(replyId);
    for (const ReplyDelta &delta : deltas) {
        // Refused only when the message was deleted meanwhile; then nobody wants the rest.
        if (!m_conversation.appendDelta(replyId, delta, since)) {
            if (CompletionStream *stream = m_streams.value(replyId))
                stream->cancel();
            return;
        }
    }
}

void ChatSession::stop(const MessageId &replyId)
{
    if (CompletionStream *stream = m_streams.value(replyId))
        stream->cancel();
}

void ChatSession::stopAll()
{
    const QList<CompletionStream *> streams = m_streams.values();
    for (CompletionStream *stream : streams)
        stream->cancel();
}

void ChatSession::end(const MessageId &replyId)
{
    if (CompletionStream *stream = m_streams.take(replyId))
        stream->deleteLater();
    emit replyEnded(replyId);
}

std::chrono::milliseconds ChatSession::elapsed(const MessageId &replyId) const
{
    const CompletionStream *stream = m_streams.value(replyId);
    return stream ? stream->elapsed() : std::chrono::milliseconds(0);
}

} // namespace runnel
