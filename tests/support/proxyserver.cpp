// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/proxyserver.h"

#include "support/faultscript.h"

#include <QUrl>

#include <cerrno>
#include <poll.h>
#include <sys/socket.h>

namespace runnel {

namespace {

/// Waits until @p socket is ready for @p events; false when the server stops.
bool waitFor(int socket, short events, const Latch &stop)
{
    pollfd watched[] = {{stop.fd(), POLLIN, 0}, {socket, events, 0}};
    while (::poll(watched, 2, -1) < 0 && errno == EINTR) { }
    return !watched[0].revents;
}

bool sendAll(int socket, QByteArrayView bytes, const Latch &stop)
{
    while (!bytes.isEmpty()) {
        const ssize_t sent = ::send(
            socket, bytes.data(), static_cast<std::size_t>(bytes.size()), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EAGAIN)
            return false;
        if (sent < 0 && !waitFor(socket, POLLOUT, stop))
            return false;
        bytes = bytes.sliced(std::max<ssize_t>(sent, 0));
    }
    return true;
}

/// Appends what comes next; false at the end of the connection or of the server.
bool readSome(int socket, QByteArray *bytes, const Latch &stop)
{
    char buffer[64 * 1024];
    while (waitFor(socket, POLLIN, stop)) {
        const ssize_t got = ::recv(socket, buffer, sizeof buffer, MSG_DONTWAIT);
        if (got > 0)
            bytes->append(buffer, got);
        if (got >= 0 || errno != EAGAIN)
            return got > 0;
    }
    return false;
}

/// Copies both ways until both have ended, each FIN as a FIN.
void relay(int client, int upstream, const Latch &stop)
{
    const int from[] = {client, upstream};
    bool isOpen[] = {true, true};
    while (isOpen[0] || isOpen[1]) {
        pollfd watched[] = {{stop.fd(), POLLIN, 0}, {isOpen[0] ? client : -1, POLLIN, 0},
            {isOpen[1] ? upstream : -1, POLLIN, 0}};
        if (::poll(watched, 3, -1) < 0 || watched[0].revents)
            return;
        for (int side = 0; side < 2; ++side) {
            if (!watched[side + 1].revents)
                continue;
            QByteArray bytes;
            isOpen[side] = readSome(from[side], &bytes, stop);
            if (!sendAll(from[1 - side], bytes, stop))
                return;
            if (!isOpen[side])
                ::shutdown(from[1 - side], SHUT_WR);
        }
    }
}

/// The head for the server behind: origin-form, without what was meant for the proxy.
QByteArray forwardedHead(const RecordedRequest &request)
{
    const QUrl url = QUrl::fromEncoded(request.target);
    const QByteArray target = url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority);
    QByteArray head = request.method + ' ' + (target.isEmpty() ? QByteArray("/") : target) + " HTTP/1.1\r\n";
    for (const auto &[name, value] : request.headers) {
        if (!name.toLower().startsWith("proxy-"))
            head += name + ": " + value + "\r\n";
    }
    return head + "\r\n";
}

} // namespace

ProxyServer::ProxyServer(const QByteArray &credentials)
    : m_authorization(credentials.isEmpty() ? QByteArray() : "Basic " + credentials.toBase64()),
      m_record(nullptr), m_listener(Listening::Accept, LoopbackAddress::V4,
                             [this](OwnedDescriptor client, int number, const Latch &stop) {
                                 serve(std::move(client), number, stop);
                                 m_record.over(number);
                             })
{
}

void ProxyServer::serve(OwnedDescriptor client, int number, const Latch &stop)
{
    m_record.opened(number);
    RequestReader reader(number);
    while (reader.wholeCount() == 0) {
        QByteArray bytes;
        if (!readSome(client.get(), &bytes, stop))
            return;
        m_record.received(number, bytes);
        reader.feed(bytes);
    }
    const RecordedRequest request = reader.requests().constFirst();
    const bool isTunnel = request.method == "CONNECT";
    const auto refuse = [&](int status, const HeaderList &headers) {
        sendAll(client.get(),
            httpHead(status, headers + HeaderList{{"Content-Length", "0"}, {"Connection", "close"}}), stop);
        ::shutdown(client.get(), SHUT_WR);
        QByteArray rest;
        while (readSome(client.get(), &rest, stop)) { }
    };
    if (!m_authorization.isEmpty() && request.header("Proxy-Authorization") != m_authorization)
        return refuse(407, {{"Proxy-Authenticate", "Basic realm=\"test\""}});

    const int port = isTunnel ? request.target.mid(request.target.lastIndexOf(':') + 1).toInt()
                              : QUrl::fromEncoded(request.target).port(80);
    const OwnedDescriptor upstream = connectToLoopback(static_cast<quint16>(port));
    if (!upstream.isOpen())
        return refuse(502, {});
    const bool begun = isTunnel ? sendAll(client.get(), "HTTP/1.1 200 Connection established\r\n\r\n", stop)
                                : sendAll(upstream.get(), forwardedHead(request) + request.body, stop);
    if (begun)
        relay(client.get(), upstream.get(), stop);
}

} // namespace runnel
