// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/blockscanner.h"

#include "markup/blanks.h"
#include "markup/blockmarkers.h"

#include <algorithm>

namespace runnel {

void BlockScanner::Line::findText()
{
    textOffset = offset;
    textColumn = column;
    for (; textOffset < text.size() && runnel::isBlank(text.at(textOffset)); ++textOffset)
        textColumn += text.at(textOffset) == u'\t' ? 4 - textColumn % 4 : 1;
    isBlank = textOffset == text.size();
    indent = textColumn - column;
}

void BlockScanner::Line::skipToText()
{
    offset = textOffset;
    column = textColumn;
    isInTab = false;
    findText();
}

void BlockScanner::Line::skipColumns(int count)
{
    while (count > 0 && offset < text.size()) {
        if (text.at(offset) != u'\t') {
            isInTab = false;
            ++offset;
            ++column;
            --count;
            continue;
        }
        const int width = 4 - column % 4;
        isInTab = width > count;
        column += std::min(width, count);
        offset += isInTab ? 0 : 1;
        count -= std::min(width, count);
    }
    findText();
}

QString BlockScanner::Line::remaining() const
{
    QString rest;
    qsizetype start = offset;
    if (isInTab) {
        rest.fill(u' ', 4 - column % 4);
        ++start;
    }
    rest += text.sliced(std::min(start, text.size()));
    return rest;
}

bool BlockScanner::isDecided(QStringView line)
{
    if (m_isSettled)
        return true;
    const bool isPlainCode = m_leaf == LeafKind::FencedCode && m_open.isEmpty();
    for (; m_seenLength < line.size() && !m_isUndecidable; ++m_seenLength) {
        const QChar c = line.at(m_seenLength);
        const bool isAmbiguous = isPlainCode ? isBlank(c) || c == m_fence : isMarkerCharacter(c);
        if (isAmbiguous)
            continue;
        if (isPlainCode)
            return m_isSettled = true;
        const LineBeginning beginning = judgeBeginning(line, m_seenLength);
        if (beginning == LineBeginning::NeedsMore)
            return false;
        if (beginning == LineBeginning::IsTask) {
            m_seenLength += 3;
            continue;
        }
        m_isUndecidable = beginning == LineBeginning::NeedsLineEnd || m_leaf == LeafKind::Math;
        if (!m_isUndecidable)
            return m_isSettled = true;
    }
    return false;
}

void BlockScanner::beginLine(QStringView text, qsizetype sourceOffset)
{
    m_lineOffset = sourceOffset;
    Line line(text);
    qsizetype matched = matchContainers(line);
    const bool isWhole = matched == m_open.size();
    if (isWhole && (continueCode(line) || continueFormula(line)))
        return;
    if (startBlocks(line, matched))
        return;
    endParagraphLine(line, matched);
}

void BlockScanner::extendLine(QStringView text, qsizetype sourceOffset)
{
    if (m_leaf == LeafKind::None) {
        open(LeafKind::Paragraph); // never reached as far as is known; no text may be lost
        m_receiver.addLine(text, sourceOffset);
        return;
    }
    m_receiver.extendLine(text, sourceOffset);
}

void BlockScanner::endLine()
{
    if (m_leaf == LeafKind::Heading)
        closeLeaf();
    m_seenLength = 0;
    m_isUndecidable = m_isSettled = false;
}

void BlockScanner::finish()
{
    closeContainers(m_open.size());
    closeLeaf();
}

// How many of the open containers the line goes on with; a list goes on wherever its surroundings do.
qsizetype BlockScanner::matchContainers(Line &line)
{
    qsizetype matched = 0;
    for (; matched < m_open.size(); ++matched) {
        const Open &container = m_open.at(matched);
        if (container.kind == Open::Kind::List)
            continue;
        if (container.kind == Open::Kind::Quote) {
            if (line.indent > 3 || line.at(line.textOffset) != u'>')
                break;
            line.skipToText();
            line.skipColumns(1);
            if (line.offset < line.text.size() && isBlank(line.text.at(line.offset)))
                line.skipColumns(1);
        } else if (line.isBlank) {
            // 5.2: a list item can begin with at most one blank line.
            const bool hasContent = container.isUsed || matched + 1 < m_open.size()
                || (m_leaf != LeafKind::None && matched + 1 == m_open.size());
            if (!hasContent)
                break;
            line.skipToText();
        } else if (line.indent >= container.contentColumn) {
            line.skipColumns(container.contentColumn);
        } else {
            break;
        }
    }
    return matched;
}

bool BlockScanner::continueCode(Line &line)
{
    if (m_leaf == LeafKind::FencedCode) {
        if (line.indent <= 3 && isClosingFence(line.rest(), m_fence, m_fenceLength)) {
            closeLeaf();
            m_wasBlank = false;
            return true;
        }
        line.skipColumns(std::min(line.indent, m_fenceIndent));
    } else if (m_leaf == LeafKind::IndentedCode && (line.indent >= 4 || line.isBlank)) {
        line.skipColumns(std::min(line.indent, 4));
        m_wasBlank = line.isBlank;
    } else {
        return false;
    }
    m_receiver.addLine(line.remaining(), m_lineOffset + line.offset);
    return true;
}

bool BlockScanner::continueFormula(Line &line)
{
    if (m_leaf != LeafKind::Math || line.isBlank)
        return false;
    m_receiver.addLine(line.rest(), m_lineOffset + line.textOffset);
    const QStringView rest = withoutBlanks(line.rest());
    if (rest.endsWith(m_formulaEnd)) {
        m_receiver.endFormula(m_lineOffset + line.textOffset + rest.size());
        closeLeaf();
    }
    return true;
}

// Opens containers, and a leaf other than a paragraph; true if the line is done with.
bool BlockScanner::startBlocks(Line &line, qsizetype &matched)
{
    for (;;) {
        if (line.isBlank)
            return false;
        if (line.indent >= 4) {
            if (m_leaf == LeafKind::Paragraph || (m_leaf == LeafKind::Table && matched == m_open.size()))
                return false;
            line.skipColumns(4);
            prepareForBlock(matched);
            open(LeafKind::IndentedCode);
            m_receiver.addLine(line.remaining(), m_lineOffset + line.offset);
            return true;
        }
        if (startQuote(line, matched))
            continue;
        if (startHeading(line, matched) || startFence(line, matched) || startFormula(line, matched))
            return true;
        if (isParagraph(matched)) {
            if (const int level = setextLevel(line.rest())) {
                m_receiver.becomeHeading(level);
                closeLeaf();
                return true;
            }
            if (startTable(line))
                return true;
        }
        if (isThematicBreak(line.rest())) {
            prepareForBlock(matched);
            open(LeafKind::Rule);
            closeLeaf();
            return true;
        }
        if (!startItem(line, matched))
            return false;
    }
}

bool BlockScanner::startQuote(Line &line, qsizetype &matched)
{
    if (line.at(line.textOffset) != u'>' || !mayNest(matched))
        return false;
    line.skipToText();
    line.skipColumns(1);
    if (line.offset < line.text.size() && isBlank(line.text.at(line.offset)))
        line.skipColumns(1);
    prepareForBlock(matched);
    m_open.append(Open());
    matched = m_open.size();
    m_wasBlank = false;
    return true;
}

bool BlockScanner::startHeading(Line &line, qsizetype &matched)
{
    const int level = headingLevel(line.rest());
    if (level == 0 || !mayEndTable(matched))
        return false;
    line.skipToText();
    line.skipColumns(level);
    prepareForBlock(matched);
    open(LeafKind::Heading, level);
    m_receiver.addLine(line.rest(), m_lineOffset + line.textOffset);
    return true;
}

bool BlockScanner::startFence(Line &line, qsizetype &matched)
{
    const qsizetype length = fenceLength(line.rest());
    if (length == 0 || !mayEndTable(matched))
        return false;
    prepareForBlock(matched);
    m_fence = line.rest().front();
    m_fenceLength = length;
    m_fenceIndent = line.indent;
    open(LeafKind::FencedCode, 0, firstWord(line.rest().sliced(length)));
    return true;
}

bool BlockScanner::startFormula(Line &line, qsizetype &matched)
{
    const FormulaBeginning beginning = formulaBeginning(line.rest());
    if (beginning.closing.isEmpty() || !mayEndTable(matched))
        return false;
    prepareForBlock(matched);
    m_formulaEnd = beginning.closing;
    open(LeafKind::Math);
    m_receiver.addLine(line.rest(), m_lineOffset + line.textOffset);
    if (beginning.isClosed) {
        m_receiver.endFormula(m_lineOffset + line.textOffset + withoutBlanks(line.rest()).size());
        closeLeaf();
    }
    return true;
}

bool BlockScanner::startTable(Line &line)
{
    if (m_lineCount != 1)
        return false;
    const QList<ColumnAlignment> columns = tableColumns(line.rest());
    if (columns.isEmpty())
        return false;
    if (columns.size() > Block::maxColumnCount) {
        m_hasPassedLimit = true;
        return false;
    }
    m_leaf = LeafKind::Table;
    const qsizetype start = m_lineOffset + line.textOffset;
    m_receiver.becomeTable(columns, start, start + line.rest().size());
    return true;
}

bool BlockScanner::startItem(Line &line, qsizetype &matched)
{
    const ListMarker marker = listMarker(line.rest());
    if (marker.length == 0)
        return false;
    const bool isEmpty = withoutBlanks(line.rest().sliced(marker.length)).isEmpty();
    // 5.2: only a list that begins with 1, and not with an empty item, interrupts a paragraph.
    if (isParagraph(matched) && (isEmpty || (marker.isOrdered && marker.number != 1)))
        return false;
    if (!mayNest(matched))
        return false;

    const int markerIndent = line.indent;
    line.skipToText();
    line.skipColumns(int(marker.length));
    // 5.2, rules 1 and 2: content five or more columns behind the marker is indented code.
    const int space = isEmpty || line.indent > 4 ? 1 : line.indent;
    line.skipColumns(std::min(space, std::max(line.indent, 0)));

    const bool wasBlank = m_wasBlank;
    const bool goesOn = matched > 0 && m_open.at(matched - 1).kind == Open::Kind::List
        && m_open.at(matched - 1).mark == marker.mark;
    if (goesOn) {
        closeUnmatched(matched);
        closeLeaf();
        m_open.last().isLoose |= wasBlank;
    } else {
        prepareForBlock(matched);
        Open list;
        list.kind = Open::Kind::List;
        list.isOrdered = marker.isOrdered;
        list.mark = marker.mark;
        list.number = marker.number;
        m_open.append(list);
    }
    Open item;
    item.kind = Open::Kind::Item;
    item.isFirstItem = !goesOn;
    item.isOrdered = marker.isOrdered;
    item.number = m_open.last().number++;
    item.contentColumn = markerIndent + int(marker.length) + space;
    item.task = taskState(line.rest());
    if (item.task != Container::Task::None) {
        line.skipToText();
        line.skipColumns(3);
    }
    m_open.append(item);
    matched = m_open.size();
    m_wasBlank = false;
    return true;
}

// The line is blank, or text.
void BlockScanner::endParagraphLine(Line &line, qsizetype matched)
{
    // 5.1, laziness: a line of text goes on with a paragraph although containers are not matched.
    const bool isLazy = matched < m_open.size() && !line.isBlank && m_leaf == LeafKind::Paragraph;
    if (isLazy || (!line.isBlank && matched == m_open.size() && m_leaf == LeafKind::Table)
        || isParagraph(matched)) {
        if (line.isBlank) {
            closeLeaf();
            m_wasBlank = true;
            return;
        }
        ++m_lineCount;
        m_receiver.addLine(line.rest(), m_lineOffset + line.textOffset);
        m_wasBlank = false;
        return;
    }
    if (line.isBlank) {
        closeUnmatched(matched);
        closeLeaf();
        const bool isInQuote = !m_open.isEmpty() && m_open.last().kind == Open::Kind::Quote;
        const bool isNewItem
            = !m_open.isEmpty() && m_open.last().kind == Open::Kind::Item && !m_open.last().isUsed;
        m_wasBlank = !isInQuote && !isNewItem;
        return;
    }
    prepareForBlock(matched);
    open(LeafKind::Paragraph);
    m_receiver.addLine(line.rest(), m_lineOffset + line.textOffset);
}

// What a new block in the innermost matched container closes, and what it says of the list around.
void BlockScanner::prepareForBlock(qsizetype &matched)
{
    // A list holds items only.
    if (matched > 0 && m_open.at(matched - 1).kind == Open::Kind::List)
        --matched;
    closeUnmatched(matched);
    closeLeaf();
    if (m_wasBlank && matched > 1 && m_open.at(matched - 1).kind == Open::Kind::Item
        && m_open.at(matched - 1).isUsed)
        m_open[matched - 2].isLoose = true;
    m_wasBlank = false;
}

void BlockScanner::closeUnmatched(qsizetype matched)
{
    closeContainers(m_open.size() - matched);
}

void BlockScanner::closeContainers(qsizetype count)
{
    if (count > 0)
        closeLeaf();
    for (; count > 0; --count) {
        const Open &last = m_open.last();
        if (last.kind != Open::Kind::List && !last.isUsed) {
            open(LeafKind::Paragraph); // a container without a leaf is shown by an empty one
            closeLeaf();
        }
        m_open.removeLast();
    }
}

void BlockScanner::open(LeafKind kind, int level, const QString &language)
{
    m_leaf = kind;
    m_lineCount = 1;
    m_receiver.openLeaf({kind, takePath(), level, language});
}

void BlockScanner::closeLeaf()
{
    if (m_leaf == LeafKind::None)
        return;
    m_leaf = LeafKind::None;
    m_receiver.closeLeaf();
}

QList<Container> BlockScanner::takePath()
{
    QList<Container> path;
    bool isLoose = false;
    for (Open &open : m_open) {
        if (open.kind == Open::Kind::List) {
            isLoose = open.isLoose;
            continue;
        }
        Container container;
        if (open.kind == Open::Kind::Item) {
            container.kind = open.isOrdered ? Container::Kind::Ordered : Container::Kind::Bullet;
            container.task = open.task;
            container.isTight = !isLoose;
            container.number = open.isOrdered ? open.number : 0;
        }
        const bool isNextItem = open.kind == Open::Kind::Item && !open.isFirstItem;
        container.join = open.isUsed ? Container::Join::Continues
            : isNextItem             ? Container::Join::NextItem
                                     : Container::Join::Begins;
        open.isUsed = true;
        path.append(container);
    }
    return path;
}

bool BlockScanner::isParagraph(qsizetype matched) const
{
    return m_leaf == LeafKind::Paragraph && matched == m_open.size();
}

// GFM 4.10: a table ends where another block begins. To md4c a heading or a fence is one more row; at the top
// level a blank line tells it otherwise, within a container that would say something of the container.
bool BlockScanner::mayEndTable(qsizetype matched)
{
    if (m_leaf != LeafKind::Table || matched < m_open.size())
        return true;
    if (!m_open.isEmpty())
        return false;
    m_receiver.separate(m_lineOffset);
    return true;
}

bool BlockScanner::mayNest(qsizetype count)
{
    if (count < maxDepth)
        return true;
    m_hasPassedLimit = true;
    return false;
}

} // namespace runnel
