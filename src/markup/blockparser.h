// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "markup/block.h"
#include "markup/blockchange.h"
#include "markup/blockscanner.h"
#include "markup/leafcontent.h"
#include "markup/sourcecleaner.h"

#include <optional>

namespace runnel {

/// Turns Markdown into blocks while it arrives, and says what changed.
///
/// CommonMark with GFM's tables, task lists, strikethrough and autolinks, and TeX formulas; raw HTML is text.
/// After append() the blocks are a function of the text so far, whatever its split: half-typed markers at the
/// end wait, and emphasis that is open is closed for display. end() parses the whole text with md4c and
/// corrects what differs: definitions of links take effect, and the items of a list in which a blank line
/// came late become loose. A text that nests deeper than BlockScanner::maxDepth, has a table wider than
/// Block::maxColumnCount, holds very many brackets in very many lines of one paragraph, or repeats long link
/// targets very often is not parsed again.
///
/// The work for one more token does not grow with what stands before it; LeafContent says how a paragraph
/// without end keeps to that. Never fails, and throws no text away. Knows nothing of conversations, and takes
/// no thread of its own.
class BlockParser final : private LeafReceiver
{
public:
    BlockParser() : m_scanner(*this) { }
    BlockParser(const BlockParser &) = delete;
    BlockParser &operator=(const BlockParser &) = delete;

    /// The blocks of a whole text, as after end().
    static QList<Block> parse(QStringView text);

    /// More text; the changes it makes to blocks(). Not after end().
    QList<BlockChange> append(QStringView tail);

    enum class Confirmation
    {
        ByWholeParse,
        None ///< the blocks stay as they streamed: for a look at what the whole parse would change
    };
    /// No more text comes.
    QList<BlockChange> end(Confirmation confirmation = Confirmation::ByWholeParse);

    const QList<Block> &blocks() const { return m_blocks; }

private:
    void openLeaf(const LeafStart &start) override;
    void addLine(QStringView text, qsizetype sourceOffset) override;
    void extendLine(QStringView text, qsizetype sourceOffset) override;
    void becomeHeading(int level) override;
    void becomeTable(
        const QList<ColumnAlignment> &columns, qsizetype sourceStart, qsizetype sourceEnd) override;
    void endFormula(qsizetype sourceEnd) override;
    void closeLeaf() override;
    void separate(qsizetype sourceOffset) override;

    void takeLines();
    void takeLine(qsizetype end);
    void addCodeLine(QStringView text);
    void showLeaf();
    void showText(bool isClosed);
    void showCode();
    void change(BlockChange::Kind kind, const QString &text = {});

    SourceCleaner m_cleaner;
    QString m_source;         // cleaned
    qsizetype m_searched = 0; // for line ends
    qsizetype m_lineStart = 0;
    qsizetype m_lineTaken = 0; // how far the scanner has the line; m_lineStart: not at all
    BlockScanner m_scanner;
    QList<SourceEdit> m_edits;
    QList<Block> m_blocks;
    QList<BlockChange> m_changes;

    LeafKind m_kind = LeafKind::None;
    Block m_next; // the open leaf until it is shown; then it is the last of m_blocks
    bool m_isShown = false;
    bool m_isReplaced = false; // became something else since it was shown
    std::optional<LeafContent> m_text;
    QString m_blankLines; // of indented code: lost unless a line of code follows
    int m_codeLineCount = 0;
    qsizetype m_shownLength = 0; // of the last code chunk
    bool m_isConfirmable = true; // md4c parses the text in bounded time
    bool m_hasEnded = false;
};

} // namespace runnel
