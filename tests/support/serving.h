// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/rawclient.h"

#include <QEventLoop>

#include <sys/socket.h>
#include <sys/time.h>
#include <thread>

namespace runnel {

/// Runs @p client, which may block, in a thread, while the servers of this one go on.
template <typename Client> void whileServing(Client &&client)
{
    QEventLoop loop;
    std::thread thread([&] {
        client();
        QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
    });
    loop.exec();
    thread.join();
}

/// A client that gives up after ten seconds without a byte, so that a fault is no hang.
inline RawClient impatientClient(quint16 port)
{
    RawClient client(port);
    const timeval patience = {10, 0};
    ::setsockopt(client.fd(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return client;
}

/// Everything that comes back for @p request; the end of reading is the server's.
inline QByteArray exchange(quint16 port, const QByteArray &request, int *endError = nullptr)
{
    QByteArray reply;
    whileServing([&] {
        RawClient client = impatientClient(port);
        client.send(request);
        reply = client.readToEnd();
        if (endError)
            *endError = client.endError();
    });
    return reply;
}

} // namespace runnel
