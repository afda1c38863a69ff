// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/httpfetch.h"

#include "base/redaction.h"
#include "provider/answerfailure.h"

namespace runnel {

namespace {

constexpr int firstSuccessStatus = 200;
constexpr int firstRedirectStatus = 300;
constexpr int firstErrorStatus = 400;

HttpAttempt::Settings attemptSettings(const HttpFetch::Settings &settings)
{
    HttpAttempt::Settings attempt;
    attempt.proxy = settings.proxy;
    attempt.trusted = settings.trusted;
    attempt.connectLimit = settings.connectLimit;
    attempt.bodyLimitBytes = settings.bodyLimitBytes + 1; // one more, so that here is who sees it passed
    attempt.claims = settings.claims ? settings.claims : std::make_shared<QSet<quint64>>();
    return attempt;
}

} // namespace

HttpFetch::HttpFetch(const Settings &settings, QObject *parent)
    : QObject(parent), m_settings(settings), m_attempt(attemptSettings(settings))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        Failure failure = makeFailure(Failure::Cause::FirstTokenTimeout, Failure::EndedBy::Timer);
        failure.limit = m_settings.limit;
        end(failure);
    });
    connect(&m_attempt, &HttpAttempt::responseStarted, this, &HttpFetch::onResponse);
    connect(&m_attempt, &HttpAttempt::bytesReceived, this, &HttpFetch::onBytes);
    connect(&m_attempt, &HttpAttempt::ended, this, &HttpFetch::onEnded);
}

HttpFetch::~HttpFetch() = default;

void HttpFetch::start(const EncodedRequest &request, const Secret &key)
{
    m_url = request.url;
    m_key = key;
    m_timer.start(m_settings.limit);
    m_attempt.start(request);
}

void HttpFetch::onResponse(int httpStatus, const HttpAttempt::Headers &headers)
{
    m_answer.httpStatus = httpStatus;
    m_answer.headers = headers;
    if (httpStatus < firstSuccessStatus)
        end(makeFailure(Failure::Cause::UnexpectedStatus, Failure::EndedBy::Provider));
    else if (httpStatus >= firstRedirectStatus && httpStatus < firstErrorStatus)
        end(redirectFailure(m_url, httpStatus, headers));
}

void HttpFetch::onBytes(const QByteArray &bytes)
{
    m_answer.body += bytes;
    if (m_answer.body.size() <= m_settings.bodyLimitBytes)
        return;
    Failure failure = makeFailure(Failure::Cause::ReplyTooLarge, Failure::EndedBy::Limit);
    failure.limitBytes = m_settings.bodyLimitBytes;
    end(failure);
}

void HttpFetch::onEnded(const std::optional<Failure> &failure, Failure::EndedBy endedBy)
{
    if (m_answer.httpStatus >= firstErrorStatus)
        end(errorStatusFailure(m_url, m_answer.httpStatus, m_answer.body));
    else if (failure)
        end(failure);
    else if (m_answer.httpStatus == 0)
        end(makeFailure(Failure::Cause::AnswerUnknown, endedBy));
    else
        end(std::nullopt); // whether the body is whole, its reader sees: JSON cannot be cut unseen
}

void HttpFetch::end(std::optional<Failure> failure)
{
    if (m_isOver)
        return;
    m_isOver = true;
    m_timer.stop();
    m_attempt.abort();
    if (failure) {
        failure->message = withoutSecret(failure->message, m_key.reveal());
        failure->detail = withoutSecret(failure->detail, m_key.reveal());
    }
    m_answer.failure = std::move(failure);
    emit ended(m_answer);
}

Failure HttpFetch::makeFailure(Failure::Cause cause, Failure::EndedBy endedBy) const
{
    Failure failure;
    failure.cause = cause;
    failure.endedBy = endedBy;
    failure.httpStatus = m_answer.httpStatus;
    failure.host = hostAndPort(m_url);
    return failure;
}

} // namespace runnel
