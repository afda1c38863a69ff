// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"
#include "recording/clock.h"
#include "recording/streamtap.h"

#include <QUrl>

#include <deque>
#include <optional>

namespace runnel {

/// Remembers one reply's newest events, as they came, for whoever wants to look into the stream.
///
/// Bounded: the oldest events go first and are counted; an event larger than the whole budget keeps its
/// beginning. A repeated attempt begins anew. Main thread.
class EventHistory final : public StreamTap
{
public:
    static constexpr qsizetype defaultBudgetBytes = qsizetype(8) * 1024 * 1024;

    struct Event
    {
        UtcTime time;
        std::chrono::nanoseconds gap{0}; ///< since the event before it, the first: since the response
        QByteArray type;
        QByteArray data; ///< shorter than dataBytes when the budget cut it
        QByteArray lastEventId;
        qsizetype dataBytes = 0; ///< as it came
    };

    /// @p budgetBytes bounds the kept events: their bytes and what keeping them takes.
    explicit EventHistory(Clock clock, qsizetype budgetBytes = defaultBudgetBytes);

    void requestStarted(const QByteArray &method, const QUrl &url) override;
    void responseStarted(int httpStatus, const Headers &headers) override;
    void bytesReceived(QByteArrayView bytes) override;
    void eventReceived(QByteArrayView type, QByteArrayView data, QByteArrayView lastEventId) override;
    void streamClosed(const StreamClose &close) override;

    /// The kept events, oldest first. The first is number droppedCount() of the attempt, counted from 0.
    const std::deque<Event> &events() const { return m_events; }
    qint64 eventCount() const { return m_attempt.droppedCount + qint64(m_events.size()); }
    qint64 droppedCount() const { return m_attempt.droppedCount; }
    qint64 droppedBytes() const { return m_attempt.droppedBytes; }   ///< of type, data and id; cut ones too
    qint64 receivedBytes() const { return m_attempt.receivedBytes; } ///< of the body
    qint64 readCount() const { return m_attempt.readCount; }
    int attemptCount() const { return m_attemptCount; }

    const QByteArray &method() const { return m_attempt.method; }
    const QUrl &url() const { return m_attempt.url; }            ///< redacted
    int httpStatus() const { return m_attempt.httpStatus; }      ///< 0 before the response
    const Headers &headers() const { return m_attempt.headers; } ///< redacted
    /// UTC; nullopt before it happened.
    std::optional<UtcTime> requestTime() const { return m_attempt.requestTime; }
    std::optional<UtcTime> responseTime() const { return m_attempt.responseTime; }
    std::optional<UtcTime> closeTime() const { return m_attempt.closeTime; }
    const StreamClose &close() const { return m_attempt.close; }

    /// Writes what is kept into a recording at @p path, with the times it had. Errors as
    /// Recorder::create() and its FailureCallback.
    Result<void> saveRecording(const QString &path) const;

private:
    struct Attempt
    {
        QByteArray method;
        QUrl url;
        int httpStatus = 0;
        Headers headers;
        StreamClose close;
        std::optional<UtcTime> requestTime;
        std::optional<UtcTime> responseTime;
        std::optional<UtcTime> closeTime;
        qint64 droppedCount = 0;
        qint64 droppedBytes = 0;
        qint64 receivedBytes = 0;
        qint64 readCount = 0;
    };

    static qsizetype cost(const Event &event);
    void dropOldest();

    Clock m_clock;
    qsizetype m_budgetBytes;
    qsizetype m_keptCost = 0; // Invariant: the sum over m_events of cost()
    std::deque<Event> m_events;
    Attempt m_attempt;
    int m_attemptCount = 0;
};

} // namespace runnel
