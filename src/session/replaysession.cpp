// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/replaysession.h"

#include "provider/answerfailure.h"
#include "recording/tapframes.h"
#include "session/capture.h"

#include <QDateTime>

namespace runnel {

namespace {

constexpr int firstErrorStatus = 400;

std::chrono::milliseconds toMilliseconds(std::chrono::nanoseconds time)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(time);
}

/// Who ended the recorded stream, from the words in which StreamClose says it.
Failure failureOf(const StreamClose &close, const QUrl &url, int httpStatus)
{
    using Cause = Failure::Cause;
    using EndedBy = Failure::EndedBy;
    Failure failure;
    failure.host = hostAndPort(url);
    failure.httpStatus = httpStatus;
    failure.cause = httpStatus == 0 ? Cause::AnswerUnknown : Cause::CutShort;
    if (close.by == "peer") {
        const bool isReset = close.how == "RST";
        failure.endedBy = isReset ? EndedBy::PeerReset : EndedBy::PeerClosed;
        if (isReset && httpStatus != 0)
            failure.cause = Cause::ConnectionLost;
    } else if (close.by == "person") {
        failure.endedBy = EndedBy::Person;
        failure.cause = Cause::Stopped;
    } else if (close.by == "timer") {
        failure.endedBy = EndedBy::Timer;
    } else if (close.by == "limit") {
        failure.endedBy = EndedBy::Limit;
    } else if (close.by == "provider") {
        failure.endedBy = EndedBy::Provider;
    }
    return failure;
}

Failure stoppedNow()
{
    Failure failure;
    failure.cause = Failure::Cause::Stopped;
    failure.endedBy = Failure::EndedBy::Person;
    return failure;
}

} // namespace

ReplaySession::ReplaySession(Conversation &conversation, std::shared_ptr<const Recording> recording,
    std::optional<Dialect> dialect, double speed, QObject *parent)
    : QObject(parent), m_conversation(conversation), m_dialect(dialect), m_player(std::move(recording))
{
    m_player.setSpeed(speed);
    connect(&m_player, &Player::frameReached, this, &ReplaySession::takeFrame);
    connect(&m_player, &Player::finished, this, [this] {
        streamClosed({}); // a recording that was cut has no such frame
        emit finished();
    });
    connect(&m_player, &Player::failed, this, [this](const Error &error) {
        streamClosed({});
        emit failed(error);
    });
}

ReplaySession::~ReplaySession() = default;

void ReplaySession::start()
{
    m_player.play();
}

void ReplaySession::stop()
{
    m_player.stop();
    if (!m_reply.isEmpty())
        endReply(stoppedNow());
}

void ReplaySession::takeFrame(const Frame &frame)
{
    deliverFrame(frame, *this);
}

void ReplaySession::requestStarted(const QByteArray &, const QUrl &url)
{
    streamClosed({});
    m_url = url;
}

void ReplaySession::responseStarted(int httpStatus, const Headers &headers)
{
    m_httpStatus = httpStatus;
    m_contentType = headerValue(headers, "Content-Type");
    m_answeredAt = m_player.position();
}

void ReplaySession::bytesReceived(QByteArrayView bytes)
{
    if (m_httpStatus >= firstErrorStatus) {
        m_errorBody += bytes;
        return;
    }
    if (!m_decoder) {
        const Dialect dialect = m_dialect ? *m_dialect : guessDialect(bytes).value_or(Dialect::OpenAiChat);
        m_decoder = std::make_unique<ReplyStreamDecoder>(dialect, m_contentType);
    }
    QList<ReplyDelta> deltas;
    m_decoder->feed(bytes, deltas);
    append(deltas);
}

void ReplaySession::eventReceived(QByteArrayView, QByteArrayView, QByteArrayView)
{
    // The bytes make them again.
}

void ReplaySession::append(const QList<ReplyDelta> &deltas)
{
    for (const ReplyDelta &delta : deltas) {
        const auto elapsed = toMilliseconds(m_player.position() - m_answeredAt);
        (void)m_conversation.appendDelta(openReply(), delta, elapsed);
    }
}

MessageId ReplaySession::openReply()
{
    if (!m_reply.isEmpty())
        return m_reply;
    // A reply stands under a question, and the recording has kept that to itself.
    Message question;
    question.role = Role::User;
    question.createdAt = QDateTime::currentDateTimeUtc();
    question.parts.append(TextPart{QStringLiteral("…")});
    const auto questionId = m_conversation.append(question);
    const auto replyId
        = m_conversation.beginReply(questionId.value(), {{}, {}, QDateTime::currentDateTimeUtc()});
    m_reply = replyId.value();
    return m_reply;
}

void ReplaySession::streamClosed(const StreamClose &close)
{
    if (m_decoder) {
        QList<ReplyDelta> deltas;
        m_decoder->end(deltas);
        append(deltas);
        const ReplyOutcome &outcome = m_decoder->outcome();
        if (outcome.error) {
            Failure failure = failureOf(close, m_url, m_httpStatus);
            failure.cause = Failure::Cause::ProviderError;
            failure.code = outcome.error->code;
            failure.message = outcome.error->message;
            endReply(failure);
        } else if (outcome.isComplete) {
            const MessageId reply = openReply();
            m_reply = {};
            (void)m_conversation.finishReply(reply, outcome.finishReason.value_or(FinishReason::Stop),
                toMilliseconds(m_player.position() - m_answeredAt));
            emit replyEnded(reply);
        } else {
            endReply(failureOf(close, m_url, m_httpStatus));
        }
    } else if (m_httpStatus >= firstErrorStatus) {
        endReply(errorStatusFailure(m_url, m_httpStatus, m_errorBody));
    } else if (m_httpStatus != 0) {
        endReply(failureOf(close, m_url, m_httpStatus));
    }
    m_decoder.reset();
    m_errorBody.clear();
    m_httpStatus = 0;
}

void ReplaySession::endReply(Failure failure)
{
    const MessageId reply = openReply();
    m_reply = {};
    (void)m_conversation.interruptReply(reply, failure, toMilliseconds(m_player.position() - m_answeredAt));
    emit replyEnded(reply);
}

} // namespace runnel
