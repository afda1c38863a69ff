// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/conversation.h"
#include "provider/replystreamdecoder.h"
#include "recording/player.h"
#include "recording/streamtap.h"

#include <QObject>

#include <memory>
#include <optional>

namespace runnel {

/// Plays a recording into a conversation: what was received is decoded again, as a running stream would be,
/// and grows replies that end as they ended then.
///
/// Each answered request of the recording is one reply, attempts that were repeated included; what it
/// replied to is not in a recording. Main thread.
class ReplaySession final : public QObject, private StreamTap
{
    Q_OBJECT

public:
    /// @p dialect: none: told by the first bytes of each answer. @p conversation must outlive the session.
    ReplaySession(Conversation &conversation, std::shared_ptr<const Recording> recording,
        std::optional<Dialect> dialect, double speed, QObject *parent = nullptr);
    ~ReplaySession() override;

    /// Once an object. Then any number of replyEnded(), then exactly one of finished() and failed(), or
    /// stop().
    void start();

    /// The person's stop: the open reply, if any, ends as stopped before this returns.
    void stop();

signals:
    void replyEnded(const runnel::MessageId &replyId);
    void finished();
    /// The file could not be read on. The open reply, if any, was ended before.
    void failed(const runnel::Error &error);

private:
    void requestStarted(const QByteArray &method, const QUrl &url) override;
    void responseStarted(int httpStatus, const Headers &headers) override;
    void bytesReceived(QByteArrayView bytes) override;
    void eventReceived(QByteArrayView type, QByteArrayView data, QByteArrayView lastEventId) override;
    void streamClosed(const StreamClose &close) override;

    void takeFrame(const Frame &frame);
    void append(const QList<ReplyDelta> &deltas);
    MessageId openReply();
    void endReply(Failure failure);

    Conversation &m_conversation;
    const std::optional<Dialect> m_dialect;
    Player m_player;
    QUrl m_url;
    int m_httpStatus = 0;
    QByteArray m_contentType;
    QByteArray m_errorBody;
    std::unique_ptr<ReplyStreamDecoder> m_decoder; // from the first byte of a good answer on
    MessageId m_reply;                             // the one that grows; empty: none
    std::chrono::nanoseconds m_answeredAt{0};
};

} // namespace runnel
