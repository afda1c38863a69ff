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
    };

    explicit CompletionClient(Settings settings);

    /// A stream that is not started yet. Errors: those of encodeRequest(). @p tap, if any, is to outlive it.
    Result<std::unique_ptr<CompletionStream>> createStream(
        const CompletionRequest &request, const Endpoint &endpoint, StreamTap *tap = nullptr) const;

private:
    const Settings m_settings;
    const ConnectionProbe::Claims m_claims;
};

} // namespace runnel
