// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "markup/block.h"
#include "markup/mathmask.h"

#include <md4c.h>

namespace runnel {

/// Collects md4c's spans and text into an InlineText, with the link policy applied and formulas unmasked.
class InlineBuilder final
{
public:
    /// @p formulas outlives the builder.
    explicit InlineBuilder(const QList<Formula> &formulas) : m_formulas(formulas) { }

    void enterSpan(MD_SPANTYPE type, const void *detail);
    void leaveSpan(MD_SPANTYPE type);
    void addText(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size);

    /// Text that did not pass md4c, in the style that holds.
    void addPlain(QStringView text);

    qsizetype length() const { return m_content.text.size(); }

    /// What was collected; the builder is as new. For a paragraph, @p block becomes an image or a formula if
    /// there is nothing else in it.
    void takeParagraph(Block &block);
    InlineText takeContent();

    /// The whole is one formula that stands alone (Formula::isBlock).
    bool isFormulaBlock() const { return m_isFormulaBlock; }

    /// How many formulas with Formula::isBlock came by so far, wherever.
    qsizetype formulaBlockCount() const { return m_formulaBlockCount; }

    /// UTF-16 code units of link targets so far; a text can refer to one long definition very often.
    qsizetype targetLength() const { return m_targetLength; }

    /// An attribute as text, its formulas as they were written.
    QString attributeText(const MD_ATTRIBUTE &attribute) const;

private:
    void addFormula(const Formula &formula);
    void addStyled(QStringView text, InlineStyles extra, bool isMergeable = true);
    void enterLink(const MD_ATTRIBUTE &attribute);
    void enterImage(const MD_ATTRIBUTE &attribute);
    void leaveImage();

    const QList<Formula> &m_formulas;
    InlineText m_content;
    InlineStyles m_linkStyle;
    QString m_target;
    QString m_image;
    qsizetype m_imageStart = 0;
    qsizetype m_alternativeEnd = 0;
    qsizetype m_targetLength = 0;
    qsizetype m_formulaBlockCount = 0;
    int m_emphasisDepth = 0;
    int m_strongDepth = 0;
    int m_strikethroughDepth = 0;
    int m_imageDepth = 0;
    int m_imageCount = 0;
    int m_formulaCount = 0;
    bool m_isCode = false;
    bool m_isInLink = false;
    bool m_hasOther = false; // something that is neither image nor formula
    bool m_isFormulaBlock = false;
};

/// "&amp;" and its kin as the characters they stand for; what is no entity stays as it is.
QString entityText(QByteArrayView entity);

} // namespace runnel
