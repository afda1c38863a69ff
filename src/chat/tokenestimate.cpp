// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "chat/tokenestimate.h"

#include <QtGlobal>

namespace runnel {

namespace {

/// What a run of characters is made of; roughly where byte pair encoders split first.
enum class Run
{
    None,
    Letters,
    Cyrillic,
    Digits,
    Punctuation,
    Spaces,
    LineEnds,
    Other
};

// Hundredths of a token: fitted, see docs/technotes/token-estimate.md.
namespace weight {
constexpr int word = 88;     // a run of Latin letters
constexpr int longWord = 51; // each letter of it from the seventh on
constexpr int hump = 65;     // a capital after a small letter, as in camelCase
constexpr int digit = 102;
constexpr int punctuation = 61;
constexpr int repeated = 7;  // the same sign again
constexpr int lineEnds = 42; // a run of them
constexpr int indent = 123;  // a run of two blanks or more; a single one belongs to the word after it
constexpr int accented = 80; // beyond the word's own weight
constexpr int cyrillicWord = 107;
constexpr int cyrillic = 27;
constexpr int greek = 66;
constexpr int hebrew = 78;
constexpr int arabic = 52;
constexpr int indic = 76;
constexpr int thai = 55;
constexpr int hangul = 89;
constexpr int han = 71;
constexpr int kana = 66;
constexpr int wideSign = 128;  // U+3000 and the full-width forms
constexpr int surrogate = 118; // half of an emoji or a rare ideograph
constexpr int other = 52;
} // namespace weight

constexpr bool isWithin(char16_t c, char16_t first, char16_t last)
{
    return c >= first && c <= last;
}

/// The weight of a letter that counts by itself, in a script where words are of no account.
constexpr int weightAlone(char16_t c)
{
    if (isWithin(c, 0x4e00, 0x9fff) || isWithin(c, 0x3400, 0x4dff) || isWithin(c, 0xf900, 0xfaff))
        return weight::han;
    if (isWithin(c, 0x3040, 0x30ff))
        return weight::kana;
    if (isWithin(c, 0xac00, 0xd7af) || isWithin(c, 0x1100, 0x11ff))
        return weight::hangul;
    if (isWithin(c, 0x3000, 0x303f) || isWithin(c, 0xff00, 0xffef))
        return weight::wideSign;
    if (isWithin(c, 0xd800, 0xdfff))
        return weight::surrogate;
    if (isWithin(c, 0x0370, 0x03ff))
        return weight::greek;
    if (isWithin(c, 0x0590, 0x05ff))
        return weight::hebrew;
    if (isWithin(c, 0x0600, 0x077f))
        return weight::arabic;
    if (isWithin(c, 0x0900, 0x0dff))
        return weight::indic;
    if (isWithin(c, 0x0e00, 0x0e7f))
        return weight::thai;
    return weight::other;
}

/// Adds up the weights of a text's characters, each seen with the one before it.
class Scale final
{
public:
    void add(char16_t c)
    {
        if (c < 0x80)
            addAscii(c);
        else if (c < 0x250 || isWithin(c, 0x1e00, 0x1eff))
            addLetter(weight::accented);
        else if (isWithin(c, 0x400, 0x52f))
            enter(Run::Cyrillic, weight::cyrillicWord, weight::cyrillic);
        else
            enter(Run::Other, 0, weightAlone(c));
        m_previous = c;
    }

    qint64 hundredths() const { return m_hundredths; }

private:
    void addAscii(char16_t c)
    {
        if (isWithin(c, 'a', 'z'))
            addLetter(0);
        else if (isWithin(c, 'A', 'Z'))
            addCapital();
        else if (c == ' ' || c == '\t')
            enter(Run::Spaces, 0, m_run == Run::Spaces && m_length == 1 ? weight::indent : 0);
        else if (c == '\n' || c == '\r')
            enter(Run::LineEnds, weight::lineEnds, 0);
        else if (isWithin(c, '0', '9'))
            enter(Run::Digits, 0, weight::digit);
        else
            enter(Run::Punctuation, 0,
                m_run == Run::Punctuation && c == m_previous ? weight::repeated : weight::punctuation);
    }

    void addCapital()
    {
        if (m_run != Run::Letters || isWithin(m_previous, 'A', 'Z')) {
            addLetter(0);
            return;
        }
        m_length = 1;
        m_hundredths += weight::hump;
    }

    void addLetter(int extra)
    {
        enter(Run::Letters, weight::word, extra);
        if (m_length > 6 && extra == 0)
            m_hundredths += weight::longWord;
    }

    void enter(Run run, int firstWeight, int eachWeight)
    {
        if (run == m_run) {
            ++m_length;
        } else {
            m_run = run;
            m_length = 1;
            m_hundredths += firstWeight;
        }
        m_hundredths += eachWeight;
    }

    qint64 m_hundredths = 0;
    Run m_run = Run::None;
    qsizetype m_length = 0; // of the run, or since the last hump
    char16_t m_previous = 0;
};

} // namespace

qint64 estimatedTokens(QStringView text)
{
    Scale scale;
    for (const QChar c : text)
        scale.add(c.unicode());
    return (scale.hundredths() + 99) / 100;
}

} // namespace runnel
