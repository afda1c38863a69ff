// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/faultconnection.h"

#include "support/chatchunks.h"

#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

namespace runnel {

namespace {

QByteArray pageFor(const QByteArray &target, const QList<SitePage> &pages)
{
    const QByteArray path = target.left(target.indexOf('?'));
    SitePage found{.target = target, .body = "{\"error\":\"not found\"}", .status = 404};
    for (const SitePage &page : pages) {
        if (page.target == target || page.target == path) {
            found = page;
            break;
        }
    }
    HeaderList headers{
        {"Content-Type", found.contentType}, {"Content-Length", QByteArray::number(found.body.size())}};
    return httpHead(found.status, headers + found.headers) + found.body;
}

constexpr auto noDeadline = std::chrono::steady_clock::time_point::max();

int millisecondsUntil(std::chrono::steady_clock::time_point deadline)
{
    if (deadline == noDeadline)
        return -1;
    const auto left = deadline - std::chrono::steady_clock::now();
    return static_cast<int>(std::max<qint64>(0, std::chrono::ceil<std::chrono::milliseconds>(left).count()));
}

} // namespace

FaultConnection::FaultConnection(OwnedDescriptor socket, int number, const FaultScript &script,
    const TlsIdentities &identities, FaultRecord &record, GateRow &gates, const Latch &stop)
    : m_socket(std::move(socket)), m_number(number), m_script(script), m_identities(identities),
      m_record(record), m_gates(gates), m_stop(stop)
{
    // A piece of the script is a segment on the wire, at once.
    const int on = 1;
    ::setsockopt(m_socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void FaultConnection::run()
{
    m_record.opened(m_number);
    const QList<FaultStep> &steps = m_script.steps();
    bool goesOn = true;
    for (qsizetype i = 0; goesOn && i < steps.size(); ++i) {
        if (steps[i].kind == FaultStep::Kind::Restart)
            i = -1;
        else
            goesOn = perform(steps[i]);
    }
    if (goesOn)
        finish();
    m_tls.reset();
    m_socket.close();
    m_record.over(m_number);
}

bool FaultConnection::perform(const FaultStep &step)
{
    switch (step.kind) {
    case FaultStep::Kind::StartTls:
        return startTls(step.certificate);
    case FaultStep::Kind::AwaitHead:
        return awaitRequests(&FaultRecord::RequestCount::heads);
    case FaultStep::Kind::AwaitRequest:
        if (!awaitRequests(&FaultRecord::RequestCount::whole))
            return false;
        ++m_awaitedCount;
        return true;
    case FaultStep::Kind::Send:
        return send(step);
    case FaultStep::Kind::SendPage:
        return sendBytes(pageFor(m_record.lastTarget(m_number), step.pages));
    case FaultStep::Kind::SendEcho: {
        const QByteArray key = m_record.lastHeader(m_number, "Authorization");
        const QByteArray body
            = openAiError("Incorrect API key provided: " + key + '.', "invalid_request_error");
        return sendBytes(
            httpHead(401,
                {{"Content-Type", "application/json"}, {"Content-Length", QByteArray::number(body.size())}})
            + body);
    }
    case FaultStep::Kind::Pause:
        return pauseUntil(std::chrono::steady_clock::now() + step.pause);
    case FaultStep::Kind::AwaitRelease:
        return awaitGate();
    case FaultStep::Kind::StopReading:
        m_isReading = false;
        return true;
    case FaultStep::Kind::Hang:
        while (m_peerEnd == PeerEnd::None && wait(0, -1, noDeadline)) { }
        return false;
    case FaultStep::Kind::Fin:
        finish();
        return false;
    case FaultStep::Kind::Reset:
        reset();
        return false;
    case FaultStep::Kind::Restart:
        break;
    }
    Q_UNREACHABLE();
}

bool FaultConnection::startTls(Certificate certificate)
{
    m_tls = m_identities.at(certificate)->newSession(m_socket.get());
    while (true) {
        ERR_clear_error();
        const int result = SSL_do_handshake(m_tls.get());
        if (result == 1) {
            m_record.tlsStarted(m_number);
            return true;
        }
        const int error = SSL_get_error(m_tls.get(), result);
        if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE)
            return false;
        // Not wait(): that would read, and these bytes are the handshake's.
        pollfd events[] = {{m_stop.fd(), POLLIN, 0},
            {m_socket.get(), static_cast<short>(error == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT), 0}};
        if (::poll(events, 2, -1) < 0 || events[0].revents)
            return false;
    }
}

bool FaultConnection::awaitRequests(int FaultRecord::RequestCount::*what)
{
    while (m_seen.*what <= m_awaitedCount) {
        if (m_peerEnd != PeerEnd::None || !wait(0, -1, noDeadline))
            return false;
    }
    return true;
}

bool FaultConnection::awaitGate()
{
    const Latch &gate = m_gates.gate(m_gateIndex++);
    m_gates.arrive();
    bool goesOn = true;
    while (goesOn && !gate.isOpen())
        goesOn = wait(0, gate.fd(), noDeadline);
    m_gates.leave();
    return goesOn;
}

bool FaultConnection::send(const FaultStep &step)
{
    const qsizetype pieceBytes = step.pieceBytes > 0 ? step.pieceBytes : step.bytes.size();
    for (qsizetype round = 0; round < step.repeatCount; ++round) {
        for (qsizetype at = 0; at < step.bytes.size(); at += pieceBytes) {
            if (m_hasSent && step.pause.count() > 0
                && !pauseUntil(std::chrono::steady_clock::now() + step.pause))
                return false;
            m_hasSent = true;
            if (!sendBytes(
                    QByteArrayView(step.bytes).sliced(at, std::min(pieceBytes, step.bytes.size() - at))))
                return false;
        }
    }
    return true;
}

bool FaultConnection::sendBytes(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        if (m_stop.isOpen())
            return false;
        qsizetype sent = 0;
        const Transfer transfer = transmit(bytes, &sent);
        if (transfer == Transfer::Ended)
            return false;
        if (transfer == Transfer::WouldBlock && !wait(POLLOUT, -1, noDeadline))
            return false;
        if (sent > 0)
            m_record.sent(m_number, sent);
        bytes = bytes.sliced(sent);
    }
    return true;
}

bool FaultConnection::pauseUntil(Deadline deadline)
{
    while (std::chrono::steady_clock::now() < deadline) {
        if (!wait(0, -1, deadline))
            return false;
    }
    return true;
}

void FaultConnection::finish()
{
    if (m_tls)
        SSL_shutdown(m_tls.get());
    ::shutdown(m_socket.get(), SHUT_WR);
    // close() with unread bytes in the socket would send RST: the client must see FIN, whatever it still
    // sends.
    while (m_peerEnd == PeerEnd::None && wait(0, -1, noDeadline)) { }
}

void FaultConnection::reset()
{
    const linger atOnce = {1, 0};
    ::setsockopt(m_socket.get(), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    m_tls.reset();
    m_socket.close();
}

/// Waits for room to write if @p socketEvents asks, for @p otherFd, for bytes of the client (which it reads),
/// or for the deadline. False when the connection is lost or the server stops.
bool FaultConnection::wait(short socketEvents, int otherFd, Deadline deadline)
{
    const bool reads = m_isReading && m_peerEnd == PeerEnd::None;
    // A script that does not read still wants to know that the client has gone.
    const bool watchesFin = !m_isReading && m_peerEnd == PeerEnd::None;
    const short events
        = static_cast<short>(socketEvents | (reads ? POLLIN : 0) | (watchesFin ? POLLRDHUP : 0));
    pollfd watched[] = {{m_stop.fd(), POLLIN, 0}, {m_socket.get(), events, 0}, {otherFd, POLLIN, 0}};
    if (::poll(watched, 3, millisecondsUntil(deadline)) < 0)
        return errno == EINTR;
    if (watched[0].revents)
        return false;
    if (reads && watched[1].revents & (POLLIN | POLLERR | POLLHUP) && !readAll())
        return false;
    if (!reads && watched[1].revents & (POLLERR | POLLHUP)) {
        notePeerEnd(PeerEnd::Reset);
        return false;
    }
    if (watchesFin && watched[1].revents & POLLRDHUP)
        notePeerEnd(PeerEnd::Fin);
    return true;
}

/// Reads what has come. False after RST; a FIN is noted, and what we send may still arrive.
bool FaultConnection::readAll()
{
    char buffer[64 * 1024];
    while (true) {
        qsizetype got = 0;
        switch (receive(buffer, sizeof buffer, &got)) {
        case Transfer::Done:
            m_seen = m_record.received(m_number, QByteArrayView(buffer, got));
            break;
        case Transfer::WouldBlock:
            return true;
        case Transfer::Ended:
            return m_peerEnd == PeerEnd::Fin;
        }
    }
}

FaultConnection::Transfer FaultConnection::receive(char *buffer, qsizetype size, qsizetype *got)
{
    if (m_tls) {
        ERR_clear_error();
        std::size_t count = 0;
        const int result = SSL_read_ex(m_tls.get(), buffer, static_cast<std::size_t>(size), &count);
        *got = static_cast<qsizetype>(count);
        if (result == 1)
            return Transfer::Done;
        const int error = SSL_get_error(m_tls.get(), result);
        if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE)
            return Transfer::WouldBlock;
        notePeerEnd(error == SSL_ERROR_SYSCALL && errno == ECONNRESET ? PeerEnd::Reset : PeerEnd::Fin);
        return Transfer::Ended;
    }
    const ssize_t count = ::recv(m_socket.get(), buffer, static_cast<std::size_t>(size), 0);
    if (count > 0) {
        *got = count;
        return Transfer::Done;
    }
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return Transfer::WouldBlock;
    notePeerEnd(count == 0 ? PeerEnd::Fin : PeerEnd::Reset);
    return Transfer::Ended;
}

FaultConnection::Transfer FaultConnection::transmit(QByteArrayView bytes, qsizetype *sent)
{
    if (m_tls) {
        ERR_clear_error();
        std::size_t count = 0;
        const int result
            = SSL_write_ex(m_tls.get(), bytes.data(), static_cast<std::size_t>(bytes.size()), &count);
        *sent = static_cast<qsizetype>(count);
        if (result == 1)
            return Transfer::Done;
        const int error = SSL_get_error(m_tls.get(), result);
        if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE)
            return Transfer::WouldBlock;
        notePeerEnd(PeerEnd::Reset);
        return Transfer::Ended;
    }
    const ssize_t count
        = ::send(m_socket.get(), bytes.data(), static_cast<std::size_t>(bytes.size()), MSG_NOSIGNAL);
    if (count >= 0) {
        *sent = count;
        return Transfer::Done;
    }
    if (errno == EAGAIN || errno == EINTR)
        return Transfer::WouldBlock;
    notePeerEnd(PeerEnd::Reset);
    return Transfer::Ended;
}

void FaultConnection::notePeerEnd(PeerEnd end)
{
    m_peerEnd = end;
    m_record.peerEnded(m_number, end);
}

} // namespace runnel
