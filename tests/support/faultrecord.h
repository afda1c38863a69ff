// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/loopback.h"
#include "support/requestreader.h"

#include <chrono>
#include <deque>
#include <functional>
#include <mutex>

namespace runnel {

/// How the client's side of a connection ended, as the server saw it.
enum class PeerEnd
{
    None,
    Fin,
    Reset,
};

/// One connection, as far as it has come.
struct RecordedConnection
{
    qint64 receivedBytes = 0; ///< inside TLS, where there is TLS
    qint64 sentBytes = 0;     ///< given to the system; the client need not have them yet
    bool isTls = false;       ///< the handshake is done
    PeerEnd peerEnd = PeerEnd::None;
    bool isOver = false; ///< the server has let the socket go
    std::chrono::steady_clock::time_point openedAt = {};
    std::chrono::steady_clock::time_point peerEndedAt = {};
};

/// What all connections of a server have seen. Every function may be called from any thread.
class FaultRecord final
{
public:
    using RequestSeen = std::function<void(const RecordedRequest &)>;

    /// How far one connection's requests have come.
    struct RequestCount
    {
        int heads = 0;
        int whole = 0;
    };

    explicit FaultRecord(RequestSeen requestSeen);

    void opened(int number);
    RequestCount received(int number, QByteArrayView bytes);
    void sent(int number, qint64 bytes);
    void tlsStarted(int number);
    void peerEnded(int number, PeerEnd end);
    void over(int number);
    /// The value of a header of the connection's last request, or a null array.
    QByteArray lastHeader(int number, QByteArrayView name) const;
    QByteArray lastTarget(int number) const;

    QList<RecordedConnection> connections() const;
    /// In the order of their first bytes.
    QList<RecordedRequest> requests() const;

private:
    struct Entry
    {
        RecordedConnection connection;
        RequestReader reader;
    };

    Entry &entry(int number); // under m_mutex

    RequestSeen m_requestSeen;
    mutable std::mutex m_mutex;
    std::deque<Entry> m_entries;
};

/// The gates at which scripts wait for the test: the first release() lets every connection through its first
/// gate, the second through its second, also those that come later. Any thread.
class GateRow final
{
public:
    /// The latch of gate @p index, from 0; lives as long as the row.
    const Latch &gate(int index);
    void release();

    void arrive();
    void leave();
    int waitingCount() const;

private:
    mutable std::mutex m_mutex;
    std::deque<Latch> m_gates; // a deque, since references to its elements stay good
    int m_releasedCount = 0;
    int m_waitingCount = 0;
};

} // namespace runnel
