// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/completionclient.h"

#include <QRandomGenerator>

#include <ctime>

namespace runnel {

namespace {

/// CLOCK_BOOTTIME goes on while the computer sleeps and CLOCK_MONOTONIC does not.
std::chrono::milliseconds sleptTime()
{
#ifdef CLOCK_BOOTTIME
    timespec boot = {};
    timespec running = {};
    clock_gettime(CLOCK_BOOTTIME, &boot);
    clock_gettime(CLOCK_MONOTONIC, &running);
    return std::chrono::milliseconds(
        (boot.tv_sec - running.tv_sec) * 1000 + (boot.tv_nsec - running.tv_nsec) / 1000000);
#else
    return {};
#endif
}

CircuitBreaker::Time steadyTime()
{
    return std::chrono::duration_cast<CircuitBreaker::Time>(
        std::chrono::steady_clock::now().time_since_epoch());
}

} // namespace

CompletionClient::CompletionClient(Settings settings)
    : m_settings(std::move(settings)), m_claims(std::make_shared<QSet<quint64>>()),
      m_breakers(m_settings.breakers ? m_settings.breakers : std::make_shared<CircuitBreakers>())
{
}

Result<std::unique_ptr<CompletionStream>> CompletionClient::createStream(const CompletionRequest &request,
    const Endpoint &endpoint, StreamTap *tap, CircuitBreaker::Asker asker) const
{
    auto encoded = encodeRequest(request, endpoint);
    if (!encoded)
        return encoded.error();
    CompletionStream::Settings settings;
    settings.request = encoded.takeValue();
    settings.dialect = endpoint.dialect;
    settings.key = endpoint.key;
    settings.timeouts = m_settings.timeouts;
    settings.limits = m_settings.limits;
    settings.retries = m_settings.retries;
    settings.proxy = m_settings.proxy;
    settings.trusted = m_settings.trusted;
    settings.claims = m_claims;
    settings.breaker = m_breakers->breakerFor(endpoint.baseUrl);
    settings.asker = asker;
    settings.now = steadyTime;
    settings.tap = tap;
    settings.random = [] { return QRandomGenerator::global()->generateDouble(); };
    settings.sleptTime = sleptTime;
    return std::make_unique<CompletionStream>(std::move(settings));
}

} // namespace runnel
