// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/loopback.h"

#include <QByteArray>

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace runnel {

namespace {

union SocketAddress {
    sockaddr any;
    sockaddr_in v4;
    sockaddr_in6 v6;
};

socklen_t makeAddress(LoopbackAddress family, quint16 port, SocketAddress *address)
{
    std::memset(address, 0, sizeof *address);
    if (family == LoopbackAddress::V6) {
        address->v6.sin6_family = AF_INET6;
        address->v6.sin6_port = htons(port);
        address->v6.sin6_addr = in6addr_loopback;
        return sizeof address->v6;
    }
    address->v4.sin_family = AF_INET;
    address->v4.sin_port = htons(port);
    address->v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return sizeof address->v4;
}

void require(bool done, const char *what)
{
    if (!done)
        qFatal("%s: %s", what, std::strerror(errno));
}

} // namespace

void OwnedDescriptor::close()
{
    if (m_fd >= 0)
        ::close(std::exchange(m_fd, -1));
}

Latch::Latch() : m_event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    require(m_event.isOpen(), "eventfd");
}

void Latch::open()
{
    require(::eventfd_write(m_event.get(), 1) == 0, "eventfd_write");
}

bool Latch::isOpen() const
{
    pollfd readable = {m_event.get(), POLLIN, 0};
    return ::poll(&readable, 1, 0) > 0;
}

LoopbackListener::LoopbackListener(Listening listening, LoopbackAddress address, Serve serve)
    : m_serve(std::move(serve))
{
    SocketAddress name;
    socklen_t size = makeAddress(address, 0, &name);
    m_listener = OwnedDescriptor(::socket(name.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    require(m_listener.isOpen(), "socket");
    require(::bind(m_listener.get(), &name.any, size) == 0, "bind to the loopback");
    require(::getsockname(m_listener.get(), &name.any, &size) == 0, "getsockname");
    m_port = ntohs(address == LoopbackAddress::V6 ? name.v6.sin6_port : name.v4.sin_port);
    if (listening == Listening::Refuse)
        return;
    require(::listen(m_listener.get(), listening == Listening::Full ? 0 : 1024) == 0, "listen");
    if (listening == Listening::Full) {
        // A queue of length 0 still takes one on Linux; the others stay half-open.
        for (int i = 0; i < 4; ++i) {
            OwnedDescriptor filler(
                ::socket(name.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
            require(filler.isOpen(), "socket");
            require(::connect(filler.get(), &name.any, size) == 0 || errno == EINPROGRESS, "connect");
            m_queueFillers.push_back(std::move(filler));
        }
        return;
    }
    m_acceptor = std::thread([this] { acceptAll(); });
}

LoopbackListener::~LoopbackListener()
{
    m_stop.open();
    if (m_acceptor.joinable())
        m_acceptor.join();
    for (std::thread &connection : m_connections)
        connection.join();
}

void LoopbackListener::acceptAll()
{
    int number = 0;
    while (true) {
        pollfd events[] = {{m_stop.fd(), POLLIN, 0}, {m_listener.get(), POLLIN, 0}};
        if (::poll(events, 2, -1) < 0 && errno != EINTR)
            return;
        if (events[0].revents)
            return;
        OwnedDescriptor socket(::accept4(m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (!socket.isOpen())
            continue;
        m_connections.emplace_back([this, number, socket = std::move(socket)]() mutable {
            m_serve(std::move(socket), number, m_stop);
        });
        ++number;
    }
}

OwnedDescriptor connectToLoopback(quint16 port)
{
    SocketAddress name;
    const socklen_t size = makeAddress(LoopbackAddress::V4, port, &name);
    OwnedDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    require(socket.isOpen(), "socket");
    if (::connect(socket.get(), &name.any, size) != 0)
        socket.close();
    return socket;
}

} // namespace runnel
