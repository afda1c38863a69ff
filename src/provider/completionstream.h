// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/failure.h"
#include "chat/replydelta.h"
#include "provider/circuitbreaker.h"
#include "provider/httpattempt.h"
#include "provider/maskingtap.h"
#include "provider/replystreamdecoder.h"
#include "provider/retrypolicy.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>

namespace runnel {

/// How long each stage of a reply may take. Real servers: faults-and-durability.md, "stall".
struct StreamTimeouts
{
    std::chrono::milliseconds connect{10000}; ///< name, TCP and TLS
    /// From the request sent to the first word of the reply: local models load first.
    std::chrono::milliseconds firstToken{120000};
    /// Between two bytes, once the reply has begun.
    std::chrono::milliseconds idle{60000};
    /// Without a word of the reply, although bytes such as keep-alives come.
    std::chrono::milliseconds progress{300000};
    /// Between the finish reason and the end of the stream: usage may follow; a server that then keeps the
    /// connection open makes nobody wait.
    std::chrono::milliseconds afterFinish{2000};
    std::chrono::milliseconds stillWaiting{15000}; ///< until stillWaiting()
    /// For the next byte after the computer has slept: the connection is most likely dead.
    std::chrono::milliseconds afterSleep{10000};
    std::chrono::milliseconds sleepCheck{2000}; ///< how often sleep is looked for
};

/// One reply in flight: a state machine over one or, when the policy allows, several attempts.
///
/// After start() exactly one of finished(), failed() and cancelled(), and then nothing more, ever. All
/// deltas come before it. It may be deleted in a slot of any of its signals. Main thread.
class CompletionStream final : public QObject
{
    Q_OBJECT

public:
    struct Settings
    {
        EncodedRequest request;
        Dialect dialect = Dialect::OpenAiChat;
        Secret key; ///< cut out of whatever the server echoes
        StreamTimeouts timeouts;
        ReplyLimits limits;
        RetryPolicy retries;
        ProxySettings proxy;
        TrustedCertificates trusted;
        ConnectionProbe::Claims claims; ///< required
        /// The endpoint's; null: none. Every attempt counts, and a retry is a program's.
        std::shared_ptr<CircuitBreaker> breaker;
        CircuitBreaker::Asker asker = CircuitBreaker::Asker::Person; ///< of the first attempt
        std::function<CircuitBreaker::Time()> now; ///< the breaker's clock; required with one
        StreamTap *tap = nullptr;       ///< not owned, must outlive the stream; null: nobody watches
        std::function<double()> random; ///< [0, 1), for the jitter of retries; required
        /// How long the computer has slept since some fixed moment; required.
        std::function<std::chrono::milliseconds()> sleptTime;
    };

    explicit CompletionStream(Settings settings, QObject *parent = nullptr);
    ~CompletionStream() override;

    void start();

    /// The person's stop: the connection is closed and cancelled() comes before this returns. Without
    /// effect once over.
    void cancel();

    /// What the stream has said so far.
    const ReplyOutcome &outcome() const { return m_outcome; }
    const Timings &timings() const { return m_timings; }
    /// Since the request was sent; 0 before.
    std::chrono::milliseconds elapsed() const;

signals:
    /// New pieces, in order; once for each read from the network that brings some.
    void deltasReceived(const QList<runnel::ReplyDelta> &deltas);
    /// Nothing of the reply has come for StreamTimeouts::stillWaiting; at most once an attempt.
    void stillWaiting();
    /// An attempt failed and another one begins after @p delay. @p retry counts from 1.
    void retryScheduled(const runnel::Failure &failure, int retry, std::chrono::milliseconds delay);

    /// Terminal: the provider said that the reply is complete.
    void finished(const runnel::ReplyOutcome &outcome, const runnel::Timings &timings);
    /// Terminal: it is not. What came before stays.
    void failed(const runnel::Failure &failure);
    /// Terminal: stopped by the person.
    void cancelled();

private:
    enum class State
    {
        Idle,
        Connecting,
        Waiting,
        Receiving,
        Pausing,
        Over
    };

    void beginAttempt();
    bool passesBreaker();
    void tellBreaker(CircuitBreaker::Outcome outcome);
    void onRequestSent();
    void onResponse(int httpStatus, const HttpAttempt::Headers &headers);
    void onBytes(const QByteArray &bytes);
    void onEnded(const std::optional<Failure> &failure, Failure::EndedBy endedBy);
    void onTimeout(Failure::Cause cause, std::chrono::milliseconds limit);
    void checkSleep();

    void deliver(const QList<ReplyDelta> &deltas);
    void judgeStream();
    Failure streamFailure(Failure::EndedBy endedBy) const;
    Failure errorStatusFailure() const;
    Failure makeFailure(Failure::Cause cause, Failure::EndedBy endedBy) const;

    void fail(Failure failure);
    void complete(Failure::EndedBy endedBy);
    void close(const Failure *failure, Failure::EndedBy endedBy);
    void stopTimers();
    QString scrubbed(const QString &text) const;

    const Settings m_settings;
    const std::unique_ptr<StreamTap> m_tap; // null: nobody watches
    State m_state = State::Idle;
    std::unique_ptr<HttpAttempt> m_attempt;
    std::unique_ptr<ReplyStreamDecoder> m_decoder; // of an answer that is a reply
    ReplyOutcome m_outcome;
    Timings m_timings;
    QElapsedTimer m_clock;                          // since the request was sent
    std::optional<CircuitBreaker::Permit> m_permit; // of the attempt under way
    int m_retryCount = 0;
    int m_httpStatus = 0;
    RetryHints m_hints;
    QByteArray m_errorBody; // of an answer with an error status
    bool m_hasAcceptedBytes = false;
    bool m_hasContent = false;
    std::chrono::milliseconds m_sleptBefore{0};

    QTimer m_firstToken;
    QTimer m_idle;
    QTimer m_progress;
    QTimer m_afterFinish;
    QTimer m_stillWaiting;
    QTimer m_pause;
    QTimer m_sleepCheck;
};

} // namespace runnel
