// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <functional>
#include <list>
#include <thread>
#include <utility>

namespace runnel {

/// Owns one POSIX file descriptor and closes it.
class OwnedDescriptor final
{
public:
    OwnedDescriptor() = default;
    explicit OwnedDescriptor(int fd) : m_fd(fd) { }
    OwnedDescriptor(OwnedDescriptor &&other) noexcept : m_fd(std::exchange(other.m_fd, -1)) { }
    OwnedDescriptor &operator=(OwnedDescriptor &&other) noexcept
    {
        std::swap(m_fd, other.m_fd);
        return *this;
    }
    ~OwnedDescriptor() { close(); }

    int get() const { return m_fd; }
    bool isOpen() const { return m_fd >= 0; }
    void close();

private:
    int m_fd = -1;
};

/// Something that happens once, which threads can wait for in poll(): readable from then on.
class Latch final
{
public:
    Latch();

    void open();
    bool isOpen() const;
    int fd() const { return m_event.get(); }

private:
    OwnedDescriptor m_event;
};

/// Where a test's server listens. Never anywhere but the loopback.
enum class LoopbackAddress
{
    V4,
    V6,
};

/// What becomes of a client that connects.
enum class Listening
{
    Accept,
    Refuse, ///< the port is held but nobody listens: ECONNREFUSED, and no other program can take it
    Full,   ///< the queue of the listening socket is full: connect() hangs
};

/// A port on the loopback, chosen by the system, with one thread for each connection.
class LoopbackListener final
{
public:
    /// Serves connection @p number (from 0, in the order of arrival) in a thread of its own. Must return soon
    /// once @p stop opens.
    using Serve = std::function<void(OwnedDescriptor socket, int number, const Latch &stop)>;

    /// Aborts the program with the system's word if the loopback cannot be bound.
    LoopbackListener(Listening listening, LoopbackAddress address, Serve serve);

    /// Returns when no thread of it runs any more.
    ~LoopbackListener();

    quint16 port() const { return m_port; }

private:
    void acceptAll();

    Serve m_serve;
    OwnedDescriptor m_listener;
    std::list<OwnedDescriptor> m_queueFillers;
    quint16 m_port = 0;
    Latch m_stop;
    std::list<std::thread> m_connections; // touched by the accepting thread only, until it has ended
    std::thread m_acceptor;
};

/// A socket connected to @p port on 127.0.0.1, blocking; not open if it was refused.
OwnedDescriptor connectToLoopback(quint16 port);

} // namespace runnel
