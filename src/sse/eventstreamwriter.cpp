// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sse/eventstreamwriter.h"

#include <algorithm>
#include <utility>

namespace runnel {

namespace {

Result<void> checkOneLine(QByteArrayView value, const char *what)
{
    const auto at = std::ranges::find_if(value, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
    if (at == value.end())
        return {};
    return Error{Error::Kind::InvalidInput,
        QStringLiteral("%1 of an event holds byte 0x%2 at offset %3")
            .arg(QLatin1StringView(what))
            .arg(int(*at), 2, 16, QLatin1Char('0'))
            .arg(at - value.begin()),
        {}};
}

} // namespace

Result<void> EventStreamWriter::writeEvent(const OutgoingEvent &event)
{
    if (Result<void> checked = checkOneLine(event.type, "type"); !checked)
        return checked;
    if (Result<void> checked = checkOneLine(event.id.value_or(QByteArrayView()), "id"); !checked)
        return checked;
    if (event.id)
        writeField("id", *event.id);
    if (!event.type.isEmpty())
        writeField("event", event.type);
    writeLines("data", event.data);
    m_bytes += '\n';
    return {};
}

void EventStreamWriter::writeComment(QByteArrayView text)
{
    writeLines({}, text);
    m_bytes += '\n';
}

Result<void> EventStreamWriter::writeRetry(std::chrono::milliseconds reconnectionTime)
{
    if (reconnectionTime.count() < 0) {
        return Error{Error::Kind::InvalidInput,
            QStringLiteral("reconnection time is negative: %1 ms").arg(reconnectionTime.count()), {}};
    }
    writeField("retry", QByteArray::number(qlonglong(reconnectionTime.count())));
    m_bytes += '\n';
    return {};
}

QByteArray EventStreamWriter::takeBytes()
{
    return std::exchange(m_bytes, {});
}

// Always with a space, for a reader takes one away: a value that begins with a space keeps it.
void EventStreamWriter::writeField(QByteArrayView name, QByteArrayView value)
{
    m_bytes.append(name).append(": ").append(value).append('\n');
}

void EventStreamWriter::writeLines(QByteArrayView name, QByteArrayView text)
{
    const auto isLineEnd = [](char c) { return c == '\r' || c == '\n'; };
    const auto *begin = text.begin();
    for (;;) {
        const auto *end = std::find_if(begin, text.end(), isLineEnd);
        writeField(name, {begin, end});
        if (end == text.end())
            return;
        const bool isPair = *end == '\r' && end + 1 != text.end() && end[1] == '\n';
        begin = end + (isPair ? 2 : 1);
    }
}

} // namespace runnel
