// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/mathmask.h"

#include <array>

namespace runnel {

namespace {

constexpr qsizetype maxBackticks = 32; // as md4c: a longer run is text

bool isBlank(QStringView text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.isSpace(); });
}

class FormulaScanner final
{
public:
    FormulaScanner(QStringView text, qsizetype firstNumber, OpenFormula open)
        : m_text(text), m_firstNumber(firstNumber), m_open(open)
    {
    }

    MaskedText scan()
    {
        while (m_at < m_text.size()) {
            switch (m_text.at(m_at).unicode()) {
            case u'\\':
                backslash();
                break;
            case u'`':
                backticks();
                break;
            case u'$':
                dollars();
                break;
            default:
                ++m_at;
            }
        }
        m_result.text += m_text.sliced(m_done);
        return std::move(m_result);
    }

private:
    QChar charAt(qsizetype at) const { return at < m_text.size() ? m_text.at(at) : QChar(); }

    qsizetype runLength(qsizetype at) const
    {
        qsizetype end = at;
        while (end < m_text.size() && m_text.at(end) == m_text.at(at))
            ++end;
        return end - at;
    }

    void backslash()
    {
        if (charAt(m_at + 1) == u'(')
            delimited(QStringLiteral("\\)"), false, m_noParenthesis);
        else if (charAt(m_at + 1) == u'[')
            delimited(QStringLiteral("\\]"), true, m_noBracket);
        else
            m_at += 2;
    }

    // A code span is nearer than a formula: what it holds is skipped.
    void backticks()
    {
        const qsizetype length = runLength(m_at);
        m_at += length;
        if (length > maxBackticks || m_noBackticks[size_t(length)])
            return;
        for (qsizetype at = m_text.indexOf(u'`', m_at); at >= 0; at = m_text.indexOf(u'`', at)) {
            const qsizetype found = runLength(at);
            at += found;
            if (found == length) {
                m_at = at;
                return;
            }
        }
        m_noBackticks[size_t(length)] = true;
    }

    void dollars()
    {
        const qsizetype length = runLength(m_at);
        if (length == 2)
            delimited(QStringLiteral("$$"), true, m_noDollars);
        else if (length == 1)
            dollar();
        else
            m_at += length;
    }

    // Opening and closing delimiters are two characters each.
    void delimited(const QString &closing, bool isDisplay, bool &isKnownOpen)
    {
        const qsizetype start = m_at;
        const qsizetype end = isKnownOpen ? -1 : m_text.indexOf(closing, start + 2);
        const QStringView tex = m_text.sliced(start + 2, (end < 0 ? m_text.size() : end) - start - 2);
        isKnownOpen = end < 0;
        if (end < 0) {
            m_result.hasOpenFormula = true;
            if (m_open == OpenFormula::IsFormula && !isBlank(tex))
                take(start, tex, isDisplay, m_text.size());
            else
                m_at += 2;
        } else if (isBlank(tex)) {
            m_at = end + 2;
        } else {
            take(start, tex, isDisplay, end + 2);
        }
    }

    void dollar()
    {
        const qsizetype start = m_at++;
        const bool mayOpen = (start == 0 || !m_text.at(start - 1).isLetterOrNumber()) && m_at < m_text.size()
            && !m_text.at(m_at).isSpace();
        if (!mayOpen)
            return;
        qsizetype end = m_at;
        while (end < m_text.size() && m_text.at(end) != u'$')
            end += m_text.at(end) == u'\\' ? 2 : 1;
        if (end >= m_text.size()) {
            m_result.hasOpenFormula = true;
            return;
        }
        if (!m_text.at(end - 1).isSpace() && charAt(end + 1) != u'$' && !charAt(end + 1).isLetterOrNumber())
            take(start, m_text.sliced(m_at, end - m_at), false, end + 1);
    }

    void take(qsizetype start, QStringView tex, bool isDisplay, qsizetype end)
    {
        m_result.text += m_text.sliced(m_done, start - m_done);
        m_result.text += formulaMask(m_firstNumber + m_result.formulas.size());
        m_result.formulas.append({tex.trimmed().toString(), m_text.sliced(start, end - start).toString(),
            start, isDisplay, false});
        m_at = m_done = end;
    }

    QStringView m_text;
    qsizetype m_firstNumber;
    OpenFormula m_open;
    qsizetype m_at = 0;
    qsizetype m_done = 0; // up to here the result has it
    // No other half stands behind m_at: found once, so that the search stays linear.
    bool m_noParenthesis = false;
    bool m_noBracket = false;
    bool m_noDollars = false;
    std::array<bool, maxBackticks + 1> m_noBackticks = {};
    MaskedText m_result;
};

} // namespace

MaskedText maskFormulas(QStringView text, qsizetype firstNumber, OpenFormula open)
{
    return FormulaScanner(text, firstNumber, open).scan();
}

QString formulaMask(qsizetype number)
{
    QString digits;
    for (qsizetype rest = number; rest > 0 || digits.isEmpty(); rest /= 16)
        digits.prepend(QChar(char16_t(0xfdd1 + rest % 16)));
    return QChar(u'\ufdd0') + digits + QChar(u'\ufde1');
}

} // namespace runnel
