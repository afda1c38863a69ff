// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sse/ndjsonframer.h"

#include "sse/fieldbuffer.h"
#include "sse/utf8repair.h"

#include <algorithm>
#include <cstring>

namespace runnel {

namespace {

bool isBlank(QByteArrayView line)
{
    return std::ranges::all_of(line, [](char c) { return c == ' ' || c == '\t' || c == '\r'; });
}

} // namespace

NdjsonFramer::NdjsonFramer(qsizetype maxLineBytes) : m_maxLineBytes(maxLineBytes)
{
    Q_ASSERT(maxLineBytes >= 0);
}

void NdjsonFramer::feedTo(QByteArrayView bytes, LineSink sink)
{
    const quint32 stream = m_streamCount;
    while (m_state == State::Reading && m_streamCount == stream && !bytes.isEmpty()) {
        const auto *end = static_cast<const char *>(std::memchr(bytes.data(), '\n', size_t(bytes.size())));
        const QByteArrayView part = bytes.first(end ? end - bytes.data() : bytes.size());
        if (passesLimit(m_line.size() + part.size()))
            return;
        if (!end) {
            m_line.append(part);
            return;
        }
        bytes = bytes.sliced(part.size() + 1);
        if (m_line.isEmpty()) {
            deliver(part, sink);
            continue;
        }
        m_line.append(part);
        deliver(m_line, sink);
        if (m_streamCount == stream)
            FieldBuffer::clearStorage(m_line);
    }
}

bool NdjsonFramer::passesLimit(qsizetype lineBytes)
{
    if (lineBytes <= m_maxLineBytes)
        return false;
    end(State::Overflowed);
    return true;
}

void NdjsonFramer::deliver(QByteArrayView line, LineSink sink)
{
    if (isBlank(line))
        return;
    if (line.endsWith('\r'))
        line.chop(1);
    if (!line.isValidUtf8()) {
        FieldBuffer::clearStorage(m_repaired);
        appendRepairedUtf8(line, m_repaired);
        line = m_repaired;
    }
    sink(line);
}

void NdjsonFramer::finish()
{
    if (m_state == State::Reading)
        end(State::Ended);
}

void NdjsonFramer::reset()
{
    end(State::Reading);
    ++m_streamCount;
}

void NdjsonFramer::end(State state)
{
    m_state = state;
    m_line = QByteArray();
    m_repaired = QByteArray();
}

Result<void> appendNdjsonLine(QByteArrayView json, QByteArray &out)
{
    if (json.contains('\n') || json.contains('\r'))
        return Error{Error::Kind::InvalidInput, QStringLiteral("a line of JSON has a line end in it"), {}};
    if (isBlank(json))
        return Error{Error::Kind::InvalidInput, QStringLiteral("a line of JSON is blank"), {}};
    out.append(json).append('\n');
    return {};
}

} // namespace runnel
