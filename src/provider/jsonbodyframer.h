// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sse/functionref.h"
#include "sse/ndjsonframer.h"

#include <QByteArray>
#include <QByteArrayView>

namespace runnel {

/// Splits a body of JSON into its payloads, as they arrive: the lines of newline-delimited JSON, the
/// elements of an array (Gemini streams one), or one document that is whole only at the end.
///
/// A first line that is a whole object tells lines from a document that is spread over several. Payloads
/// come out as valid UTF-8, by U+FFFD where they are not. Any split of the bytes gives the same payloads.
/// Knows where values begin and end, nothing of what they say.
class JsonBodyFramer final
{
public:
    /// @p maxPayloadBytes bounds a line, but for the first, or an element; see overflowed(). A document is
    /// bounded by whoever bounds the body.
    explicit JsonBodyFramer(qsizetype maxPayloadBytes);

    using Sink = FunctionRef<void(QByteArrayView)>;

    /// Takes the next bytes; the first of all is '{' or '['. Gives each payload that they complete to
    /// @p sink, in order. Nothing after an overflow.
    void feed(QByteArrayView bytes, Sink sink);

    /// The end of the body. Gives the last line that has no line end, or the element that was cut, to
    /// @p sink. Returns what may be the whole answer instead: a document, or a first element that was cut;
    /// else nothing.
    QByteArray end(Sink sink);

    bool overflowed() const { return m_overflowed || m_lines.overflowed(); }

private:
    enum class Shape
    {
        Undecided, // an object whose first line is open
        Document,
        Lines,
        Array,
        Ended // behind the end of the array
    };

    /// Follows a JSON text and knows what is open.
    struct Nesting
    {
        int depth = 0;
        bool inString = false;
        bool isEscaped = false;

        void take(char c);
        bool isOpen() const { return depth > 0 || inString; }
    };

    void feedUndecided(QByteArrayView bytes, Sink sink);
    void feedArray(QByteArrayView bytes, Sink sink);
    void deliverElement(QByteArrayView tail, Sink sink);

    const qsizetype m_maxPayloadBytes;
    Shape m_shape = Shape::Undecided;
    bool m_hasBegun = false;
    bool m_hasElements = false;
    bool m_overflowed = false;
    Nesting m_nesting;
    QByteArray m_open; // what is not complete: the document, the first line, an element
    NdjsonFramer m_lines;
};

} // namespace runnel
