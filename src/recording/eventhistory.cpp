// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/eventhistory.h"

#include "base/redaction.h"
#include "recording/recorder.h"

#include <algorithm>
#include <utility>

namespace runnel {

namespace {

// What a QByteArray takes beside its bytes: Qt's header, the final NUL, the allocator's rounding.
constexpr qsizetype allocationBytes = 48;

} // namespace

EventHistory::EventHistory(Clock clock, qsizetype budgetBytes)
    : m_clock(std::move(clock)), m_budgetBytes(budgetBytes)
{
}

void EventHistory::requestStarted(const QByteArray &method, const QUrl &url)
{
    ++m_attemptCount;
    m_events.clear();
    m_keptCost = 0;
    m_attempt = {};
    m_attempt.method = method;
    m_attempt.url = redactedUrl(url);
    m_attempt.requestTime = m_clock();
}

void EventHistory::responseStarted(int httpStatus, const Headers &headers)
{
    m_attempt.httpStatus = httpStatus;
    m_attempt.responseTime = m_clock();
    m_attempt.headers.clear();
    for (const auto &[name, value] : headers)
        m_attempt.headers.emplace_back(name, redactedHeaderValue(name, value));
}

void EventHistory::bytesReceived(QByteArrayView bytes)
{
    ++m_attempt.readCount;
    m_attempt.receivedBytes += bytes.size();
}

void EventHistory::eventReceived(QByteArrayView type, QByteArrayView data, QByteArrayView lastEventId)
{
    Event event;
    event.time = m_clock();
    const UtcTime before
        = m_events.empty() ? m_attempt.responseTime.value_or(event.time) : m_events.back().time;
    event.gap = event.time - before;
    event.type = type.toByteArray();
    event.lastEventId = lastEventId.toByteArray();
    event.dataBytes = data.size();
    const qsizetype room = std::max<qsizetype>(m_budgetBytes - cost(event), 0);
    event.data = data.first(std::min(room, data.size())).toByteArray();
    m_attempt.droppedBytes += data.size() - event.data.size();

    m_keptCost += cost(event);
    m_events.push_back(std::move(event));
    while (m_keptCost > m_budgetBytes && !m_events.empty())
        dropOldest();
}

void EventHistory::streamClosed(const StreamClose &close)
{
    m_attempt.close = close;
    m_attempt.closeTime = m_clock();
}

Result<void> EventHistory::saveRecording(const QString &path) const
{
    UtcTime now = m_attempt.requestTime.value_or(UtcTime());
    std::optional<Error> failure;
    const auto created = Recorder::create(
        path, Recorder::Body::Events, [&now] { return now; },
        [&failure](const Error &error) { failure = error; });
    if (!created)
        return created.error();
    Recorder &recorder = *created.value();
    if (m_attempt.requestTime)
        recorder.requestStarted(m_attempt.method, m_attempt.url);
    if (m_attempt.responseTime) {
        now = *m_attempt.responseTime;
        recorder.responseStarted(m_attempt.httpStatus, m_attempt.headers);
    }
    for (const Event &event : m_events) {
        now = event.time;
        recorder.eventReceived(event.type, event.data, event.lastEventId);
    }
    if (m_attempt.closeTime) {
        now = *m_attempt.closeTime;
        recorder.streamClosed(m_attempt.close);
    }
    if (failure)
        return *failure;
    return {};
}

qsizetype EventHistory::cost(const Event &event)
{
    return qsizetype(sizeof(Event)) + 3 * allocationBytes + event.type.size() + event.data.size()
        + event.lastEventId.size();
}

void EventHistory::dropOldest()
{
    const Event &oldest = m_events.front();
    ++m_attempt.droppedCount;
    m_attempt.droppedBytes += oldest.type.size() + oldest.data.size() + oldest.lastEventId.size();
    m_keptCost -= cost(oldest);
    m_events.pop_front();
}

} // namespace runnel
