// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/completionstream.h"

#include "base/redaction.h"
#include "provider/answerfailure.h"
#include "provider/providererror.h"

#include <QDateTime>
#include <QPointer>

#include <algorithm>
#include <utility>

namespace runnel {

namespace {

using std::chrono::milliseconds;

constexpr int firstRedirectStatus = 300;
constexpr int firstErrorStatus = 400;
constexpr qsizetype errorBodyBytes = 64 * 1024;

StreamTap::Headers redactedHeaders(const HttpAttempt::Headers &headers)
{
    StreamTap::Headers redacted;
    for (const auto &[name, value] : headers)
        redacted.append({name, redactedHeaderValue(name, value)});
    return redacted;
}

StreamClose describeClose(const Failure *failure, Failure::EndedBy endedBy)
{
    switch (endedBy) {
    case Failure::EndedBy::PeerClosed:
        return {"peer", "FIN"};
    case Failure::EndedBy::PeerReset:
        return {"peer", "RST"};
    case Failure::EndedBy::Timer:
        return {"timer",
            "nothing for " + QByteArray::number(failure ? qint64(failure->limit.count()) : 0) + " ms"};
    case Failure::EndedBy::Limit:
        return {"limit", "more than " + QByteArray::number(failure ? failure->limitBytes : 0) + " bytes"};
    case Failure::EndedBy::Person:
        return {"person", "stop"};
    case Failure::EndedBy::Provider:
        return {"provider", failure ? "error" : "end of reply"};
    case Failure::EndedBy::Nobody:
        return {"nobody", "no connection"};
    case Failure::EndedBy::Unknown:
        break;
    }
    return {"unknown", failure ? failure->detail.toUtf8() : QByteArray()};
}

} // namespace

CompletionStream::CompletionStream(Settings settings, QObject *parent)
    : QObject(parent), m_settings(std::move(settings)),
      m_tap(m_settings.tap ? std::make_unique<MaskingTap>(m_settings.tap, m_settings.key) : nullptr)
{
    const StreamTimeouts &limits = m_settings.timeouts;
    const auto watch = [this](QTimer &timer, milliseconds limit, Failure::Cause cause) {
        timer.setSingleShot(true);
        timer.setInterval(limit);
        connect(&timer, &QTimer::timeout, this,
            [this, &timer, cause] { onTimeout(cause, timer.intervalAsDuration()); });
    };
    watch(m_firstToken, limits.firstToken, Failure::Cause::FirstTokenTimeout);
    watch(m_idle, limits.idle, Failure::Cause::IdleTimeout);
    watch(m_progress, limits.progress, Failure::Cause::ProgressTimeout);

    const auto once = [this](QTimer &timer, milliseconds delay, auto &&what) {
        timer.setSingleShot(true);
        timer.setInterval(delay);
        connect(&timer, &QTimer::timeout, this, what);
    };
    once(m_afterFinish, limits.afterFinish, [this] { complete(Failure::EndedBy::Provider); });
    once(m_stillWaiting, limits.stillWaiting, [this] { emit stillWaiting(); });
    once(m_pause, milliseconds(0), [this] { beginAttempt(); });

    m_sleepCheck.setInterval(limits.sleepCheck);
    connect(&m_sleepCheck, &QTimer::timeout, this, &CompletionStream::checkSleep);
}

CompletionStream::~CompletionStream()
{
    // A stream that is dropped is closed without a word; its tap still learns of it.
    if (m_state != State::Over && m_state != State::Idle)
        close(nullptr, Failure::EndedBy::Person);
    tellBreaker(CircuitBreaker::Outcome::Neutral);
}

milliseconds CompletionStream::elapsed() const
{
    return milliseconds(m_clock.isValid() ? m_clock.elapsed() : 0);
}

void CompletionStream::start()
{
    Q_ASSERT(m_state == State::Idle);
    m_timings.startedAt = QDateTime::currentDateTimeUtc();
    m_sleptBefore = m_settings.sleptTime();
    m_sleepCheck.start();
    beginAttempt();
}

void CompletionStream::beginAttempt()
{
    m_state = State::Connecting;
    m_httpStatus = 0;
    m_hints = {};
    m_errorBody.clear();
    m_clock.start();
    if (!passesBreaker())
        return;
    if (m_tap)
        m_tap->requestStarted("POST", redactedUrl(m_settings.request.url));
    HttpAttempt::Settings settings;
    settings.proxy = m_settings.proxy;
    settings.trusted = m_settings.trusted;
    settings.connectLimit = m_settings.timeouts.connect;
    // One byte more than the reply may have, so that the decoder is the one to see its limit passed.
    settings.bodyLimitBytes = m_settings.limits.replyBytes + 1;
    settings.claims = m_settings.claims;
    m_attempt = std::make_unique<HttpAttempt>(settings);
    connect(m_attempt.get(), &HttpAttempt::requestSent, this, &CompletionStream::onRequestSent);
    connect(m_attempt.get(), &HttpAttempt::responseStarted, this, &CompletionStream::onResponse);
    connect(m_attempt.get(), &HttpAttempt::bytesReceived, this, &CompletionStream::onBytes);
    connect(m_attempt.get(), &HttpAttempt::ended, this, &CompletionStream::onEnded);
    m_attempt->start(m_settings.request);
}

/// False: the attempt is not made, and the stream fails as soon as control returns to the event loop.
bool CompletionStream::passesBreaker()
{
    if (!m_settings.breaker)
        return true;
    const auto asker = m_retryCount == 0 ? m_settings.asker : CircuitBreaker::Asker::Program;
    const CircuitBreaker::Time now = m_settings.now();
    m_permit = m_settings.breaker->admit(asker, now);
    if (m_permit)
        return true;
    Failure failure = makeFailure(Failure::Cause::CircuitOpen, Failure::EndedBy::Nobody);
    failure.retryAfter = std::max(m_settings.breaker->nextTry() - now, milliseconds(0));
    QTimer::singleShot(0, this, [this, failure] {
        if (m_state != State::Over)
            fail(failure);
    });
    return false;
}

void CompletionStream::tellBreaker(CircuitBreaker::Outcome outcome)
{
    if (m_permit)
        m_settings.breaker->record(*std::exchange(m_permit, std::nullopt), outcome, m_settings.now());
}

void CompletionStream::onRequestSent()
{
    if (m_state != State::Connecting)
        return;
    m_state = State::Waiting;
    m_clock.start();
    m_firstToken.start();
    m_progress.start();
    m_stillWaiting.start();
}

void CompletionStream::onResponse(int httpStatus, const HttpAttempt::Headers &headers)
{
    onRequestSent(); // a server may answer before it has read everything
    m_httpStatus = httpStatus;
    if (m_tap)
        m_tap->responseStarted(httpStatus, redactedHeaders(headers));
    if (httpStatus < 200) {
        fail(makeFailure(Failure::Cause::UnexpectedStatus, Failure::EndedBy::Provider));
    } else if (httpStatus >= firstErrorStatus) {
        m_hints = readRetryHints(headers, QDateTime::currentDateTimeUtc());
    } else if (httpStatus >= firstRedirectStatus) {
        fail(redirectFailure(m_settings.request.url, httpStatus, headers));
    } else {
        m_decoder = std::make_unique<ReplyStreamDecoder>(
            m_settings.dialect, headerValue(headers, "Content-Type"), m_settings.limits, m_tap.get());
    }
}

void CompletionStream::onBytes(const QByteArray &bytes)
{
    if (m_tap)
        m_tap->bytesReceived(bytes);
    if (m_hasContent)
        m_idle.start();
    if (!m_decoder) {
        m_errorBody += bytes.first(qMin(bytes.size(), errorBodyBytes - m_errorBody.size()));
        if (m_errorBody.size() == errorBodyBytes)
            fail(errorStatusFailure());
        return;
    }
    m_state = State::Receiving;
    m_hasAcceptedBytes = true;
    QList<ReplyDelta> deltas;
    m_decoder->feed(bytes, deltas);
    const QPointer<CompletionStream> alive(this); // a slot may delete us
    deliver(deltas);
    if (alive && m_state != State::Over)
        judgeStream();
}

void CompletionStream::deliver(const QList<ReplyDelta> &deltas)
{
    m_outcome = m_decoder->outcome();
    for (const ReplyDelta &delta : deltas) {
        if (!delta.hasContent())
            continue;
        if (!m_timings.toFirstToken)
            m_timings.toFirstToken = elapsed();
        m_hasContent = true;
        m_firstToken.stop();
        m_stillWaiting.stop();
        m_progress.start();
        m_idle.start(m_settings.timeouts.idle);
        break;
    }
    if (!deltas.isEmpty())
        emit deltasReceived(deltas);
}

/// Whether what was read so far is already the end.
void CompletionStream::judgeStream()
{
    if (m_decoder->isOver()) {
        if (m_outcome.isComplete && !m_outcome.error
            && m_decoder->limitPassed() == ReplyStreamDecoder::LimitPassed::None
            && m_outcome.finishReason != FinishReason::Error)
            complete(Failure::EndedBy::Provider);
        else
            fail(streamFailure(Failure::EndedBy::Provider));
        return;
    }
    const bool isForeign = m_decoder->framing() == ReplyStreamDecoder::Framing::Foreign;
    if (isForeign && m_decoder->foreignBody().size() >= errorBodyBytes)
        fail(streamFailure(Failure::EndedBy::Provider)); // enough to say what it is
    else if (m_outcome.isComplete && m_outcome.finishReason != FinishReason::Error
        && !m_afterFinish.isActive())
        m_afterFinish.start();
}

void CompletionStream::onEnded(const std::optional<Failure> &failure, Failure::EndedBy endedBy)
{
    if (m_decoder) {
        QList<ReplyDelta> deltas;
        m_decoder->end(deltas);
        const QPointer<CompletionStream> alive(this);
        deliver(deltas);
        if (!alive || m_state == State::Over)
            return;
        const bool isGood
            = m_outcome.isComplete && !m_outcome.error && m_outcome.finishReason != FinishReason::Error;
        if (isGood)
            complete(endedBy);
        else if (failure && !m_outcome.error)
            fail(*failure);
        else
            fail(streamFailure(endedBy));
        return;
    }
    if (m_httpStatus >= firstErrorStatus)
        fail(errorStatusFailure()); // whatever became of the connection: this is what the server said
    else if (failure)
        fail(*failure);
    else
        fail(makeFailure(Failure::Cause::AnswerUnknown, endedBy));
}

void CompletionStream::onTimeout(Failure::Cause cause, milliseconds limit)
{
    if (m_decoder && m_outcome.isComplete) {
        complete(Failure::EndedBy::Timer);
        return;
    }
    if (m_httpStatus >= firstErrorStatus) {
        fail(errorStatusFailure());
        return;
    }
    Failure failure = makeFailure(cause, Failure::EndedBy::Timer);
    failure.limit = limit;
    fail(failure);
}

void CompletionStream::checkSleep()
{
    const milliseconds slept = m_settings.sleptTime();
    const bool hasSlept = slept - m_sleptBefore >= m_settings.timeouts.sleepCheck;
    m_sleptBefore = slept;
    // Timers stand still while the computer sleeps, and the peer has long given up by then.
    if (hasSlept && (m_state == State::Waiting || m_state == State::Receiving))
        m_idle.start(m_settings.timeouts.afterSleep);
}

Failure CompletionStream::makeFailure(Failure::Cause cause, Failure::EndedBy endedBy) const
{
    Failure failure;
    failure.cause = cause;
    failure.endedBy = endedBy;
    failure.httpStatus = m_httpStatus;
    failure.host = hostAndPort(m_settings.request.url);
    return failure;
}

/// The reply did not become complete, although the connection may have done all that it should.
Failure CompletionStream::streamFailure(Failure::EndedBy endedBy) const
{
    using Cause = Failure::Cause;
    if (m_outcome.error || m_outcome.finishReason == FinishReason::Error) {
        Failure failure = makeFailure(Cause::ProviderError, Failure::EndedBy::Provider);
        if (m_outcome.error) {
            failure.code = m_outcome.error->code;
            failure.message = m_outcome.error->message;
        }
        return failure;
    }
    if (m_decoder->limitPassed() != ReplyStreamDecoder::LimitPassed::None) {
        const bool isEvent = m_decoder->limitPassed() == ReplyStreamDecoder::LimitPassed::Event;
        Failure failure
            = makeFailure(isEvent ? Cause::EventTooLarge : Cause::ReplyTooLarge, Failure::EndedBy::Limit);
        failure.limitBytes = isEvent ? m_settings.limits.eventBytes : m_settings.limits.replyBytes;
        return failure;
    }
    if (m_decoder->framing() == ReplyStreamDecoder::Framing::Foreign) {
        Failure failure = makeFailure(Cause::UnexpectedContent, endedBy);
        failure.message = textSummary(m_decoder->foreignBody());
        return failure;
    }
    // QNetworkAccessManager takes some resets for an end in order; the probe knows better.
    return makeFailure(
        endedBy == Failure::EndedBy::PeerReset ? Cause::ConnectionLost : Cause::CutShort, endedBy);
}

Failure CompletionStream::errorStatusFailure() const
{
    Failure failure = runnel::errorStatusFailure(m_settings.request.url, m_httpStatus, m_errorBody);
    failure.retryAfter = m_hints.retryAfter.value_or(milliseconds(-1));
    return failure;
}

void CompletionStream::fail(Failure failure)
{
    failure.code = scrubbed(failure.code);
    failure.message = scrubbed(failure.message);
    failure.detail = scrubbed(failure.detail);
    close(&failure, failure.endedBy);
    tellBreaker(outcomeOf(failure));
    const auto delay = m_settings.retries.delayBeforeRetry(
        failure, m_hints, m_retryCount, m_hasAcceptedBytes, m_settings.random());
    const bool mayRetry = delay
        && (!m_settings.breaker
            || m_settings.breaker->wouldAdmit(CircuitBreaker::Asker::Program, m_settings.now() + *delay));
    if (!mayRetry) {
        m_state = State::Over;
        m_timings.total = elapsed();
        emit failed(failure);
        return;
    }
    m_state = State::Pausing;
    ++m_retryCount;
    m_pause.start(*delay);
    emit retryScheduled(failure, m_retryCount, *delay);
}

void CompletionStream::complete(Failure::EndedBy endedBy)
{
    close(nullptr, endedBy);
    tellBreaker(CircuitBreaker::Outcome::Success);
    m_state = State::Over;
    m_timings.total = elapsed();
    emit finished(m_outcome, m_timings);
}

void CompletionStream::cancel()
{
    if (m_state == State::Over)
        return;
    if (m_state != State::Idle)
        close(nullptr, Failure::EndedBy::Person);
    tellBreaker(CircuitBreaker::Outcome::Neutral);
    m_state = State::Over;
    m_timings.total = elapsed();
    emit cancelled();
}

void CompletionStream::close(const Failure *failure, Failure::EndedBy endedBy)
{
    stopTimers();
    if (!m_attempt)
        return;
    m_attempt->abort();
    // Its signal may be what brought us here.
    disconnect(m_attempt.get(), nullptr, this, nullptr);
    m_attempt.release()->deleteLater();
    if (m_tap)
        m_tap->streamClosed(describeClose(failure, endedBy));
}

void CompletionStream::stopTimers()
{
    for (QTimer *timer : {&m_firstToken, &m_idle, &m_progress, &m_afterFinish, &m_stillWaiting, &m_pause})
        timer->stop();
}

QString CompletionStream::scrubbed(const QString &text) const
{
    return withoutSecret(text, m_settings.key.reveal());
}

} // namespace runnel
