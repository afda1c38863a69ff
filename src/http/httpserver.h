// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "http/connectionguard.h"

#include <QHostAddress>
#include <QObject>

#include <functional>
#include <memory>

namespace runnel {

/// What a route is given.
struct HttpRequest
{
    /// Answers it, now or later. Never null in the call; gone with the client, see HttpConnection::closed().
    HttpConnection *connection = nullptr;
    QByteArray body;

    const RequestHead &head() const { return connection->head(); }
};

/// A QHttpServer behind a ConnectionGuard, and the one place that knows the versions of either.
///
/// A route is a path, compared byte by byte with what was sent, and a method. HEAD is answered where GET
/// is; a known path with another method gets 405 and an Allow field, an unknown one 404.
/// Thread: the one it lives in.
class HttpServer final : public QObject
{
    Q_OBJECT

public:
    using Route = std::function<void(const HttpRequest &request)>;

    explicit HttpServer(GuardSettings settings, QObject *parent = nullptr);
    ~HttpServer() override;

    /// @p method is one that parseRequestHead() knows. Before listen(), once for a method and path.
    void route(const QByteArray &method, const QByteArray &path, Route route);

    /// Begins to listen; @p port 0 lets the system choose. Gives the port. Io: the address cannot be
    /// bound, nothing listens.
    Result<quint16> listen(const QHostAddress &address, quint16 port);

    ConnectionGuard &guard() { return *m_guard; }

private:
    class Private;

    void dispatch(const HttpRequest &request);

    std::unique_ptr<Private> m_private;
    ConnectionGuard *m_guard; // owned by the server behind it from listen() on
};

} // namespace runnel
