// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/demoreplay.h"

#include "recording/tapframes.h"

namespace runnel {

namespace {

// A client that reads more slowly than the recording plays holds it up rather than filling memory.
constexpr qint64 maxUnsentBytes = 256 * 1024;

} // namespace

DemoReplay::DemoReplay(HttpConnection &connection, std::shared_ptr<const Recording> recording,
    std::unique_ptr<PlaybackTimer> timer)
    : QObject(&connection), m_connection(connection), m_player(std::move(recording), std::move(timer))
{
    connect(
        &m_player, &Player::frameReached, this, [this](const Frame &frame) { deliverFrame(frame, *this); });
    connect(&m_player, &Player::finished, &m_connection, &HttpConnection::end);
    connect(&m_player, &Player::failed, &m_connection, &HttpConnection::reset);
    connect(&m_connection, &HttpConnection::closed, &m_player, &Player::stop);
    connect(m_connection.socket(), &QTcpSocket::bytesWritten, this, &DemoReplay::resumeWhenSent);
}

void DemoReplay::start(double speed)
{
    m_player.setSpeed(speed);
    m_player.play();
}

void DemoReplay::responseStarted(int httpStatus, const Headers &headers)
{
    QList<HttpField> fields;
    for (const auto &[name, value] : headers)
        fields.append({name, value});
    m_connection.beginStream(httpStatus, fields);
}

void DemoReplay::bytesReceived(QByteArrayView bytes)
{
    m_connection.write(bytes);
    if (m_connection.unsentBytes() > maxUnsentBytes)
        m_player.pause();
}

void DemoReplay::streamClosed(const StreamClose &close)
{
    if (close.how == "RST")
        m_connection.reset();
}

void DemoReplay::resumeWhenSent()
{
    if (m_connection.state() == HttpConnection::State::RequestTaken && m_connection.unsentBytes() == 0)
        m_player.play(); // without effect on one that plays
}

} // namespace runnel
