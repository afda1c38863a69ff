// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/faultrecord.h"

#include <algorithm>

namespace runnel {

FaultRecord::FaultRecord(RequestSeen requestSeen) : m_requestSeen(std::move(requestSeen))
{
}

FaultRecord::Entry &FaultRecord::entry(int number)
{
    while (m_entries.size() <= static_cast<std::size_t>(number))
        m_entries.push_back({{}, RequestReader(static_cast<int>(m_entries.size()))});
    return m_entries[static_cast<std::size_t>(number)];
}

void FaultRecord::opened(int number)
{
    const std::lock_guard lock(m_mutex);
    entry(number).connection.openedAt = std::chrono::steady_clock::now();
}

FaultRecord::RequestCount FaultRecord::received(int number, QByteArrayView bytes)
{
    QList<RecordedRequest> ended;
    RequestCount count;
    {
        const std::lock_guard lock(m_mutex);
        Entry &seen = entry(number);
        seen.connection.receivedBytes += bytes.size();
        const int before = seen.reader.wholeCount();
        seen.reader.feed(bytes);
        count.whole = seen.reader.wholeCount();
        const QList<RecordedRequest> &all = seen.reader.requests();
        count.heads = static_cast<int>(
            std::count_if(all.cbegin(), all.cend(), [](const auto &request) { return request.isHeadWhole; }));
        if (m_requestSeen)
            ended = all.mid(before, count.whole - before);
    }
    for (const RecordedRequest &request : std::as_const(ended))
        m_requestSeen(request);
    return count;
}

void FaultRecord::sent(int number, qint64 bytes)
{
    const std::lock_guard lock(m_mutex);
    entry(number).connection.sentBytes += bytes;
}

void FaultRecord::tlsStarted(int number)
{
    const std::lock_guard lock(m_mutex);
    entry(number).connection.isTls = true;
}

void FaultRecord::peerEnded(int number, PeerEnd end)
{
    const std::lock_guard lock(m_mutex);
    RecordedConnection &connection = entry(number).connection;
    connection.peerEnd = end;
    connection.peerEndedAt = std::chrono::steady_clock::now();
}

void FaultRecord::over(int number)
{
    QList<RecordedRequest> unfinished;
    {
        const std::lock_guard lock(m_mutex);
        Entry &seen = entry(number);
        seen.connection.isOver = true;
        const QList<RecordedRequest> &all = seen.reader.requests();
        if (m_requestSeen && !all.isEmpty() && !all.constLast().isWhole)
            unfinished.append(all.constLast());
    }
    for (const RecordedRequest &request : std::as_const(unfinished))
        m_requestSeen(request);
}

QByteArray FaultRecord::lastHeader(int number, QByteArrayView name) const
{
    const std::lock_guard lock(m_mutex);
    if (static_cast<std::size_t>(number) >= m_entries.size())
        return {};
    const QList<RecordedRequest> &all = m_entries[static_cast<std::size_t>(number)].reader.requests();
    return all.isEmpty() ? QByteArray() : all.constLast().header(name);
}

QByteArray FaultRecord::lastTarget(int number) const
{
    const std::lock_guard lock(m_mutex);
    if (static_cast<std::size_t>(number) >= m_entries.size())
        return {};
    const QList<RecordedRequest> &all = m_entries[static_cast<std::size_t>(number)].reader.requests();
    return all.isEmpty() ? QByteArray() : all.constLast().target;
}

QList<RecordedConnection> FaultRecord::connections() const
{
    const std::lock_guard lock(m_mutex);
    QList<RecordedConnection> connections;
    for (const Entry &seen : m_entries)
        connections.append(seen.connection);
    return connections;
}

QList<RecordedRequest> FaultRecord::requests() const
{
    QList<RecordedRequest> requests;
    {
        const std::lock_guard lock(m_mutex);
        for (const Entry &seen : m_entries)
            requests.append(seen.reader.requests());
    }
    std::stable_sort(requests.begin(), requests.end(),
        [](const auto &a, const auto &b) { return a.startedAt < b.startedAt; });
    return requests;
}

const Latch &GateRow::gate(int index)
{
    const std::lock_guard lock(m_mutex);
    while (m_gates.size() <= static_cast<std::size_t>(index)) {
        m_gates.emplace_back();
        if (m_gates.size() <= static_cast<std::size_t>(m_releasedCount))
            m_gates.back().open();
    }
    return m_gates[static_cast<std::size_t>(index)];
}

void GateRow::release()
{
    const std::lock_guard lock(m_mutex);
    if (static_cast<std::size_t>(m_releasedCount) < m_gates.size())
        m_gates[static_cast<std::size_t>(m_releasedCount)].open();
    ++m_releasedCount;
}

void GateRow::arrive()
{
    const std::lock_guard lock(m_mutex);
    ++m_waitingCount;
}

void GateRow::leave()
{
    const std::lock_guard lock(m_mutex);
    --m_waitingCount;
}

int GateRow::waitingCount() const
{
    const std::lock_guard lock(m_mutex);
    return m_waitingCount;
}

} // namespace runnel
