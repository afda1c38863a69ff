// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/failure.h"

#include <QHash>
#include <QUrl>

#include <chrono>
#include <deque>
#include <memory>
#include <optional>

namespace runnel {

/// Stops asking a server that fails again and again, and finds out by single probes when it works again.
///
/// Pure: time comes with every call, on any clock that never goes back. Closed, everything passes. It opens
/// after 5 failures in a row, or when more than half of at least 10 requests within 30 s failed. Open,
/// nothing passes for 30 s; then it is half open: one request passes as the probe. The probe's success
/// closes it with everything forgotten; its failure opens it for twice as long, up to 5 minutes.
///
/// A person's own request always passes, and is a probe where others would have to wait.
class CircuitBreaker final
{
public:
    using Time = std::chrono::milliseconds; ///< since some fixed moment

    struct Settings
    {
        int failuresInRow = 5;
        int leastRequestCount = 10; ///< within the window, before their share of failures counts
        Time window{30000};
        Time firstPause{30000};
        Time longestPause{300000};
    };

    enum class State
    {
        Closed,
        Open,
        HalfOpen, ///< the pause is over, or a probe is under way
    };
    enum class Asker
    {
        Program, ///< a retry, a title, anything that nobody waits for
        Person,
    };
    enum class Outcome
    {
        Success,
        Failure,
        Neutral, ///< says nothing of the server: a person's stop, a request that was wrong
    };

    /// Permission for one request. Its outcome is due to record(), once.
    struct Permit
    {
        int round = 0; ///< which opening or closing it belongs to
        int outage = 0;
        bool isProbe = false;
    };

    CircuitBreaker() = default;
    explicit CircuitBreaker(const Settings &settings) : m_settings(settings) { }

    /// None: not now; see nextTry(). A probe blocks all others until its outcome is recorded.
    std::optional<Permit> admit(Asker asker, Time now);

    /// Whether admit() would let @p asker pass at that time, as things stand.
    bool wouldAdmit(Asker asker, Time at) const;

    void record(const Permit &permit, Outcome outcome, Time now);

    State state(Time now) const;
    /// When a program is let through again; only while state() is Open.
    Time nextTry() const { return m_openUntil; }

private:
    void open(Time now);
    void close();
    void recordClosed(Outcome outcome, Time now);
    void recordProbe(const Permit &permit, Outcome outcome, Time now);

    struct Entry
    {
        Time at;
        bool isFailure;
    };

    Settings m_settings;
    bool m_isClosed = true;
    int m_round = 0;  // counts every opening, every longer pause and every closing
    int m_outage = 0; // counts the times from closed to open
    int m_failuresInRow = 0;
    std::deque<Entry> m_recent; // within the window, oldest first; while closed
    int m_pauseCount = 0;       // of this outage
    Time m_openUntil{0};
    int m_probesUnderWay = 0; // of this round
};

/// What a failed request says of the server. 4xx but 429 is the request's fault; a stop is the person's; a
/// limit, a certificate and a proxy say nothing of the server's health.
CircuitBreaker::Outcome outcomeOf(const Failure &failure);

/// The breakers of all endpoints, one each by the base address; shared by the clients of a program.
class CircuitBreakers final
{
public:
    explicit CircuitBreakers(const CircuitBreaker::Settings &settings = {}) : m_settings(settings) { }

    std::shared_ptr<CircuitBreaker> breakerFor(const QUrl &baseUrl);

private:
    const CircuitBreaker::Settings m_settings;
    QHash<QUrl, std::shared_ptr<CircuitBreaker>> m_breakers;
};

} // namespace runnel
