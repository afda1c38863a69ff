// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpconnection.h"
#include "recording/player.h"
#include "recording/streamtap.h"

namespace runnel {

/// Answers one request with a recording: as it came then, it goes now. The child of its connection, with
/// which it goes.
class DemoReplay final : public QObject, private StreamTap
{
public:
    DemoReplay(HttpConnection &connection, std::shared_ptr<const Recording> recording,
        std::unique_ptr<PlaybackTimer> timer);

    void start(double speed);

private:
    void requestStarted(const QByteArray &, const QUrl &) override { }
    void responseStarted(int httpStatus, const Headers &headers) override;
    void bytesReceived(QByteArrayView bytes) override;
    void eventReceived(QByteArrayView, QByteArrayView, QByteArrayView) override { }
    void streamClosed(const StreamClose &close) override;
    void resumeWhenSent();

    HttpConnection &m_connection;
    Player m_player;
};

} // namespace runnel
