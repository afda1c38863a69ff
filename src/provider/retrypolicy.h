// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/failure.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>

#include <chrono>
#include <optional>
#include <utility>

namespace runnel {

/// What an answer's headers say about asking again.
struct RetryHints
{
    std::optional<bool> shouldRetry; ///< x-should-retry: the server's own word, above its status
    std::optional<std::chrono::milliseconds> retryAfter; ///< retry-after-ms, else Retry-After in either form

    friend bool operator==(const RetryHints &, const RetryHints &) = default;
};

/// Reads the hints; @p now (UTC) turns an HTTP date into a wait. What cannot be read was not said.
/// Sources: RFC 9110, 10.2.3; the headers that OpenAI's and Anthropic's SDKs honour.
RetryHints readRetryHints(const QList<std::pair<QByteArray, QByteArray>> &headers, const QDateTime &now);

/// Decides whether a failed request is sent again by itself. Pure: no clock, no randomness of its own.
///
/// Never once a byte of the answer was accepted, and never when the server may have begun to process the
/// request: a generation would run, and be paid for, twice. Source: faults-and-durability.md.
class RetryPolicy final
{
public:
    struct Settings
    {
        int maxRetryCount = 2;
        std::chrono::milliseconds firstDelay{500};
        std::chrono::milliseconds longestDelay{8000};
        /// A server that asks for a longer wait is not waited for: the person decides.
        std::chrono::milliseconds longestAskedDelay{60000};
    };

    RetryPolicy() = default;
    explicit RetryPolicy(const Settings &settings) : m_settings(settings) { }

    /// How long to wait before the next try; none: do not try again.
    /// @p retriesSoFar counts from 0, @p jitter is random in [0, 1).
    std::optional<std::chrono::milliseconds> delayBeforeRetry(const Failure &failure, const RetryHints &hints,
        int retriesSoFar, bool hasAcceptedBytes, double jitter) const;

    /// 0.5 s × 2ⁿ up to the longest, less up to a quarter.
    std::chrono::milliseconds backoff(int retriesSoFar, double jitter) const;

private:
    Settings m_settings;
};

} // namespace runnel
