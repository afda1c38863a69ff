// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "sse/functionref.h"

#include <QByteArray>
#include <QByteArrayView>

namespace runnel {

/// Turns the bytes of a newline-delimited JSON stream into its lines, as they arrive.
///
/// A line ends with LF; one CR before it belongs to the end. Lines of nothing but white space are skipped.
/// A line comes out as valid UTF-8, U+FFFD for each maximal ill-formed part, since JSON parsers refuse a
/// whole text for one broken byte. Any split of the input gives the same lines. Knows nothing of JSON.
///
/// A callback may read the framer and may call reset(): what is left of the bytes being fed is then dropped
/// with the stream they belong to, and the line's view ends. It must not feed, end or destroy the framer.
class NdjsonFramer final
{
public:
    static constexpr qsizetype defaultMaxLineBytes = 32 * 1024 * 1024;

    /// @p maxLineBytes bounds one line without its LF; see overflowed().
    explicit NdjsonFramer(qsizetype maxLineBytes = defaultMaxLineBytes);

    /// Takes the next bytes of the stream and calls @p onLine(QByteArrayView) for each line they complete, in
    /// order. The view holds until the callback returns. After an overflow or an end of stream, does nothing
    /// until reset().
    template <typename Callback> void feed(QByteArrayView bytes, Callback &&onLine) { feedTo(bytes, onLine); }

    /// The end of the stream, where the last line may lack its LF.
    template <typename Callback> void flush(Callback &&onLine)
    {
        feedTo("\n", onLine);
        finish();
    }

    /// The end of the stream, where a line without LF is taken as cut off and discarded.
    void finish();

    /// Makes ready for another stream.
    void reset();

    /// Whether a line passed the limit: it was discarded, all lines before it were delivered, and nothing
    /// comes any more until reset().
    bool overflowed() const { return m_state == State::Overflowed; }
    qsizetype maxLineBytes() const { return m_maxLineBytes; }

private:
    using LineSink = FunctionRef<void(QByteArrayView)>;

    enum class State
    {
        Reading,
        Ended,
        Overflowed
    };

    void feedTo(QByteArrayView bytes, LineSink sink);
    bool passesLimit(qsizetype lineBytes);
    void deliver(QByteArrayView line, LineSink sink);
    void end(State state);

    qsizetype m_maxLineBytes;
    State m_state = State::Reading;
    quint32 m_streamCount = 0; // tells feedTo() that a callback called reset()
    QByteArray m_line;         // the line that earlier bytes left open
    QByteArray m_repaired;     // scratch, kept for its memory
};

/// Appends @p json and LF to @p out. Error: InvalidInput if @p json has a line end in it or is nothing but
/// white space, for no reader would give it back; @p out is unchanged.
Result<void> appendNdjsonLine(QByteArrayView json, QByteArray &out);

} // namespace runnel
