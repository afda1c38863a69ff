// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/rawclient.h"

#include <cerrno>
#include <limits>
#include <sys/socket.h>

namespace runnel {

bool RawClient::send(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t sent
            = ::send(m_socket.get(), bytes.data(), static_cast<std::size_t>(bytes.size()), MSG_NOSIGNAL);
        if (sent < 0)
            return false;
        bytes = bytes.sliced(sent);
    }
    return true;
}

QByteArray RawClient::read(qsizetype bytes)
{
    QByteArray all;
    char buffer[64 * 1024];
    while (all.size() < bytes) {
        const auto wanted = std::min<qsizetype>(sizeof buffer, bytes - all.size());
        const ssize_t got = ::recv(m_socket.get(), buffer, static_cast<std::size_t>(wanted), 0);
        if (got <= 0) {
            m_endError = got < 0 ? errno : 0;
            break;
        }
        all.append(buffer, got);
    }
    return all;
}

QByteArray RawClient::readToEnd()
{
    return read(std::numeric_limits<qsizetype>::max());
}

} // namespace runnel
