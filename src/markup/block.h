// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFlags>
#include <QList>
#include <QString>

namespace runnel {

/// What a run of characters is drawn as.
enum class InlineStyle : quint16
{
    Emphasis = 0x01,
    Strong = 0x02,
    Strikethrough = 0x04,
    Code = 0x08,
    Link = 0x10,        ///< target may be opened; empty while the link is being typed
    RefusedLink = 0x20, ///< target breaks the link policy: to be shown, never to be opened
    ImageLink = 0x40,   ///< target is an image that nobody fetches unasked
    InlineMath = 0x80,  ///< the characters are TeX
    DisplayMath = 0x100 ///< the same, to be set in display style
};
Q_DECLARE_FLAGS(InlineStyles, InlineStyle)
Q_DECLARE_OPERATORS_FOR_FLAGS(InlineStyles)

/// A run of UTF-16 code units of one InlineText. Spans are in order and never overlap; a character that no
/// span covers is plain. Formulas that touch stay two spans.
struct InlineSpan
{
    qsizetype offset = 0;
    qsizetype length = 0;
    InlineStyles styles;
    QString target; ///< a URL, for the three kinds of link

    friend bool operator==(const InlineSpan &, const InlineSpan &) = default;
};

/// Characters and their spans. A line feed is a hard line break (outside code and tables).
struct InlineText
{
    QString text;
    QList<InlineSpan> spans;

    friend bool operator==(const InlineText &, const InlineText &) = default;
};

/// One step on the way from the message to a leaf block. A path says only how it relates to the path of the
/// block before, so that a block keeps its value whatever changes further up.
struct Container
{
    enum class Kind : quint8
    {
        Quote,
        Bullet,
        Ordered
    };
    enum class Join : quint8
    {
        Continues, ///< the same quote, or the same item, as on the path of the block before
        NextItem,  ///< another item of the list that the block before is in; its marker is drawn here
        Begins     ///< a new quote, or the first item of a new list
    };
    enum class Task : quint8
    {
        None,
        Open,
        Done
    };

    Kind kind = Kind::Quote;
    Join join = Join::Begins;
    Task task = Task::None;
    bool isTight = true; ///< of the item's list; while the text streams, as far as it is known
    int number = 0;      ///< of an ordered item

    friend bool operator==(const Container &, const Container &) = default;
};

enum class ColumnAlignment : quint8
{
    Default,
    Left,
    Center,
    Right
};

/// A leaf of the text: what a list view shows as a row. Value type; containers are on its path.
struct Block
{
    enum class Kind : quint8
    {
        Paragraph,
        Heading,
        CodeChunk, ///< linesPerCodeChunk lines of one piece of code, fewer in its last chunk
        Table,     ///< content holds the rows, each ended by a line feed but the last; a tab parts the cells
        Rule,
        Math, ///< content is the TeX of a display formula
        Image ///< target is its URL, content the alternative text
    };

    static constexpr int linesPerCodeChunk = 28;
    static constexpr int maxColumnCount = 128; ///< a line with more is no table

    Kind kind = Kind::Paragraph;
    int headingLevel = 0;  ///< 1 to 6
    QList<Container> path; ///< from the outside in
    InlineText content;
    QString target;
    QString language;   ///< of code: the first word behind the fence, as written
    int chunkIndex = 0; ///< the chunk's place in its code; 0 begins a box that the next ones go on
    QList<ColumnAlignment> columns; ///< of a table; a row may have fewer cells (the rest are empty)

    friend bool operator==(const Block &, const Block &) = default;
};

/// The cells of a table, row by row; each with its own text and spans. The first row is the header.
QList<QList<InlineText>> tableRows(const Block &table);

} // namespace runnel
