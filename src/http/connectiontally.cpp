// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/connectiontally.h"

#include <algorithm>

namespace runnel {

void ConnectionTally::add(const QHostAddress &address)
{
    ++m_counts[counted(address)];
    ++m_total;
}

void ConnectionTally::remove(const QHostAddress &address)
{
    const auto found = m_counts.find(counted(address));
    Q_ASSERT(found != m_counts.end());
    if (--found.value() == 0)
        m_counts.erase(found);
    --m_total;
}

QHostAddress ConnectionTally::counted(const QHostAddress &address)
{
    bool isMapped = false;
    const quint32 v4 = address.toIPv4Address(&isMapped);
    if (isMapped)
        return QHostAddress(v4);
    Q_IPV6ADDR network = address.toIPv6Address();
    std::fill(network.c + 8, network.c + 16, quint8(0));
    return QHostAddress(network);
}

} // namespace runnel
