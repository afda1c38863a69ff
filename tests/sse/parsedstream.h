// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sse/eventstreamparser.h"

#include <QByteArray>
#include <QList>
#include <QTest>

#include <memory>
#include <vector>

namespace runnel::test {

/// An event whose bytes are its own.
struct KeptEvent
{
    QByteArray type;
    QByteArray data;
    QByteArray lastEventId;

    friend bool operator==(const KeptEvent &, const KeptEvent &) = default;
};

/// All that a stream came to.
struct ParsedStream
{
    QList<KeptEvent> events;
    QByteArray retryDigits;
    QByteArray idBuffer;
    QByteArray idString;
    bool overflowed = false;

    friend bool operator==(const ParsedStream &, const ParsedStream &) = default;
};

enum class StreamEnd
{
    Strict,
    Lenient
};

// QCOMPARE prints by these.
inline char *toString(const QList<KeptEvent> &events)
{
    QByteArray text;
    for (const KeptEvent &event : events)
        text += '{' + event.type + "|" + event.data.toPercentEncoding(" ") + "|" + event.lastEventId + '}';
    return QTest::toString(text);
}

inline char *toString(const ParsedStream &stream)
{
    const std::unique_ptr<char[]> events(toString(stream.events));
    return QTest::toString(QByteArray(events.get()) + " retry " + stream.retryDigits + " buffer "
        + stream.idBuffer + " string " + stream.idString + (stream.overflowed ? " overflowed" : ""));
}

/// Feeds @p bytes cut at the ascending offsets @p cuts. Each part is an allocation of its own size that
/// goes right after, so that a sanitizer sees a read outside of it, or after it.
inline ParsedStream parseCut(QByteArrayView bytes, const QList<qsizetype> &cuts,
    StreamEnd end = StreamEnd::Strict, qsizetype maxEventBytes = EventStreamParser::defaultMaxEventBytes)
{
    EventStreamParser parser(maxEventBytes);
    ParsedStream result;
    const auto keep = [&](const ServerSentEvent &event) {
        result.events.append(
            {event.type.toByteArray(), event.data.toByteArray(), event.lastEventId.toByteArray()});
    };
    qsizetype begin = 0;
    const auto feedTo = [&](qsizetype cut) {
        const std::vector<char> part(bytes.data() + begin, bytes.data() + cut);
        parser.feed({part.data(), qsizetype(part.size())}, keep);
        begin = cut;
    };
    for (const qsizetype cut : cuts)
        feedTo(cut);
    feedTo(bytes.size());
    if (end == StreamEnd::Strict)
        parser.finish();
    else
        parser.flush(keep);
    result.retryDigits = parser.reconnectionTimeDigits();
    result.idBuffer = parser.lastEventIdBuffer().toByteArray();
    result.idString = parser.lastEventId().toByteArray();
    result.overflowed = parser.overflowed();
    return result;
}

/// Every byte a part of its own.
inline QList<qsizetype> cutsEverywhere(qsizetype size)
{
    QList<qsizetype> cuts;
    for (qsizetype i = 1; i < size; ++i)
        cuts.append(i);
    return cuts;
}

} // namespace runnel::test
