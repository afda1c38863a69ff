// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "markup/block.h"
#include "markup/blockscanner.h"
#include "markup/mathmask.h"

#include <QList>
#include <QString>

namespace runnel {

/// What md4c is to see in place of a part of the whole text.
struct SourceEdit
{
    Formula formula; ///< its mask, if it has a source
    QString text;    ///< otherwise this
    qsizetype sourceStart = 0;
    qsizetype sourceEnd = 0;
};

/// How a leaf is to be shown now, beside how it was shown last.
struct LeafView
{
    Block::Kind kind = Block::Kind::Paragraph;
    QString target;
    qsizetype keptLength = 0; ///< of the text shown last: cannot differ
    qsizetype keptSpanCount = 0;
    InlineText tail;         ///< what follows, with offsets from keptLength
    bool isAppended = false; ///< tail is only text to add to all that was shown last
};

/// The text of one open paragraph, heading, table or formula, as far as it can still change.
///
/// Text settles at a blank before which no delimiter waits for its other half: looked for when 256, 512, 1024
/// … characters are unsettled, so that the work is linear. What is unsettled is parsed anew each time it is
/// shown, up to eagerLength characters; of more than that only what stands before a boundary is, and the rest
/// is shown as it is written. The boundary moves in steps of 1/16 to 1/8 of the length. So one more token
/// costs at most the parse of eagerLength characters, and beyond them, on average, that of 16 characters for
/// each it brings. All bounds are counted in the text: they do not depend on how it was split.
class LeafContent final
{
public:
    static constexpr qsizetype eagerLength = 2048;

    /// @p edits, which outlives the leaf, gets the formulas as they settle.
    LeafContent(LeafKind kind, QList<SourceEdit> &edits);

    void becomeHeading() { m_kind = LeafKind::Heading; }
    void becomeTable(qsizetype columnCount);

    void addLine(QStringView text, qsizetype sourceOffset);
    void extendLine(QStringView text, qsizetype sourceOffset);

    /// The leaf is one formula, ending before @p sourceEnd.
    void endFormula(qsizetype sourceEnd);

    /// Settles all: nothing more comes.
    void close();

    /// Whether the next line says so much about the leaf that it is not shown: it looks like a table's
    /// header.
    bool isWithheld() const;

    LeafView takeView();

    /// How many lines md4c 0.4.8 looks at for the brackets of this leaf.
    double lookupCount() const { return double(m_lineCount) * double(m_bracketCount); }

private:
    struct Segment
    {
        qsizetype textOffset;
        qsizetype sourceOffset;
    };

    QStringView unsettled() const { return QStringView(m_text).sliced(m_start); }
    void settleParts();
    bool settlePart(qsizetype length);
    void settle(const InlineText &content);
    InlineText parsed(QStringView text, OpenFormula open);
    InlineText parsedForClose(qsizetype length);
    void place(const QList<Formula> &formulas, qsizetype offset);
    qsizetype sourceOffset(qsizetype textOffset) const;
    LeafView boundedView(qsizetype boundary);
    QString formulaText() const;

    LeafKind m_kind;
    QList<SourceEdit> &m_edits;
    qsizetype m_firstEdit; // of this leaf
    QString m_text;
    qsizetype m_start = 0; // from here on unsettled
    QList<Segment> m_segments;
    int m_lineCount = 0;
    qsizetype m_bracketCount = 0;
    qsizetype m_nextAttempt = firstAttempt;
    qsizetype m_columnCount = 0;
    bool m_isRowSettled = false; // of a table: the last one
    bool m_isFormula = false;    // complete
    bool m_isClosed = false;
    bool m_hasSettled = false;
    InlineText m_settled;        // since the last view
    qsizetype m_shownLength = 0; // settled, in views taken
    qsizetype m_shownSpanCount = 0;
    qsizetype m_boundary = -1;    // of the last view, in m_text; -1 where there was none
    qsizetype m_viewedLength = 0; // of m_text
    Block m_closed;               // kind, target and content of a leaf that was short enough for one parse

    static constexpr qsizetype firstAttempt = 256;
};

} // namespace runnel
