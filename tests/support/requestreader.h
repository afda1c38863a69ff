// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <chrono>
#include <utility>

namespace runnel {

using HeaderList = QList<std::pair<QByteArray, QByteArray>>;

/// One request as it stood on the wire, also when it never became whole.
struct RecordedRequest
{
    int connection = 0; ///< the number of the connection that carried it, from 0
    QByteArray method = {};  ///< empty until the head is whole
    QByteArray target = {};
    QByteArray version = {};
    HeaderList headers = {}; ///< names and values as sent, in order
    QByteArray head = {};    ///< the raw bytes of the head, without the empty line; what came of it if not whole
    QByteArray body = {};    ///< without transfer coding
    bool isHeadWhole = false;
    bool isWhole = false;
    std::chrono::steady_clock::time_point startedAt = {}; ///< when its first byte was read

    /// The value of the first header called @p name (any case), or a null array.
    QByteArray header(QByteArrayView name) const;
};

/// Turns the bytes of one client's connection into requests: pure, any split gives the same.
///
/// Forgives whatever it can: it is there to record what a client did, not to judge it. Bytes that never make
/// a head stay in one unfinished request. Knows Content-Length and chunked bodies.
class RequestReader final
{
public:
    explicit RequestReader(int connection) : m_connection(connection) { }

    void feed(QByteArrayView bytes);

    const QList<RecordedRequest> &requests() const { return m_requests; }

    /// How many requests are whole; the next one begins after them.
    int wholeCount() const;

private:
    enum class State
    {
        Head,
        SizedBody,
        ChunkedBody,
    };

    bool readHead();
    bool readSizedBody();
    bool readChunk();
    void endRequest();

    int m_connection;
    State m_state = State::Head;
    QByteArray m_pending;
    qint64 m_missingBytes = 0; // of a body with Content-Length
    bool m_isInTrailer = false;
    QList<RecordedRequest> m_requests;
};

} // namespace runnel
