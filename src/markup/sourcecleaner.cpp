// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/sourcecleaner.h"

#include <algorithm>
#include <utility>

namespace runnel {

QChar harmless(QChar c)
{
    const char16_t code = c.unicode();
    const bool isHarmful = code == 0 || (code >= 0x202a && code <= 0x202e)
        || (code >= 0x2066 && code <= 0x2069) || code == 0xfdd0;
    return isHarmful ? QChar(QChar::ReplacementCharacter) : c;
}

void SourceCleaner::append(QStringView piece, QString &text)
{
    // The one allocation; grown by QString in proportion, since reserve() would fix the capacity.
    if (text.capacity() - text.size() < piece.size())
        text.reserve(std::max(text.size() + piece.size(), 2 * text.capacity()));
    for (const QChar c : piece) {
        if (!m_highSurrogate.isNull()) {
            const QChar high = std::exchange(m_highSurrogate, QChar());
            if (c.isLowSurrogate()) {
                text += high;
                text += c;
                continue;
            }
            text += QChar(QChar::ReplacementCharacter);
        }
        const bool isSecondOfPair = std::exchange(m_skipLineFeed, c == u'\r') && c == u'\n';
        if (isSecondOfPair)
            continue;
        if (c.isHighSurrogate())
            m_highSurrogate = c;
        else if (c.isLowSurrogate())
            text += QChar(QChar::ReplacementCharacter);
        else
            text += c == u'\r' ? QChar(u'\n') : harmless(c);
    }
}

void SourceCleaner::finish(QString &text)
{
    if (!std::exchange(m_highSurrogate, QChar()).isNull())
        text += QChar(QChar::ReplacementCharacter);
}

} // namespace runnel
