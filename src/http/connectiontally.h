// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QHostAddress>

namespace runnel {

/// Counts the connections that stand, in all and per address.
///
/// An IPv6 address counts by its /64, of which one host has as many addresses as it likes; an IPv4 address
/// mapped into IPv6 counts as what it is.
class ConnectionTally final
{
public:
    void add(const QHostAddress &address);
    /// Every add() is to be followed by one remove() of the same address.
    void remove(const QHostAddress &address);

    int total() const { return m_total; }
    int from(const QHostAddress &address) const { return m_counts.value(counted(address)); }

private:
    static QHostAddress counted(const QHostAddress &address);

    QHash<QHostAddress, int> m_counts; // holds no zero: as large as there are connections
    int m_total = 0;
};

} // namespace runnel
