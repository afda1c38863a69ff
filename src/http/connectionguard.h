// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/connectiontally.h"
#include "http/guardsettings.h"
#include "http/httpconnection.h"

#include <QPointer>
#include <QTcpServer>

namespace runnel {

/// Stands in front of a QHttpServer, which fails open and knows no limits: hands it a connection only when
/// its request is whole, valid and within limits, and never another request on the same connection.
/// Source: docs/technotes/connection-guard.md.
///
/// Thread: the one it lives in. Knows no route.
class ConnectionGuard final : public QTcpServer
{
    Q_OBJECT

public:
    explicit ConnectionGuard(GuardSettings settings, QObject *parent = nullptr);
    ~ConnectionGuard() override;

    /// Which Hosts are answered from now on: the port is known only once the guard listens.
    void setAllowedHosts(const QList<QByteArray> &hosts) { m_settings.allowedHosts = hosts; }

    /// The connection whose request is being delivered, once: whoever calls this answers it. Null when
    /// there is none.
    HttpConnection *takeDelivered();

    int connectionCount() const { return m_tally.total(); }

signals:
    /// For a log and for counters. @p reason is log text.
    void refused(const QHostAddress &peer, int httpStatus, const char *reason);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    HttpConnection *createConnection(qintptr descriptor);
    void refuse(HttpConnection *connection, int httpStatus, const char *reason);
    void deliver(HttpConnection *connection);

    GuardSettings m_settings;
    ConnectionTally m_tally;
    int m_refusalCount = 0; // of those that are being told
    QPointer<HttpConnection> m_delivered;
};

} // namespace runnel
