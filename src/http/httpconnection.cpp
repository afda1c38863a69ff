// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/httpconnection.h"

#include <algorithm>
#include <fcntl.h>
#include <sys/socket.h>
#include <utility>

namespace runnel {

HttpConnection::HttpConnection(QTcpSocket *socket, const GuardSettings &settings)
    : QObject(socket), m_socket(socket), m_settings(settings), m_peerAddress(socket->peerAddress())
{
    m_timer.setSingleShot(true);
    m_idle.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &HttpConnection::onTimeout);
    connect(&m_idle, &QTimer::timeout, this, &HttpConnection::onTimeout);
    // The first to be connected and so the first to be called: nobody behind sees what is thrown away.
    connect(socket, &QTcpSocket::readyRead, this, &HttpConnection::readMore);
    connect(socket, &QTcpSocket::bytesWritten, this, &HttpConnection::onWritten);
    connect(socket, &QTcpSocket::disconnected, this, &HttpConnection::close);
    // What the kernel holds beyond it is the client's to wait for. One more than a head, so that one too
    // long is seen.
    socket->setReadBufferSize(settings.connection.head.maxHeadBytes + 1);
}

void HttpConnection::start()
{
    m_timer.start(m_settings.connection.headTime);
    if (m_socket->bytesAvailable() > 0)
        readMore();
}

void HttpConnection::readMore()
{
    switch (m_state) {
    case State::ReadingHead:
        readHead();
        break;
    case State::ReadingBody:
        m_idle.start(m_settings.connection.idleTime);
        if (m_socket->bytesAvailable() >= m_head.sizeBytes + m_head.contentLengthBytes)
            deliver();
        break;
    case State::RequestTaken:
        if (!m_isDelivering)
            discard();
        break;
    case State::Closing:
        drain();
        break;
    case State::Closed:
        break;
    }
}

void HttpConnection::readHead()
{
    const HeadLimits &limits = m_settings.connection.head;
    const QByteArray bytes = m_socket->peek(limits.maxHeadBytes);
    // Only the end of a line or a limit decides; looking at every byte of a slow head would be quadratic.
    const bool hasNewLine = bytes.indexOf('\n', m_lookedAtBytes) >= 0;
    m_hasLineFeed = m_hasLineFeed || hasNewLine;
    m_lookedAtBytes = bytes.size();
    const bool isLong
        = bytes.size() >= limits.maxHeadBytes || (!m_hasLineFeed && bytes.size() > limits.maxTargetBytes);
    if (!hasNewLine && !isLong)
        return;
    HeadOutcome outcome = parseRequestHead(bytes, limits);
    if (const auto *rejection = std::get_if<HeadRejection>(&outcome))
        refuse(rejection->httpStatus, rejection->reason);
    else if (auto *head = std::get_if<RequestHead>(&outcome))
        takeHead(std::move(*head));
}

void HttpConnection::takeHead(RequestHead head)
{
    m_head = std::move(head);
    const QByteArrayView host = *m_head.value("Host");
    const bool isAllowed = std::any_of(m_settings.allowedHosts.begin(), m_settings.allowedHosts.end(),
        [host](const QByteArray &allowed) { return equalsIgnoringCase(allowed, host); });
    // RFC 9110, 15.5.20: the request "was directed at a server that is unable or unwilling to produce an
    // authoritative response". A page that rebinds its name to this address ends here.
    if (!isAllowed) {
        refuse(421, "this server does not go by that Host");
        return;
    }
    if (m_head.contentLengthBytes > m_settings.connection.maxBodyBytes) {
        refuse(413, "the body is too long");
        return;
    }
    m_state = State::ReadingBody;
    m_timer.start(m_settings.connection.bodyTime);
    m_idle.start(m_settings.connection.idleTime);
    const qint64 requestBytes = m_head.sizeBytes + m_head.contentLengthBytes;
    m_socket->setReadBufferSize(std::max(requestBytes, m_socket->readBufferSize()));
    if (m_socket->bytesAvailable() >= requestBytes) {
        deliver();
        return;
    }
    if (m_head.expectsContinue())
        m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
}

void HttpConnection::deliver()
{
    m_timer.stop();
    m_idle.stop();
    m_state = State::RequestTaken;
    m_isDelivering = true;
    const QPointer<HttpConnection> self(this);
    emit requestArrived();
    if (!self)
        return;
    m_isDelivering = false;
    readMore();
}

// What comes behind the request is not another one.
void HttpConnection::discard()
{
    // QHttpServer 6.4 keeps a transaction open while it waits for a request, and then nothing is freed.
    if (m_socket->isTransactionStarted())
        m_socket->commitTransaction();
    m_discardedBytes += m_socket->skip(m_socket->bytesAvailable());
    if (m_discardedBytes > m_settings.connection.drainBytes)
        m_socket->abort();
}

void HttpConnection::refuse(int httpStatus, const char *reason)
{
    refuse(httpError(httpStatus, reason), reason);
}

void HttpConnection::refuse(HttpAnswer answer, const char *reason)
{
    Q_ASSERT(m_state < State::RequestTaken);
    m_idle.stop();
    answer.fields += m_settings.answerFields;
    m_socket->write(httpAnswerHead(answer, BodyFraming::ContentLength));
    // RFC 9110, 9.3.2: no content in the answer to HEAD. A refused head may not have said what it is.
    if (m_head.method != "HEAD")
        m_socket->write(answer.body);
    const QPointer<HttpConnection> self(this);
    emit refused(answer.httpStatus, reason);
    if (self)
        end();
}

void HttpConnection::answer(const HttpAnswer &answer)
{
    if (m_state != State::RequestTaken)
        return;
    m_socket->write(httpAnswerHead(answer, BodyFraming::ContentLength));
    if (m_head.method != "HEAD")
        m_socket->write(answer.body);
    end();
}

void HttpConnection::beginStream(int httpStatus, const QList<HttpField> &fields)
{
    if (m_state == State::RequestTaken)
        m_socket->write(httpAnswerHead({httpStatus, fields, {}}, BodyFraming::UntilClose));
}

void HttpConnection::write(QByteArrayView bytes)
{
    if (m_state == State::RequestTaken)
        m_socket->write(bytes.data(), bytes.size());
}

void HttpConnection::end()
{
    if (m_state >= State::Closing)
        return;
    m_state = State::Closing;
    m_timer.start(m_settings.connection.sendTime);
    onWritten();
}

// RFC 9112, 9.6: "the server [...] performs a half-close by closing only the write side of the read/write
// connection. The server then continues to read from the connection until it receives a corresponding close
// by the client, or until the server is reasonably certain that its own TCP stack has received the client's
// acknowledgement".
void HttpConnection::onWritten()
{
    if (m_state != State::Closing || m_isHalfClosed)
        return;
    if (m_socket->bytesToWrite() > 0) {
        m_timer.start(m_settings.connection.sendTime);
        return;
    }
    m_isHalfClosed = true;
    ::shutdown(int(m_socket->socketDescriptor()), SHUT_WR);
    m_timer.start(m_settings.connection.drainTime);
    if (!m_isDelivering)
        drain();
}

void HttpConnection::drain()
{
    if (m_isDelivering)
        return;
    discard();
}

void HttpConnection::reset()
{
    if (m_state == State::Closed)
        return;
    // SO_LINGER with no time: closing throws away what was not sent and sends an RST.
    const linger none = {1, 0};
    m_socket->flush();
    ::setsockopt(int(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &none, sizeof none);
    m_socket->abort();
}

int HttpConnection::takeDescriptor()
{
    if (m_state != State::RequestTaken || m_socket->bytesToWrite() > 0)
        return -1;
    // abort() closes the descriptor and nothing else: no shutdown(), so its twin keeps the connection.
    const int descriptor = ::fcntl(int(m_socket->socketDescriptor()), F_DUPFD_CLOEXEC, 3);
    if (descriptor >= 0)
        m_socket->abort();
    return descriptor;
}

void HttpConnection::onTimeout()
{
    switch (m_state) {
    case State::ReadingHead:
        refuse(408, "the head took too long");
        break;
    case State::ReadingBody:
        refuse(408, m_idle.isActive() ? "the body took too long" : "the body stalled");
        break;
    case State::RequestTaken:
    case State::Closing:
        m_socket->abort();
        break;
    case State::Closed:
        break;
    }
}

void HttpConnection::close()
{
    if (std::exchange(m_state, State::Closed) == State::Closed)
        return;
    m_timer.stop();
    m_idle.stop();
    emit closed();
    // QHttpServer does the same with those that it was given; twice does no harm.
    m_socket->deleteLater();
}

} // namespace runnel
