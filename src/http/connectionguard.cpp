// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/connectionguard.h"

#include <sys/resource.h>
#include <unistd.h>

namespace runnel {

namespace {

// Descriptors are given out from below: a high one says that few are left.
bool isDescriptorScarce(qintptr descriptor, int reservedCount)
{
    rlimit limit = {};
    return ::getrlimit(RLIMIT_NOFILE, &limit) == 0
        && rlim_t(descriptor) + rlim_t(reservedCount) >= limit.rlim_cur;
}

} // namespace

ConnectionGuard::ConnectionGuard(GuardSettings settings, QObject *parent)
    : QTcpServer(parent), m_settings(std::move(settings))
{
    // A class of pupils follows one link at once.
    constexpr int backlog = 512;
    setListenBacklogSize(backlog);
}

ConnectionGuard::~ConnectionGuard()
{
    // Sockets are children of this object and outlive its members: none may call back.
    const auto connections = findChildren<HttpConnection *>();
    for (HttpConnection *connection : connections)
        connection->disconnect(this);
}

HttpConnection *ConnectionGuard::takeDelivered()
{
    HttpConnection *connection = m_delivered;
    m_delivered = nullptr;
    return connection;
}

void ConnectionGuard::incomingConnection(qintptr descriptor)
{
    HttpConnection *connection = createConnection(descriptor);
    if (!connection)
        return;
    const QHostAddress peer = connection->peerAddress();
    if (isDescriptorScarce(descriptor, m_settings.reservedDescriptorCount)
        || m_tally.total() >= m_settings.maxConnectionCount) {
        refuse(connection, 503, "too many connections");
        return;
    }
    if (m_tally.from(peer) >= m_settings.maxConnectionsPerAddress) {
        refuse(connection, 429, "too many connections from this address");
        return;
    }
    m_tally.add(peer);
    connect(connection, &HttpConnection::closed, this, [this, peer] { m_tally.remove(peer); });
    connect(connection, &HttpConnection::requestArrived, this, [this, connection] { deliver(connection); });
    connection->start();
}

// Null: the client is gone already.
HttpConnection *ConnectionGuard::createConnection(qintptr descriptor)
{
    auto *socket = new QTcpSocket(this);
    if (!socket->setSocketDescriptor(descriptor)) {
        ::close(int(descriptor));
        delete socket;
        return nullptr;
    }
    auto *connection = new HttpConnection(socket, m_settings);
    connect(connection, &HttpConnection::refused, this, [this, connection](int status, const char *reason) {
        emit refused(connection->peerAddress(), status, reason);
    });
    return connection;
}

void ConnectionGuard::refuse(HttpConnection *connection, int httpStatus, const char *reason)
{
    // To be polite costs a descriptor for a second: that, too, has its bound.
    if (m_refusalCount >= m_settings.maxRefusalCount) {
        emit refused(connection->peerAddress(), httpStatus, reason);
        delete connection->socket();
        return;
    }
    ++m_refusalCount;
    connect(connection, &HttpConnection::closed, this, [this] { --m_refusalCount; });
    HttpAnswer answer = httpError(httpStatus, reason);
    answer.fields.append({"Retry-After", QByteArray::number(qint64(m_settings.retryAfter.count()))});
    connection->refuse(std::move(answer), reason);
}

void ConnectionGuard::deliver(HttpConnection *connection)
{
    m_delivered = connection;
    QTcpSocket *socket = connection->socket();
    // What waits for pendingConnectionAvailable() takes the socket from within the call, and then listens
    // for readyRead(), which came before.
    addPendingConnection(socket);
    emit socket->readyRead();
    // The server behind understood the request otherwise than the guard: it has answered nothing.
    if (HttpConnection *unanswered = takeDelivered())
        unanswered->answer(httpError(400, "the request could not be read"));
}

} // namespace runnel
