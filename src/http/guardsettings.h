// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpanswer.h"
#include "http/requesthead.h"

#include <chrono>

namespace runnel {

/// What one connection may take. The defaults are those of a server for the local network.
struct ConnectionLimits
{
    HeadLimits head;
    qint64 maxBodyBytes = 64 * 1024;
    std::chrono::milliseconds headTime{5000};  ///< from the connection to the empty line
    std::chrono::milliseconds bodyTime{30000}; ///< from there to the end of the body
    std::chrono::milliseconds idleTime{15000}; ///< between two bytes of the body
    /// For the next bytes of an answer to be taken once it is complete.
    std::chrono::milliseconds sendTime{30000};
    /// After an answer what still comes is read and thrown away: closing over unread bytes sends an RST,
    /// which can take the answer from the client. Source: RFC 9112, 9.6.
    std::chrono::milliseconds drainTime{1000};
    qint64 drainBytes = 256 * 1024;
};

/// What all connections of a server have in common.
struct GuardSettings
{
    ConnectionLimits connection;
    int maxConnectionCount = 1000;
    int maxConnectionsPerAddress = 64;
    /// Connections that were refused and are still told so, beyond maxConnectionCount; more are closed
    /// without a word.
    int maxRefusalCount = 64;
    /// Descriptors that connections leave to the rest of the process.
    int reservedDescriptorCount = 16;
    std::chrono::seconds retryAfter{5}; ///< said with 429 and 503
    /// The values of Host that are answered, such as "127.0.0.1:8080", in any case; others get 421.
    /// Empty: none.
    QList<QByteArray> allowedHosts;
    QList<HttpField> answerFields; ///< of every answer that the guard gives itself
};

} // namespace runnel
