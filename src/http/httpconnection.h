// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/guardsettings.h"

#include <QObject>
#include <QPointer>
#include <QTcpSocket>
#include <QTimer>

#include <memory>

namespace runnel {

/// One connection: one request is read, one answer is given, and it closes.
///
/// Holds the request back until head and body are there and the head is valid, refuses what is not, and
/// throws away whatever comes behind the request. Lives as the child of its socket: with the socket it
/// goes, so whoever keeps a pointer keeps a QPointer.
///
/// Thread: the socket's. The calls that answer are for whoever got the request, after requestTaken().
class HttpConnection final : public QObject
{
    Q_OBJECT

public:
    enum class State
    {
        ReadingHead,
        ReadingBody,
        RequestTaken, ///< answered or being answered
        Closing,      ///< the answer is complete: being sent, then drained
        Closed,
    };

    /// @p settings must outlive the connection.
    HttpConnection(QTcpSocket *socket, const GuardSettings &settings);

    /// Begins to read. To be called once; refuse() may be called instead.
    void start();
    /// Answers with an error, instead of whatever would have come. Before the request is taken.
    void refuse(HttpAnswer answer, const char *reason);

    State state() const { return m_state; }
    QTcpSocket *socket() const { return m_socket; }
    const RequestHead &head() const { return m_head; }
    QHostAddress peerAddress() const { return m_peerAddress; }

    /// Gives the whole answer and closes. The body is left out where the request is HEAD.
    void answer(const HttpAnswer &answer);
    /// Begins an answer that ends with end(); its body is nothing of HttpAnswer's.
    void beginStream(int httpStatus, const QList<HttpField> &fields);
    void write(QByteArrayView bytes);
    void end();
    /// Cuts the connection with an RST, as a server does that dies.
    void reset();
    /// What was written but not yet given to the system.
    qint64 unsentBytes() const { return m_socket->bytesToWrite(); }

    /// The descriptor, for whoever carries the connection on; nothing must have been written. The
    /// connection is closed here, but not for the client. -1: there are no descriptors left, or the
    /// client has gone.
    int takeDescriptor();

    /// Kept as long as the connection.
    void keep(std::shared_ptr<void> object) { m_kept = std::move(object); }

signals:
    /// Head and body are there, whole and unread: from now on they are read from the socket by somebody
    /// else, from within this signal. What they leave is thrown away. The Host is an allowed one.
    void requestArrived();
    /// The request was refused; nothing more will come of it. @p reason is log text.
    void refused(int httpStatus, const char *reason);
    /// The connection is over, by whichever side. At most once, and the last signal.
    void closed();

private:
    void readMore();
    void readHead();
    void takeHead(RequestHead head);
    void refuse(int httpStatus, const char *reason);
    void deliver();
    void discard();
    void onTimeout();
    void onWritten();
    void drain();
    void close();

    QTcpSocket *const m_socket; // the parent
    const GuardSettings &m_settings;
    QHostAddress m_peerAddress;
    State m_state = State::ReadingHead;
    RequestHead m_head;
    bool m_hasLineFeed = false; // of what was looked at
    qsizetype m_lookedAtBytes = 0;
    qint64 m_discardedBytes = 0; // behind the request
    bool m_isDelivering = false;
    bool m_isHalfClosed = false;
    QTimer m_timer; // of the state
    QTimer m_idle;
    std::shared_ptr<void> m_kept;
};

} // namespace runnel
