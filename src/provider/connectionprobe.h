// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/failure.h"

#include <QSet>
#include <QtGlobal>

#include <memory>
#include <optional>

namespace runnel {

/// Keeps an eye on the TCP connection of one request, to tell afterwards how the peer ended it.
///
/// QNetworkAccessManager reports FIN and RST by the same error, and garbage like silence. The kernel knows
/// more, so this holds a duplicate of the socket's descriptor, found among the process's own by the peer's
/// port. On systems other than Linux, or where two connections to one port cannot be told apart, it says
/// that it does not know. It never reads or writes.
class ConnectionProbe final
{
public:
    /// The sockets that are being watched, so that two probes never take the same one; shared by the
    /// streams of one client. Holds inode numbers.
    using Claims = std::shared_ptr<QSet<quint64>>;

    explicit ConnectionProbe(Claims claims);
    ~ConnectionProbe();
    Q_DISABLE_COPY_MOVE(ConnectionProbe)

    /// Looks for the one established connection to @p peerPort that nobody watches yet; once connected.
    void attach(quint16 peerPort);

    /// Lets go. The connection stays open as long as any descriptor is, so this is due as soon as the
    /// request is over.
    void detach();

    /// PeerClosed or PeerReset, when the peer did; else Unknown.
    Failure::EndedBy endedBy() const;

    /// What the peer sent since attach(), as TCP counts it; none when not attached.
    std::optional<quint64> receivedBytes() const;

private:
    Claims m_claims;
    int m_descriptor = -1;
    quint64 m_inode = 0;
    quint64 m_receivedAtAttach = 0;
};

} // namespace runnel
