// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringView>

#include <algorithm>

namespace runnel {

/// A formula as it stands in the text.
struct Formula
{
    QString tex;
    QString source;      ///< with its delimiters, for where it turns out to be code
    qsizetype start = 0; ///< of source, in the text that was searched
    bool isDisplay = false;
    bool isBlock = false; ///< stands alone, as a leaf of its own
};

/// Text in which each formula is a mask: characters that mean nothing to Markdown and behave like a letter.
/// md4c would take "\(" for an escape, and its own dollar rule takes "$5 and $10" for a formula.
struct MaskedText
{
    QString text;
    QList<Formula> formulas;     ///< in order of their masks' numbers, from firstNumber
    bool hasOpenFormula = false; ///< a delimiter still waits for its other half
};

enum class OpenFormula
{
    IsText,    ///< an opening delimiter without its other half is text
    IsFormula, ///< it is a formula up to the end: the text is still growing
};

/// Masks $…$, $$…$$, \(…\) and \[…\] outside code spans, numbered from @p firstNumber. One dollar
/// opens only before a character that is no space and not after a letter or digit; the next dollar closes
/// only after a character that is no space and not before a letter or digit. Linear in @p text.
MaskedText maskFormulas(QStringView text, qsizetype firstNumber, OpenFormula open);

/// The mask of number @p number.
QString formulaMask(qsizetype number);

/// Calls @p onText(QStringView) and @p onFormula(const Formula &) for the parts of @p masked.
template <typename OnText, typename OnFormula>
void forEachPart(QStringView masked, const QList<Formula> &formulas, OnText &&onText, OnFormula &&onFormula)
{
    while (!masked.isEmpty()) {
        const qsizetype start = masked.indexOf(QChar(u'\ufdd0'));
        if (start < 0) {
            onText(masked);
            return;
        }
        if (start > 0)
            onText(masked.first(start));
        qsizetype number = 0;
        qsizetype at = start + 1;
        for (; at < masked.size() && masked.at(at) != u'\ufde1'; ++at)
            number = number * 16 + (masked.at(at).unicode() - 0xfdd1);
        if (number < formulas.size())
            onFormula(formulas.at(number));
        masked = masked.sliced(std::min(at + 1, masked.size()));
    }
}

} // namespace runnel
