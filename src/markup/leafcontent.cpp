// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/leafcontent.h"

#include "markup/blanks.h"
#include "markup/blockmarkers.h"
#include "markup/inlineparser.h"
#include "markup/tailcloser.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace runnel {

namespace {

void append(InlineText &content, const InlineText &more)
{
    const qsizetype offset = content.text.size();
    content.text += more.text;
    for (InlineSpan span : more.spans) {
        span.offset += offset;
        content.spans.append(std::move(span));
    }
}

QString plain(QStringView text)
{
    QString shown = text.toString();
    std::replace_if(shown.begin(), shown.end(), isBlankOrLineEnd, QChar(u' '));
    return shown;
}

// Whether a delimiter was left over as text that a later one could still make use of.
bool hasLooseDelimiter(const InlineText &content)
{
    const InlineStyles opaque = InlineStyle::Code | InlineStyle::InlineMath | InlineStyle::DisplayMath;
    auto span = content.spans.cbegin();
    const QStringView text = content.text;
    for (qsizetype at = 0; at < text.size(); ++at) {
        while (span != content.spans.cend() && span->offset + span->length <= at)
            ++span;
        if (span != content.spans.cend() && span->offset <= at && (span->styles & opaque)) {
            at = span->offset + span->length - 1;
            continue;
        }
        const QChar c = text.at(at);
        const bool isWithinWord = c == u'_' && at > 0 && at + 1 < text.size()
            && text.at(at - 1).isLetterOrNumber() && text.at(at + 1).isLetterOrNumber();
        if (QStringView(u"*_~`[$").contains(c) && !isWithinWord)
            return true;
    }
    return false;
}

} // namespace

LeafContent::LeafContent(LeafKind kind, QList<SourceEdit> &edits)
    : m_kind(kind), m_edits(edits), m_firstEdit(edits.size())
{
}

void LeafContent::becomeTable(qsizetype columnCount)
{
    // The header is the paragraph's only line, so that all of it is still here.
    m_kind = LeafKind::Table;
    m_columnCount = columnCount;
    m_start = 0;
    m_settled = {};
    m_shownLength = m_shownSpanCount = 0;
    m_boundary = -1;
    m_edits.resize(m_firstEdit);
    settle(parsedForClose(m_text.size()));
    m_start = m_text.size();
    m_isRowSettled = true;
}

void LeafContent::addLine(QStringView text, qsizetype sourceOffset)
{
    ++m_lineCount;
    if (m_kind == LeafKind::Table) {
        if (!std::exchange(m_isRowSettled, false))
            settle(parsedForClose(unsettled().size()));
        m_settled.text += u'\n';
        m_start = m_text.size();
    } else if (m_lineCount > 1) {
        m_text += u'\n';
    }
    if (m_lineCount > 1 && m_start > 4 * eagerLength) {
        // Forget what has settled; rarely, since the rest has to move.
        m_text.remove(0, m_start);
        for (Segment &segment : m_segments)
            segment.textOffset -= m_start;
        m_segments.removeIf([](const Segment &segment) { return segment.textOffset < -4 * eagerLength; });
        m_start = 0;
        m_boundary = -1;
    }
    m_segments.append({m_text.size(), sourceOffset});
    m_text += text;
    m_bracketCount += text.count(u'[');
    settleParts();
}

void LeafContent::extendLine(QStringView text, qsizetype sourceOffset)
{
    Q_UNUSED(sourceOffset) // the segment goes on
    m_text += text;
    m_bracketCount += text.count(u'[');
    settleParts();
}

qsizetype LeafContent::sourceOffset(qsizetype textOffset) const
{
    const auto after = std::upper_bound(m_segments.begin(), m_segments.end(), textOffset,
        [](qsizetype offset, const Segment &segment) { return offset < segment.textOffset; });
    const Segment &segment = *std::prev(after);
    return segment.sourceOffset + (textOffset - segment.textOffset);
}

void LeafContent::place(const QList<Formula> &formulas, qsizetype offset)
{
    for (const Formula &formula : formulas) {
        const qsizetype start = offset + formula.start;
        m_edits.append(
            {formula, {}, sourceOffset(start), sourceOffset(start + formula.source.size() - 1) + 1});
    }
}

void LeafContent::endFormula(qsizetype sourceEnd)
{
    m_isFormula = true;
    Formula formula;
    formula.source = m_text;
    formula.tex = formulaText();
    formula.isDisplay = formula.isBlock = true;
    m_edits.append({formula, {}, sourceOffset(0), sourceEnd});
}

// The TeX between the delimiters; of a formula that is still open without half of its end.
QString LeafContent::formulaText() const
{
    QStringView text = withoutBlanks(m_text).sliced(2);
    if (m_isFormula)
        text.chop(2);
    else if (text.endsWith(u'\\') || text.endsWith(u'$'))
        text.chop(1);
    return withoutBlanks(text).toString();
}

// Tables settle row by row, headings at their end.
void LeafContent::settleParts()
{
    while (m_kind == LeafKind::Paragraph && unsettled().size() >= m_nextAttempt) {
        if (settlePart(m_nextAttempt))
            m_nextAttempt = firstAttempt;
        else
            m_nextAttempt *= 2;
    }
}

bool LeafContent::settlePart(qsizetype length)
{
    const QStringView text = unsettled().first(length);
    // A blank within a line's text, or a line end that is no hard break.
    qsizetype end = length - 2;
    const auto isCut = [&](qsizetype at) {
        return isBlankOrLineEnd(text.at(at)) && !isBlankOrLineEnd(text.at(at - 1))
            && !isBlankOrLineEnd(text.at(at + 1)) && text.at(at - 1) != u'\\';
    };
    while (end > 0 && !isCut(end))
        --end;
    if (end <= 0)
        return false;
    const MaskedText masked = maskFormulas(text.first(end), 0, OpenFormula::IsText);
    if (masked.hasOpenFormula)
        return false;
    InlineBuilder builder(masked.formulas);
    parseInline(masked.text, builder);
    const InlineText content = builder.takeContent();
    if (hasLooseDelimiter(content))
        return false;
    place(masked.formulas, m_start);
    settle(content);
    m_settled.text += u' ';
    m_start += end + 1;
    return true;
}

void LeafContent::settle(const InlineText &content)
{
    append(m_settled, content);
    m_hasSettled = true;
    m_boundary = -1;
}

InlineText LeafContent::parsed(QStringView text, OpenFormula open)
{
    const MaskedText masked = maskFormulas(text, 0, open);
    const bool isGrowing = open == OpenFormula::IsFormula;
    if (m_kind == LeafKind::Table) {
        QString row = masked.text;
        if (isGrowing) {
            const qsizetype cell = row.lastIndexOf(u'|') + 1;
            row = row.first(cell) + closedTail(QStringView(row).sliced(cell));
        }
        return joinedCells(parseTableRow(row, masked.formulas, m_columnCount));
    }
    const QStringView line
        = m_kind == LeafKind::Heading ? headingText(masked.text) : QStringView(masked.text);
    InlineBuilder builder(masked.formulas);
    if (isGrowing)
        parseInline(closedTail(line), builder);
    else
        parseInline(line, builder);
    m_closed.kind = m_kind == LeafKind::Heading ? Block::Kind::Heading : Block::Kind::Paragraph;
    if (m_kind == LeafKind::Paragraph && !m_hasSettled) {
        builder.takeParagraph(m_closed);
        return std::exchange(m_closed.content, {});
    }
    return builder.takeContent();
}

InlineText LeafContent::parsedForClose(qsizetype length)
{
    const QStringView text = unsettled().first(length);
    place(maskFormulas(text, 0, OpenFormula::IsText).formulas, m_start);
    return parsed(text, OpenFormula::IsText);
}

void LeafContent::close()
{
    if (m_isClosed)
        return;
    if (m_kind == LeafKind::Math) {
        if (m_isFormula) {
            m_closed.kind = Block::Kind::Math;
            settle({formulaText(), {}});
            m_isClosed = true;
            return;
        }
        m_kind = LeafKind::Paragraph; // it never ended: text after all
    }
    if (!m_isRowSettled)
        settle(parsedForClose(unsettled().size()));
    m_start = m_text.size();
    m_isClosed = true;
}

bool LeafContent::isWithheld() const
{
    return m_kind == LeafKind::Paragraph && m_lineCount == 1 && m_text.startsWith(u'|');
}

LeafView LeafContent::takeView()
{
    const qsizetype length = unsettled().size();
    qsizetype boundary = length;
    if (length > eagerLength && !m_isClosed) {
        const qsizetype step = qsizetype(std::bit_floor(size_t(length))) / 16;
        boundary = length - length % step;
        if (unsettled().at(boundary - 1).isHighSurrogate())
            --boundary;
        if (m_start + boundary == m_boundary) {
            LeafView view;
            view.isAppended = true;
            view.tail.text = plain(QStringView(m_text).sliced(m_viewedLength));
            m_viewedLength = m_text.size();
            return view;
        }
    }
    return boundedView(boundary);
}

LeafView LeafContent::boundedView(qsizetype boundary)
{
    LeafView view;
    view.keptLength = m_shownLength;
    view.keptSpanCount = m_shownSpanCount;
    view.tail = std::exchange(m_settled, {});
    m_shownLength += view.tail.text.size();
    m_shownSpanCount += view.tail.spans.size();
    if (!m_isClosed) {
        if (m_kind == LeafKind::Math) {
            m_closed.kind = Block::Kind::Math;
            append(view.tail, {formulaText(), {}});
        } else {
            append(view.tail, parsed(unsettled().first(boundary), OpenFormula::IsFormula));
        }
        view.tail.text += plain(unsettled().sliced(boundary));
        m_boundary = boundary < unsettled().size() ? m_start + boundary : -1;
        m_viewedLength = m_text.size();
    }
    view.kind = m_kind == LeafKind::Table ? Block::Kind::Table
        : m_kind == LeafKind::Heading     ? Block::Kind::Heading
                                          : m_closed.kind;
    if (view.kind == Block::Kind::Image)
        view.target = m_closed.target;
    return view;
}

} // namespace runnel
