// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/jsonbodyframer.h"

#include "sse/utf8repair.h"

#include <utility>

namespace runnel {

namespace {

QByteArray repaired(const QByteArray &bytes)
{
    if (bytes.isValidUtf8())
        return bytes;
    QByteArray valid;
    appendRepairedUtf8(bytes, valid);
    return valid;
}

} // namespace

void JsonBodyFramer::Nesting::take(char c)
{
    if (inString) {
        if (isEscaped)
            isEscaped = false;
        else if (c == '\\')
            isEscaped = true;
        else if (c == '"')
            inString = false;
        return;
    }
    switch (c) {
    case '"':
        inString = true;
        break;
    case '{':
    case '[':
        ++depth;
        break;
    case '}':
    case ']':
        --depth;
        break;
    default:
        break;
    }
}

JsonBodyFramer::JsonBodyFramer(qsizetype maxPayloadBytes)
    : m_maxPayloadBytes(maxPayloadBytes), m_lines(maxPayloadBytes)
{
}

void JsonBodyFramer::feed(QByteArrayView bytes, Sink sink)
{
    if (bytes.isEmpty() || overflowed())
        return;
    if (!std::exchange(m_hasBegun, true) && bytes.front() == '[') {
        m_shape = Shape::Array;
        bytes = bytes.sliced(1);
    }
    switch (m_shape) {
    case Shape::Undecided:
        feedUndecided(bytes, sink);
        return;
    case Shape::Document:
        m_open += bytes;
        return;
    case Shape::Lines:
        m_lines.feed(bytes, sink);
        return;
    case Shape::Array:
        feedArray(bytes, sink);
        return;
    case Shape::Ended:
        return;
    }
}

void JsonBodyFramer::feedUndecided(QByteArrayView bytes, Sink sink)
{
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        if (bytes[i] != '\n') {
            m_nesting.take(bytes[i]);
            continue;
        }
        if (m_nesting.isOpen()) {
            m_shape = Shape::Document;
            break;
        }
        m_shape = Shape::Lines;
        m_open += bytes.first(i);
        sink(repaired(std::exchange(m_open, QByteArray()).trimmed()));
        m_lines.feed(bytes.sliced(i + 1), sink);
        return;
    }
    m_open += bytes;
}

void JsonBodyFramer::feedArray(QByteArrayView bytes, Sink sink)
{
    qsizetype begin = 0;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        const bool wasOpen = m_nesting.isOpen();
        if (!wasOpen && (c == ',' || c == ']')) {
            deliverElement(bytes.sliced(begin, i - begin), sink);
            begin = i + 1;
            if (c == ']') {
                m_shape = Shape::Ended;
                return;
            }
            continue;
        }
        m_nesting.take(c);
        if (wasOpen && !m_nesting.isOpen()) {
            // Given at its last byte, not at the comma, which comes with the next one.
            deliverElement(bytes.sliced(begin, i + 1 - begin), sink);
            begin = i + 1;
        }
    }
    m_open += bytes.sliced(begin);
    m_overflowed = m_open.size() > m_maxPayloadBytes;
}

void JsonBodyFramer::deliverElement(QByteArrayView tail, Sink sink)
{
    if (m_overflowed)
        return;
    m_open += tail;
    m_overflowed = m_open.size() > m_maxPayloadBytes;
    const QByteArray element = std::exchange(m_open, QByteArray()).trimmed();
    if (element.isEmpty() || m_overflowed)
        return;
    m_hasElements = true;
    sink(repaired(element));
}

QByteArray JsonBodyFramer::end(Sink sink)
{
    const Shape shape = std::exchange(m_shape, Shape::Ended);
    if (overflowed())
        return {};
    if (shape == Shape::Lines) {
        m_lines.flush(sink);
        return {};
    }
    const QByteArray rest = repaired(std::exchange(m_open, QByteArray()).trimmed());
    if (shape != Shape::Array || !m_hasElements)
        return rest;
    if (!rest.isEmpty())
        sink(rest);
    return {};
}

} // namespace runnel
