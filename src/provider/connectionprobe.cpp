// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/connectionprobe.h"

#include <utility>

#ifdef Q_OS_LINUX
// <linux/tcp.h>, not <netinet/tcp.h>: glibc's tcp_info ends before tcpi_bytes_received.
#include <linux/tcp.h>

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace runnel {

ConnectionProbe::ConnectionProbe(Claims claims) : m_claims(std::move(claims))
{
}

ConnectionProbe::~ConnectionProbe()
{
    detach();
}

#ifdef Q_OS_LINUX

namespace {

// The kernel's names for these are in <net/tcp_states.h>, which is not exported.
constexpr int tcpEstablished = 1;
constexpr int tcpClosed = 7;
constexpr int tcpCloseWait = 8;

std::optional<tcp_info> tcpInfo(int descriptor)
{
    tcp_info info = {};
    socklen_t size = sizeof info;
    if (getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
        return std::nullopt;
    return info;
}

/// The inode of an established TCP socket whose peer has that port, else 0.
quint64 matchingInode(int descriptor, quint16 peerPort)
{
    struct stat status = {};
    if (fstat(descriptor, &status) != 0 || !S_ISSOCK(status.st_mode))
        return 0;
    sockaddr_storage peer = {};
    socklen_t size = sizeof peer;
    if (getpeername(descriptor, reinterpret_cast<sockaddr *>(&peer), &size) != 0)
        return 0;
    in_port_t port = 0;
    if (peer.ss_family == AF_INET)
        port = reinterpret_cast<const sockaddr_in &>(peer).sin_port;
    else if (peer.ss_family == AF_INET6)
        port = reinterpret_cast<const sockaddr_in6 &>(peer).sin6_port;
    if (ntohs(port) != peerPort)
        return 0;
    const auto info = tcpInfo(descriptor);
    // A server that answers and closes at once may have done both before we look.
    const bool isOpen = info && (info->tcpi_state == tcpEstablished || info->tcpi_state == tcpCloseWait);
    return isOpen ? quint64(status.st_ino) : 0;
}

} // namespace

void ConnectionProbe::attach(quint16 peerPort)
{
    if (m_descriptor >= 0)
        return;
    DIR *directory = opendir("/proc/self/fd");
    if (!directory)
        return;
    int found = -1;
    int foundCount = 0;
    while (const dirent *entry = readdir(directory)) { // NOLINT(concurrency-mt-unsafe): its own stream
        const int descriptor = atoi(entry->d_name);
        const quint64 inode = entry->d_name[0] == '.' ? 0 : matchingInode(descriptor, peerPort);
        if (inode == 0 || m_claims->contains(inode))
            continue;
        ++foundCount;
        found = descriptor;
        m_inode = inode;
    }
    closedir(directory);
    if (foundCount != 1)
        return;
    m_descriptor = fcntl(found, F_DUPFD_CLOEXEC, 3);
    if (m_descriptor < 0)
        return;
    // Qt's network threads open and close descriptors meanwhile: the number may be another socket's by now.
    if (matchingInode(m_descriptor, peerPort) != m_inode) {
        close(std::exchange(m_descriptor, -1));
        return;
    }
    m_claims->insert(m_inode);
    if (const auto info = tcpInfo(m_descriptor))
        m_receivedAtAttach = info->tcpi_bytes_received;
}

void ConnectionProbe::detach()
{
    if (m_descriptor < 0)
        return;
    close(std::exchange(m_descriptor, -1));
    m_claims->remove(m_inode);
}

Failure::EndedBy ConnectionProbe::endedBy() const
{
    if (m_descriptor >= 0) {
        if (const auto info = tcpInfo(m_descriptor)) {
            if (info->tcpi_state == tcpCloseWait)
                return Failure::EndedBy::PeerClosed;
            if (info->tcpi_state == tcpClosed)
                return Failure::EndedBy::PeerReset;
        }
    }
    return Failure::EndedBy::Unknown;
}

std::optional<quint64> ConnectionProbe::receivedBytes() const
{
    if (m_descriptor >= 0) {
        if (const auto info = tcpInfo(m_descriptor)) {
            const quint64 fin = info->tcpi_state == tcpCloseWait ? 1 : 0; // counts like a byte
            return info->tcpi_bytes_received - m_receivedAtAttach - fin;
        }
    }
    return std::nullopt;
}

#else

void ConnectionProbe::attach(quint16)
{
}
void ConnectionProbe::detach()
{
}

Failure::EndedBy ConnectionProbe::endedBy() const
{
    return Failure::EndedBy::Unknown;
}

std::optional<quint64> ConnectionProbe::receivedBytes() const
{
    return std::nullopt;
}

#endif

} // namespace runnel
