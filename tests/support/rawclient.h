// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/loopback.h"

#include <QByteArray>

namespace runnel {

/// A blocking client without any cleverness, for tests of servers: it sees what is on the wire.
class RawClient final
{
public:
    /// Connects to 127.0.0.1, or does not: see isOpen().
    explicit RawClient(quint16 port) : m_socket(connectToLoopback(port)) { }

    bool isOpen() const { return m_socket.isOpen(); }
    int fd() const { return m_socket.get(); }

    /// False when the connection is lost.
    bool send(QByteArrayView bytes);

    /// Reads until @p bytes have come, or the end.
    QByteArray read(qsizetype bytes);

    /// Reads until FIN or RST; endError() is 0 or ECONNRESET afterwards.
    QByteArray readToEnd();
    int endError() const { return m_endError; }

    void close() { m_socket.close(); }

private:
    OwnedDescriptor m_socket;
    int m_endError = 0;
};

} // namespace runnel
