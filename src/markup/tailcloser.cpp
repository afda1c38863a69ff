// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/tailcloser.h"

#include "markup/blanks.h"

#include <QVarLengthArray>

#include <algorithm>
#include <array>

namespace runnel {

namespace {

constexpr qsizetype maxBackticks = 32; // as md4c: a longer run is text

bool isPunctuation(QChar c)
{
    return c.isPunct() || c.isSymbol();
}

bool isDelimiter(QChar c)
{
    return c == u'*' || c == u'_' || c == u'~' || c == u'`';
}

// A character that is not there counts as a space (CommonMark 6.2).
QChar charAt(QStringView text, qsizetype at)
{
    return at >= 0 && at < text.size() ? text.at(at) : QChar(u' ');
}

// "&am": an entity whose end is not there yet.
bool isHalfEntity(QStringView text)
{
    return text.size() < 12 && std::all_of(text.begin() + 1, text.end(), [](QChar c) {
        return c.isLetterOrNumber() || c == u'#';
    });
}

// Without the marker at the end whose meaning the next character decides.
QStringView withoutHalfTyped(QStringView text)
{
    qsizetype end = text.size();
    while (end > 0 && isDelimiter(text.at(end - 1)))
        --end;
    if (end > 0 && text.at(end - 1) == u'!' && (end == 1 || text.at(end - 2).isSpace()))
        --end;
    else if (end > 0
        && (text.at(end - 1) == u'\\' || text.at(end - 1) == u'[' || text.at(end - 1) == u'<'
            || text.at(end - 1) == u'$'))
        --end;
    if (end > 0 && text.at(end - 1) == u'!' && end < text.size() && text.at(end) == u'[')
        --end;
    text = text.first(end);
    const qsizetype ampersand = text.lastIndexOf(u'&');
    if (ampersand >= 0 && isHalfEntity(text.sliced(ampersand)))
        text = text.first(ampersand);
    return withoutBlanks(text);
}

class TailCloser final
{
public:
    explicit TailCloser(QStringView text) : m_text(text), m_end(text.size()) { }

    QString close()
    {
        while (m_at < m_end) {
            const QChar c = m_text.at(m_at);
            if (c == u'\\')
                m_at += 2;
            else if (c == u'`')
                backticks();
            else if (c == u'*' || c == u'_' || c == u'~')
                emphasis(c);
            else if (c == u'[')
                bracket();
            else if (c == u']')
                closingBracket();
            else
                ++m_at;
        }
        return closed();
    }

private:
    struct Open
    {
        QChar c;
        qsizetype count;
        qsizetype at;
    };

    qsizetype runLength(qsizetype at) const
    {
        qsizetype end = at;
        while (end < m_text.size() && m_text.at(end) == m_text.at(at))
            ++end;
        return end - at;
    }

    void backticks()
    {
        const qsizetype start = m_at;
        const qsizetype length = runLength(start);
        m_at += length;
        if (length > maxBackticks)
            return;
        if (!m_isOpen[size_t(length)]) {
            for (qsizetype at = m_text.indexOf(u'`', m_at); at >= 0; at = m_text.indexOf(u'`', at)) {
                const qsizetype found = runLength(at);
                at += found;
                if (found == length) {
                    m_at = at;
                    return;
                }
            }
            m_isOpen[size_t(length)] = true;
        }
        if (m_text.size() - start > maxOpenLength || m_at >= m_end)
            return;
        m_closing = QString(length, u'`'); // code takes all that follows
        m_at = m_end;
    }

    void emphasis(QChar c)
    {
        qsizetype length = runLength(m_at);
        const QChar before = charAt(m_text, m_at - 1);
        const QChar after = charAt(m_text, m_at + length);
        // CommonMark 6.2: left-flanking and right-flanking delimiter runs.
        const bool isLeft
            = !after.isSpace() && (!isPunctuation(after) || before.isSpace() || isPunctuation(before));
        const bool isRight
            = !before.isSpace() && (!isPunctuation(before) || after.isSpace() || isPunctuation(after));
        const bool mayOpen = isLeft && (c != u'_' || !isRight || isPunctuation(before));
        const bool mayClose = isRight && (c != u'_' || !isLeft || isPunctuation(after));
        const qsizetype at = m_at;
        m_at += length;
        if (c == u'~' && length > 2)
            return;
        for (qsizetype i = m_stack.size() - 1; mayClose && length > 0 && i >= 0; --i) {
            if (m_stack[i].c == u'[')
                break; // emphasis does not cross the edge of a link
            if (m_stack[i].c != c || (c == u'~' && m_stack[i].count != length))
                continue;
            const qsizetype count = std::min(length, m_stack[i].count);
            length -= count;
            m_stack[i].count -= count;
            m_stack.resize(m_stack[i].count > 0 ? i + 1 : i);
        }
        if (mayOpen && length > 0 && m_text.size() - at <= maxOpenLength)
            m_stack.append({c, length, at});
    }

    void bracket()
    {
        const bool mayOpen = !charAt(m_text, m_at - 1).isLetterOrNumber()
            && !charAt(m_text, m_at + 1).isSpace() && m_text.size() - m_at <= maxOpenLength;
        if (mayOpen)
            m_stack.append({u'[', 1, m_at});
        ++m_at;
    }

    void closingBracket()
    {
        qsizetype opening = m_stack.size() - 1;
        while (opening >= 0 && m_stack[opening].c != u'[')
            --opening;
        const qsizetype next = m_at + 1;
        if (opening < 0 || (next < m_end && m_text.at(next) != u'(')) {
            if (opening >= 0)
                m_stack.erase(m_stack.begin() + opening);
            ++m_at;
            return;
        }
        const qsizetype end = next < m_end ? endOfTarget(next + 1) : -1;
        if (end < 0) { // the target is still to come: what there is of it is left out
            m_end = m_at;
            return;
        }
        m_stack.resize(opening);
        m_at = end;
    }

    qsizetype endOfTarget(qsizetype at) const
    {
        for (int depth = 0; at < m_end; ++at) {
            const QChar c = m_text.at(at);
            if (c == u'\\')
                ++at;
            else if (c == u'(')
                ++depth;
            else if (c == u')' && depth-- == 0)
                return at + 1;
        }
        return -1;
    }

    QString closed()
    {
        QString text = m_text.first(m_end).toString();
        if (m_closing.isEmpty())
            text = withoutBlanks(text).toString();
        text += m_closing;
        // A link holds no link: of several open brackets the outermost is taken for one.
        qsizetype outermost = 0;
        while (outermost < m_stack.size() && m_stack[outermost].c != u'[')
            ++outermost;
        for (qsizetype i = m_stack.size() - 1; i >= 0; --i) {
            if (m_stack[i].c != u'[')
                text += QString(m_stack[i].count, m_stack[i].c);
            else if (i == outermost)
                text += QStringLiteral("](<>)");
        }
        return text;
    }

    QStringView m_text;
    qsizetype m_end;
    qsizetype m_at = 0;
    QVarLengthArray<Open, 16> m_stack;
    std::array<bool, maxBackticks + 1> m_isOpen = {};
    QString m_closing;
};

} // namespace

QString closedTail(QStringView masked)
{
    return TailCloser(withoutHalfTyped(withoutBlanks(masked))).close();
}

} // namespace runnel
