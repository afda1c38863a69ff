// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/faultrecord.h"
#include "support/loopback.h"

namespace runnel {

/// An HTTP proxy on the loopback: forwards absolute-form requests, tunnels CONNECT, records both. Every host
/// name leads to 127.0.0.1, so that a test can ask for any name and nothing leaves the machine. Threads as in
/// FaultServer.
class ProxyServer final
{
public:
    /// Asks nobody for credentials.
    ProxyServer() : ProxyServer(QByteArray()) { }
    /// Answers 407 unless Proxy-Authorization is Basic with @p credentials ("name:password").
    explicit ProxyServer(const QByteArray &credentials);

    quint16 port() const { return m_listener.port(); }
    int connectionCount() const { return static_cast<int>(m_record.connections().size()); }
    /// What clients sent to the proxy itself; the bytes inside a tunnel are not among it.
    QList<RecordedRequest> requests() const { return m_record.requests(); }

private:
    void serve(OwnedDescriptor client, int number, const Latch &stop);

    QByteArray m_authorization; // the whole field value; empty: anybody
    FaultRecord m_record;
    LoopbackListener m_listener; // last: its threads use all the others
};

} // namespace runnel
