// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/inlineparser.h"

#include "markup/blanks.h"

#include <algorithm>

namespace runnel {

namespace {

constexpr unsigned inlineFlags = MD_FLAG_PERMISSIVEAUTOLINKS | MD_FLAG_STRIKETHROUGH | MD_FLAG_NOHTML;

// The lines follow a first one of a paragraph and are indented by four columns: such a line goes on with the
// paragraph, whatever it looks like (CommonMark 4.4 and 4.8), and its indentation is not part of the text.
constexpr char firstLine[] = "x";
constexpr char lineStart[] = "\n    ";

struct LeafState
{
    InlineBuilder &builder;
    int skippedCount = 0; // the first line and the soft break behind it
};

int ignoreBlock(MD_BLOCKTYPE, void *, void *)
{
    return 0;
}

int enterSpan(MD_SPANTYPE type, void *detail, void *state)
{
    static_cast<LeafState *>(state)->builder.enterSpan(type, detail);
    return 0;
}

int leaveSpan(MD_SPANTYPE type, void *, void *state)
{
    static_cast<LeafState *>(state)->builder.leaveSpan(type);
    return 0;
}

int addText(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *state)
{
    auto *leaf = static_cast<LeafState *>(state);
    if (leaf->skippedCount < 2)
        ++leaf->skippedCount;
    else
        leaf->builder.addText(type, text, size);
    return 0;
}

struct RowState
{
    InlineBuilder builder;
    QList<InlineText> cells;
    bool isBody = false;
};

int enterRowBlock(MD_BLOCKTYPE type, void *, void *state)
{
    if (type == MD_BLOCK_TBODY)
        static_cast<RowState *>(state)->isBody = true;
    return 0;
}

int leaveRowBlock(MD_BLOCKTYPE type, void *, void *state)
{
    auto *row = static_cast<RowState *>(state);
    if (type == MD_BLOCK_TD || type == MD_BLOCK_TH) {
        const InlineText cell = row->builder.takeContent();
        if (row->isBody)
            row->cells.append(cell);
    }
    return 0;
}

int enterRowSpan(MD_SPANTYPE type, void *detail, void *state)
{
    static_cast<RowState *>(state)->builder.enterSpan(type, detail);
    return 0;
}

int leaveRowSpan(MD_SPANTYPE type, void *, void *state)
{
    static_cast<RowState *>(state)->builder.leaveSpan(type);
    return 0;
}

int addRowText(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *state)
{
    static_cast<RowState *>(state)->builder.addText(type, text, size);
    return 0;
}

// Tabs and line feeds part cells and rows; within one they are spaces.
void appendPart(InlineText &row, QStringView part)
{
    for (const QChar c : part)
        row.text += c == u'\t' || c == u'\n' ? QChar(u' ') : c;
}

void appendCell(InlineText &row, const InlineText &cell)
{
    qsizetype done = 0;
    const QStringView text = cell.text;
    for (InlineSpan span : cell.spans) {
        appendPart(row, text.sliced(done, span.offset - done));
        done = span.offset + span.length;
        const qsizetype offset = row.text.size();
        // GFM 4.10: a pipe in a cell is escaped in code, too; md4c leaves the backslash there.
        if (span.styles.testFlag(InlineStyle::Code))
            appendPart(row,
                text.sliced(span.offset, span.length)
                    .toString()
                    .replace(QStringLiteral("\\|"), QStringLiteral("|")));
        else
            appendPart(row, text.sliced(span.offset, span.length));
        span.offset = offset;
        span.length = row.text.size() - offset;
        row.spans.append(std::move(span));
    }
    appendPart(row, text.sliced(done));
}

// md4c 0.4.8 looks through all lines of a paragraph at each bracket (md_lookup_line), which is quadratic in a
// text that holds many of both: behind the first ones, lines are joined where no hard break stands between
// them.
constexpr int maxLineCount = 64;
constexpr int maxHardBreakCount = 1000;

QByteArray singleParagraph(QByteArrayView text)
{
    QByteArray document(firstLine);
    document.reserve(text.size() + 64);
    document += lineStart;
    for (int lineCount = 1;; ++lineCount) {
        const qsizetype end = text.indexOf('\n');
        const QByteArrayView line = end < 0 ? text : text.first(end);
        const bool isHardBreak = line.endsWith("  ") || line.endsWith('\\');
        const bool isKept = lineCount < maxLineCount || (isHardBreak && lineCount < maxHardBreakCount);
        document += line;
        if (end < 0)
            return document;
        document += isKept ? lineStart : " ";
        text = text.sliced(end + 1);
    }
}

} // namespace

void parseInline(QStringView masked, InlineBuilder &builder)
{
    masked = withoutBlanks(masked);
    if (masked.isEmpty())
        return;
    const QByteArray document = singleParagraph(masked.toUtf8());
    const MD_PARSER parser
        = {0, inlineFlags, ignoreBlock, ignoreBlock, enterSpan, leaveSpan, addText, nullptr, nullptr};
    LeafState state{builder};
    md_parse(document.constData(), MD_SIZE(document.size()), &parser, &state);
}

QList<InlineText> parseTableRow(QStringView masked, const QList<Formula> &formulas, qsizetype columnCount)
{
    // No more columns than the row can fill, so that a short row of a wide table costs little.
    columnCount = std::min(columnCount, masked.count(u'|') + 1);
    QByteArray document = QByteArray("|x").repeated(columnCount) + "|\n"
        + QByteArray("|---").repeated(columnCount) + "|\n" + withoutBlanks(masked).toUtf8();
    const MD_PARSER parser = {0, inlineFlags | MD_FLAG_TABLES, enterRowBlock, leaveRowBlock, enterRowSpan,
        leaveRowSpan, addRowText, nullptr, nullptr};
    RowState state{InlineBuilder(formulas), {}};
    md_parse(document.constData(), MD_SIZE(document.size()), &parser, &state);
    while (!state.cells.isEmpty() && state.cells.last().text.isEmpty())
        state.cells.removeLast();
    return state.cells;
}

InlineText joinedCells(const QList<InlineText> &cells)
{
    InlineText row;
    for (qsizetype i = 0; i < cells.size(); ++i) {
        if (i > 0)
            row.text += u'\t';
        appendCell(row, cells.at(i));
    }
    return row;
}

} // namespace runnel
