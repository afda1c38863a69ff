// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/faultconnection.h"
#include "support/faultrecord.h"
#include "support/faultscript.h"

#include <QUrl>

namespace runnel {

struct FaultServerOptions
{
    LoopbackAddress address = LoopbackAddress::V4;
    /// Called once for each request, in the connection's thread, when it is whole or its connection has
    /// ended.
    FaultRecord::RequestSeen requestSeen = {};
};

/// A server on a port of the loopback that does, byte by byte, what its scripts say, and records what clients
/// did. It runs in threads of its own from construction to destruction; every function may be called from any
/// thread. Nothing happens by a hidden timer: pauses stand in the script, gates wait for release().
///
/// A test waits by its getters: QTRY_COMPARE(server.requestCount("POST"), 1).
class FaultServer final
{
public:
    /// Every connection gets @p script.
    explicit FaultServer(const FaultScript &script, const FaultServerOptions &options = {});
    /// The nth connection gets the nth script, all later ones the last. Whether the port listens is the first
    /// script's word.
    explicit FaultServer(const QList<FaultScript> &scripts, const FaultServerOptions &options = {});

    quint16 port() const { return m_listener.port(); }
    /// "http://127.0.0.1:PORT" + @p path; https where the first script speaks TLS.
    QUrl url(const QString &path = QStringLiteral("/v1")) const;
    /// What a client must trust; empty if no script shows @p certificate.
    QByteArray certificatePem(Certificate certificate = Certificate::ForLoopback) const;

    int connectionCount() const;
    /// How many requests came whole in head and body; only those of @p method, if it is not empty.
    int requestCount(QByteArrayView method = {}) const;
    QList<RecordedConnection> connections() const { return m_record.connections(); }
    /// Also those that are not whole, in the order of their first bytes.
    QList<RecordedRequest> requests() const { return m_record.requests(); }

    /// Lets every connection through its next gate; see GateRow.
    void release() { m_gates.release(); }
    /// How many connections wait at a gate now.
    int waitingCount() const { return m_gates.waitingCount(); }

private:
    QList<FaultScript> m_scripts;
    LoopbackAddress m_address;
    TlsIdentities m_identities;
    FaultRecord m_record;
    GateRow m_gates;
    LoopbackListener m_listener; // last: its threads use all the others
};

} // namespace runnel
