// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sse/fieldbuffer.h"
#include "sse/functionref.h"
#include "sse/serversentevent.h"

#include <QByteArray>
#include <QByteArrayView>

#include <chrono>
#include <optional>

namespace runnel {

/// Turns the bytes of one event stream into events, as they arrive.
///
/// Any split of the input gives the same events at the same byte. Knows nothing of HTTP, JSON or "[DONE]".
/// Never fails on malformed fields; stops only when a limit is passed.
/// Source: WHATWG HTML, 9.2.5 "Parsing an event stream" and 9.2.6 "Interpreting an event stream".
///
/// A callback may read the parser and may call reset(): what is left of the bytes being fed is then dropped
/// with the stream they belong to, and the event's views end. It must not feed, end or destroy the parser.
class EventStreamParser final
{
public:
    static constexpr qsizetype defaultMaxEventBytes = 32 * 1024 * 1024;

    /// @p maxEventBytes bounds one event's current line (without its end) and data buffer (with the line
    /// feeds that join its lines) together; see overflowed(). A comment or a line with an unknown field name
    /// is dropped as it comes, and so counts nothing, however long it is.
    explicit EventStreamParser(qsizetype maxEventBytes = defaultMaxEventBytes);

    /// Takes the next bytes of the stream and calls @p onEvent(const ServerSentEvent &) for each event they
    /// complete, in order. After an overflow or an end of stream, does nothing until reset().
    template <typename Callback> void feed(QByteArrayView bytes, Callback &&onEvent)
    {
        feedTo(bytes, onEvent);
    }

    /// The lenient end that streams of language models need (some servers omit the last blank line): as if
    /// an empty line followed, so that an unterminated line is processed and a pending event dispatched.
    template <typename Callback> void flush(Callback &&onEvent)
    {
        feedTo("\n\n", onEvent); // one ends the open line, if there is one; one is the empty line
        finish();
    }

    /// The strict end of the stream: the incomplete event is discarded (9.2.6, end of file).
    void finish();

    /// Makes ready for another stream. The last event ID string and the reconnection time stay, for they
    /// belong to the event source; all buffers start empty, for they belong to the stream.
    void reset();

    /// Whether the limit was passed: the event in hand was discarded, all before it was delivered, and
    /// nothing comes any more until reset().
    bool overflowed() const { return m_state == State::Overflowed; }
    qsizetype maxEventBytes() const { return m_maxEventBytes; }

    /// The last event ID buffer: what the newest `id` field said, committed or not.
    QByteArrayView lastEventIdBuffer() const { return m_idBuffer; }

    /// The last event ID string: what a reconnection sends as Last-Event-ID. Committed by each blank line.
    QByteArrayView lastEventId() const { return m_idString; }

    /// What the newest valid `retry` field said, at most milliseconds::max(); none if there was none.
    std::optional<std::chrono::milliseconds> reconnectionTime() const;

    /// The same as it was sent, in decimal digits without leading zeros; empty if there was none.
    QByteArray reconnectionTimeDigits() const { return m_retryDigits; }

private:
    using EventSink = FunctionRef<void(const ServerSentEvent &)>;

    enum class State
    {
        Reading,
        Ended,
        Overflowed
    };
    enum class OpenLine
    {
        None,    // the next byte begins a line
        Kept,    // its bytes so far are in m_line
        Ignored, // it cannot matter; its bytes are dropped
    };

    void feedTo(QByteArrayView bytes, EventSink sink);
    const char *skipByteOrderMark(const char *at, const char *end);
    bool endLine(QByteArrayView chunkPart, bool nonAscii, EventSink sink);
    void processLine(QByteArrayView line, bool nonAscii, QByteArray *owner);
    void processData(QByteArrayView value, QByteArray *owner);
    void processId(QByteArrayView value);
    void processRetry(QByteArrayView value);
    bool dispatch(EventSink sink);
    void keepOpenLine(QByteArrayView chunkPart, bool nonAscii);
    bool passesLimit(qsizetype lineBytes)
    {
        if (dataBytes() + lineBytes <= m_maxEventBytes)
            return false;
        end(State::Overflowed);
        return true;
    }
    qsizetype dataBytes() const { return m_hasData ? m_data.view().size() + 1 : 0; }
    void end(State state);

    qsizetype m_maxEventBytes;
    State m_state = State::Reading;
    quint32 m_streamCount = 0; // tells feedTo() that a callback called reset()
    int m_matchedBomBytes = 0; // 3: the start of the stream is over

    OpenLine m_openLine = OpenLine::None;
    bool m_openLineNonAscii = false;
    bool m_skipLineFeed = false; // after CR: a following LF belongs to the same line end
    QByteArray m_line;
    QByteArray m_repaired; // scratch, kept for its memory

    bool m_hasData = false; // the data buffer of the specification is not empty: it ends in a line feed
    FieldBuffer m_data;     // without that line feed
    FieldBuffer m_type;
    QByteArray m_idBuffer;
    QByteArray m_idString;
    bool m_idIsCommitted = true; // the two are the same
    QByteArray m_retryDigits;
};

} // namespace runnel
