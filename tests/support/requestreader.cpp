// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/requestreader.h"

#include <algorithm>

namespace runnel {

QByteArray RecordedRequest::header(QByteArrayView name) const
{
    const auto found = std::find_if(headers.cbegin(), headers.cend(),
        [name](const auto &field) { return field.first.compare(name, Qt::CaseInsensitive) == 0; });
    return found == headers.cend() ? QByteArray() : found->second;
}

void RequestReader::feed(QByteArrayView bytes)
{
    m_pending.append(bytes);
    bool progress = true;
    while (progress && !m_pending.isEmpty()) {
        switch (m_state) {
        case State::Head:
            progress = readHead();
            break;
        case State::SizedBody:
            progress = readSizedBody();
            break;
        case State::ChunkedBody:
            progress = readChunk();
            break;
        }
    }
}

int RequestReader::wholeCount() const
{
    return static_cast<int>(
        std::count_if(m_requests.cbegin(), m_requests.cend(), [](const auto &r) { return r.isWhole; }));
}

bool RequestReader::readHead()
{
    if (m_requests.isEmpty() || m_requests.constLast().isHeadWhole) {
        m_requests.append(
            RecordedRequest{.connection = m_connection, .startedAt = std::chrono::steady_clock::now()});
    }
    RecordedRequest &request = m_requests.last();
    const qsizetype end = m_pending.indexOf("\r\n\r\n");
    request.head = m_pending.first(end < 0 ? m_pending.size() : end);
    if (end < 0)
        return false;
    m_pending.remove(0, end + 4);
    request.isHeadWhole = true;

    QList<QByteArray> lines = request.head.split('\n');
    for (QByteArray &line : lines) {
        if (line.endsWith('\r'))
            line.chop(1);
    }
    const QList<QByteArray> words = lines.takeFirst().split(' ');
    request.method = words.value(0);
    request.target = words.value(1);
    request.version = words.value(2);
    for (const QByteArray &line : std::as_const(lines)) {
        const qsizetype colon = line.indexOf(':');
        request.headers.append({line.first(std::max<qsizetype>(colon, 0)), line.mid(colon + 1).trimmed()});
    }

    m_missingBytes = request.header("Content-Length").toLongLong();
    if (request.header("Transfer-Encoding").toLower() == "chunked")
        m_state = State::ChunkedBody;
    else if (m_missingBytes > 0)
        m_state = State::SizedBody;
    else
        endRequest();
    return true;
}

bool RequestReader::readSizedBody()
{
    const qsizetype taken = std::min<qsizetype>(m_missingBytes, m_pending.size());
    m_requests.last().body.append(m_pending.constData(), taken);
    m_pending.remove(0, taken);
    m_missingBytes -= taken;
    if (m_missingBytes > 0)
        return false;
    endRequest();
    return true;
}

bool RequestReader::readChunk()
{
    const qsizetype lineEnd = m_pending.indexOf("\r\n");
    if (lineEnd < 0)
        return false;
    if (m_isInTrailer) {
        m_pending.remove(0, lineEnd + 2);
        if (lineEnd == 0)
            endRequest();
        return true;
    }
    const QByteArray size = m_pending.first(lineEnd).split(';').constFirst().trimmed();
    const qint64 sizeBytes = size.toLongLong(nullptr, 16);
    if (sizeBytes <= 0) {
        m_isInTrailer = true;
        m_pending.remove(0, lineEnd + 2);
        return true;
    }
    if (m_pending.size() < lineEnd + 2 + sizeBytes + 2)
        return false;
    m_requests.last().body.append(m_pending.constData() + lineEnd + 2, sizeBytes);
    m_pending.remove(0, lineEnd + 2 + sizeBytes + 2);
    return true;
}

void RequestReader::endRequest()
{
    m_requests.last().isWhole = true;
    m_isInTrailer = false;
    m_state = State::Head;
}

} // namespace runnel
