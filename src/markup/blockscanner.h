// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "markup/block.h"

#include <QStringView>

namespace runnel {

enum class LeafKind : quint8
{
    None,
    Paragraph,
    Heading,
    FencedCode,
    IndentedCode,
    Table,
    Rule,
    Math
};

/// What a leaf is besides its text.
struct LeafStart
{
    LeafKind kind = LeafKind::None;
    QList<Container> path;
    int headingLevel = 0;
    QString language;
};

/// Takes what a BlockScanner finds. At most one leaf is open.
class LeafReceiver
{
public:
    virtual ~LeafReceiver() = default;
    virtual void openLeaf(const LeafStart &start) = 0;
    /// A line of the open leaf begins with @p text, which stands at @p sourceOffset of the whole text.
    virtual void addLine(QStringView text, qsizetype sourceOffset) = 0;
    /// The line goes on.
    virtual void extendLine(QStringView text, qsizetype sourceOffset) = 0;
    virtual void becomeHeading(int level) = 0;
    /// The line that says so stands from @p sourceStart to before @p sourceEnd.
    virtual void becomeTable(
        const QList<ColumnAlignment> &columns, qsizetype sourceStart, qsizetype sourceEnd)
        = 0;
    /// A formula's last line was added: it ends before @p sourceEnd.
    virtual void endFormula(qsizetype sourceEnd) = 0;
    virtual void closeLeaf() = 0;
    /// Another block begins at @p sourceOffset where md4c, without a blank line, would see a table go on.
    virtual void separate(qsizetype sourceOffset) = 0;
};

/// Finds the leaf blocks of a text, line by line, with a state whose size is that of the open containers.
///
/// Knows nothing of inline text. A line may come in two steps: once isDecided() says that its beginning
/// settles what it is, beginLine() takes that, and extendLine() the rest as it comes. No state is ever
/// copied or undone. Definitions of links are paragraphs to it.
/// Source: CommonMark 0.31.2, appendix "A parsing strategy"; GFM 4.10; where it leaves room, md4c 0.4.8.
class BlockScanner final
{
public:
    explicit BlockScanner(LeafReceiver &receiver) : m_receiver(receiver) { }

    /// Whether @p line, whose end is not there yet, is settled whatever may follow. Looks only at what came
    /// since it was last asked about this line.
    bool isDecided(QStringView line);

    /// @p line is whole, or decided. It stands at @p sourceOffset of the text.
    void beginLine(QStringView line, qsizetype sourceOffset);
    void extendLine(QStringView text, qsizetype sourceOffset);
    void endLine();

    /// Closes what is open.
    void finish();

    /// The text is nested deeper than maxDepth, or has a wider table than Block::maxColumnCount: such
    /// markers are text here.
    bool hasPassedLimit() const { return m_hasPassedLimit; }

    static constexpr qsizetype maxDepth = 100;

private:
    struct Open
    {
        enum class Kind : quint8
        {
            Quote,
            List,
            Item
        };
        Kind kind = Kind::Quote;
        bool isUsed = false;     // a leaf was opened in it
        bool isFirstItem = true; // of its list
        bool isOrdered = false;
        bool isLoose = false;
        QChar mark;            // of a list: the bullet, or what follows the number
        int number = 0;        // of a list: its next item's; of an item: its own
        int contentColumn = 0; // of an item: how far its content is indented
        Container::Task task = Container::Task::None;
    };
    struct Line
    {
        explicit Line(QStringView line) : text(line) { findText(); }

        QStringView text;
        qsizetype offset = 0;
        int column = 0;
        bool isInTab = false; // a part of the tab at offset was used
        qsizetype textOffset = 0;
        int textColumn = 0;
        int indent = 0;
        bool isBlank = false;

        QChar at(qsizetype index) const { return index < text.size() ? text.at(index) : QChar(); }
        QStringView rest() const { return text.sliced(textOffset); }
        void findText();
        void skipToText();
        void skipColumns(int count);
        // What is left, with the rest of a tab as the spaces it stands for.
        QString remaining() const;
    };

    qsizetype matchContainers(Line &line);
    bool continueCode(Line &line);
    bool continueFormula(Line &line);
    bool startBlocks(Line &line, qsizetype &matched);
    bool startQuote(Line &line, qsizetype &matched);
    bool startHeading(Line &line, qsizetype &matched);
    bool startFence(Line &line, qsizetype &matched);
    bool startFormula(Line &line, qsizetype &matched);
    bool startTable(Line &line);
    bool startItem(Line &line, qsizetype &matched);
    void endParagraphLine(Line &line, qsizetype matched);
    void closeUnmatched(qsizetype matched);
    void closeContainers(qsizetype count);
    void prepareForBlock(qsizetype &matched);
    void open(LeafKind kind, int headingLevel = 0, const QString &language = {});
    void closeLeaf();
    QList<Container> takePath();
    bool isParagraph(qsizetype matched) const;
    bool mayNest(qsizetype count);
    bool mayEndTable(qsizetype matched);

    LeafReceiver &m_receiver;
    QList<Open> m_open;
    LeafKind m_leaf = LeafKind::None;
    int m_lineCount = 0; // of the open leaf
    qsizetype m_lineOffset = 0;
    bool m_wasBlank = false;
    bool m_hasPassedLimit = false;
    QChar m_fence;
    qsizetype m_fenceLength = 0;
    int m_fenceIndent = 0;
    QString m_formulaEnd;         // what closes the open formula
    qsizetype m_seenLength = 0;   // of the line that isDecided() is asked about
    bool m_isUndecidable = false; // only its end decides it
    bool m_isSettled = false;
};

} // namespace runnel
