// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "provider/completionrequest.h"
#include "provider/completionstream.h"
#include "provider/endpoint.h"

#include <memory>

namespace runnel {

/// Makes the streams of replies, with what they have in common. Main thread; must outlive nothing: a
/// stream lives on without it.
class CompletionClient final
{
public:
    struct Settings
    {
        StreamTimeouts timeouts;
        ReplyLimits limits;
        RetryPolicy retries;
        ProxySettings proxy;
        TrustedCertificates trusted;
        /// Shared with all that talk to the same servers; null: this client's own.
        std::shared_ptr<CircuitBreakers> breakers;
    };

    explicit CompletionClient(Settings settings);

    /// A stream that is not started yet. Errors: those of encodeRequest(). @p tap, if any, is to outlive it.
    /// A program's request fails at once, with Cause::CircuitOpen, while the endpoint's breaker is open.
    Result<std::unique_ptr<CompletionStream>> createStream(const CompletionRequest &request,
        const Endpoint &endpoint, StreamTap *tap = nullptr,
        CircuitBreaker::Asker asker = CircuitBreaker::Asker::Person) const;

private:
    const Settings m_settings;
    const ConnectionProbe::Claims m_claims;
    const std::shared_ptr<CircuitBreakers> m_breakers;
};

} // namespace runnel
