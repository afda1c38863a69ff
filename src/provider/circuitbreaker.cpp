// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/circuitbreaker.h"

#include <algorithm>

namespace runnel {

CircuitBreaker::State CircuitBreaker::state(Time now) const
{
    if (m_isClosed)
        return State::Closed;
    return m_probesUnderWay > 0 || now >= m_openUntil ? State::HalfOpen : State::Open;
}

bool CircuitBreaker::wouldAdmit(Asker asker, Time at) const
{
    return m_isClosed || asker == Asker::Person || (m_probesUnderWay == 0 && at >= m_openUntil);
}

std::optional<CircuitBreaker::Permit> CircuitBreaker::admit(Asker asker, Time now)
{
    if (!wouldAdmit(asker, now))
        return std::nullopt;
    if (!m_isClosed)
        ++m_probesUnderWay;
    return Permit{m_round, m_outage, !m_isClosed};
}

void CircuitBreaker::record(const Permit &permit, Outcome outcome, Time now)
{
    if (permit.isProbe)
        recordProbe(permit, outcome, now);
    else if (permit.round == m_round)
        recordClosed(outcome, now);
    // Else it was sent before the breaker opened, and counts no more.
}

void CircuitBreaker::recordClosed(Outcome outcome, Time now)
{
    if (outcome == Outcome::Neutral)
        return;
    const bool isFailure = outcome == Outcome::Failure;
    m_failuresInRow = isFailure ? m_failuresInRow + 1 : 0;
    while (!m_recent.empty() && m_recent.front().at <= now - m_settings.window)
        m_recent.pop_front();
    m_recent.push_back({now, isFailure});
    const auto failureCount
        = std::count_if(m_recent.begin(), m_recent.end(), [](const Entry &entry) { return entry.isFailure; });
    const bool isMostlyFailing = m_recent.size() >= size_t(m_settings.leastRequestCount)
        && 2 * size_t(failureCount) > m_recent.size();
    if (m_failuresInRow < m_settings.failuresInRow && !isMostlyFailing)
        return;
    ++m_outage;
    m_pauseCount = 0;
    open(now);
}

void CircuitBreaker::recordProbe(const Permit &permit, Outcome outcome, Time now)
{
    // A second probe, a person's, may still be under way when the first has already decided. It can then
    // only bring good news: one outage is not made twice as long by one more failure of the same time.
    const bool isCurrent = permit.round == m_round;
    if (isCurrent)
        --m_probesUnderWay;
    if (outcome == Outcome::Success && !m_isClosed && permit.outage == m_outage)
        close();
    else if (outcome == Outcome::Failure && isCurrent)
        open(now);
}

void CircuitBreaker::open(Time now)
{
    Time pause = m_settings.firstPause;
    for (int i = 0; i < m_pauseCount && pause < m_settings.longestPause; ++i)
        pause *= 2;
    m_openUntil = now + std::min(pause, m_settings.longestPause);
    m_isClosed = false;
    ++m_pauseCount;
    ++m_round;
    m_probesUnderWay = 0;
    m_recent.clear();
    m_failuresInRow = 0;
}

void CircuitBreaker::close()
{
    m_isClosed = true;
    ++m_round;
    m_probesUnderWay = 0;
}

CircuitBreaker::Outcome outcomeOf(const Failure &failure)
{
    using Cause = Failure::Cause;
    constexpr int tooManyRequests = 429;
    constexpr int firstServerError = 500;
    switch (failure.cause) {
    case Cause::HttpError:
        return failure.httpStatus == tooManyRequests || failure.httpStatus >= firstServerError
            ? CircuitBreaker::Outcome::Failure
            : CircuitBreaker::Outcome::Neutral;
    case Cause::ProviderError: {
        // Inside a stream the code, if it is a number, is the status that it would have had.
        const int status = failure.code.toInt();
        constexpr int firstClientError = 400;
        const bool isClients
            = status >= firstClientError && status < firstServerError && status != tooManyRequests;
        return isClients ? CircuitBreaker::Outcome::Neutral : CircuitBreaker::Outcome::Failure;
    }
    case Cause::NameNotResolved:
    case Cause::ConnectionRefused:
    case Cause::Unreachable:
    case Cause::TlsHandshake:
    case Cause::ConnectTimeout:
    case Cause::FirstTokenTimeout:
    case Cause::IdleTimeout:
    case Cause::ProgressTimeout:
    case Cause::AnswerUnknown:
    case Cause::ConnectionLost:
    case Cause::CutShort:
    case Cause::NotHttp:
    case Cause::UnexpectedStatus:
    case Cause::UnexpectedContent:
    case Cause::MalformedList:
        return CircuitBreaker::Outcome::Failure;
    case Cause::InvalidRequest:
    case Cause::TlsCertificate:
    case Cause::TlsCertificateChanged:
    case Cause::Redirected:
    case Cause::EventTooLarge:
    case Cause::ReplyTooLarge:
    case Cause::Proxy:
    case Cause::Stopped:
    case Cause::CircuitOpen:
    case Cause::ModelNotListed:
        return CircuitBreaker::Outcome::Neutral;
    }
    Q_UNREACHABLE();
}

std::shared_ptr<CircuitBreaker> CircuitBreakers::breakerFor(const QUrl &baseUrl)
{
    const QUrl key = baseUrl.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::StripTrailingSlash);
    std::shared_ptr<CircuitBreaker> &breaker = m_breakers[key];
    if (!breaker)
        breaker = std::make_shared<CircuitBreaker>(m_settings);
    return breaker;
}

} // namespace runnel
