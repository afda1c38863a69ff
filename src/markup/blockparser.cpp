// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/blockparser.h"

#include "markup/blanks.h"
#include "markup/documentparser.h"

#include <algorithm>
#include <utility>

namespace runnel {

namespace {

// About a quarter of a second; 10,000 brackets in a paragraph of 10,000 lines.
constexpr double maxLookupCount = 1e8;

bool isCode(LeafKind kind)
{
    return kind == LeafKind::FencedCode || kind == LeafKind::IndentedCode;
}

qsizetype commonPrefixLength(QStringView a, QStringView b)
{
    const auto [end, other] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    qsizetype length = end - a.begin();
    // A change never parts a surrogate pair.
    if (length > 0 && a.at(length - 1).isHighSurrogate())
        --length;
    return length;
}

// As md4c takes it, which wants three characters a column where GFM is content with one.
QString tableUnderline(const QList<ColumnAlignment> &columns)
{
    static const char *const cells[] = {"|---", "|:--", "|:-:", "|--:"};
    QString line;
    for (const ColumnAlignment column : columns)
        line += QLatin1String(cells[int(column)]);
    return line + u'|';
}

bool isEqualButForIndentation(QStringView a, QStringView b)
{
    const auto takeLine = [](QStringView &text) {
        const qsizetype end = text.indexOf(u'\n');
        const QStringView line = withoutBlanksBefore(end < 0 ? text : text.first(end));
        text = end < 0 ? QStringView() : text.sliced(end + 1);
        return line;
    };
    while (!a.isEmpty() || !b.isEmpty()) {
        if (takeLine(a) != takeLine(b))
            return false;
    }
    return true;
}

// md4c writes the indentation of code as spaces; a tab is to stay one (CommonMark 2.2), or a makefile breaks.
void keepIndentation(QList<Block> &blocks, const QList<Block> &streamed)
{
    qsizetype from = 0;
    for (Block &block : blocks) {
        if (block.kind != Block::Kind::CodeChunk)
            continue;
        while (from < streamed.size() && streamed.at(from).kind != Block::Kind::CodeChunk)
            ++from;
        if (from == streamed.size())
            return;
        if (isEqualButForIndentation(block.content.text, streamed.at(from).content.text))
            block.content.text = streamed.at(from++).content.text;
    }
}

} // namespace

QList<Block> BlockParser::parse(QStringView text)
{
    BlockParser parser;
    parser.append(text);
    parser.end();
    return std::move(parser.m_blocks);
}

QList<BlockChange> BlockParser::append(QStringView tail)
{
    Q_ASSERT(!m_hasEnded);
    m_cleaner.append(tail, m_source);
    takeLines();
    showLeaf();
    return std::exchange(m_changes, {});
}

QList<BlockChange> BlockParser::end(Confirmation confirmation)
{
    Q_ASSERT(!m_hasEnded);
    m_hasEnded = true;
    m_cleaner.finish(m_source);
    takeLines();
    if (m_lineStart < m_source.size())
        takeLine(m_source.size());
    m_scanner.finish();
    if (confirmation == Confirmation::ByWholeParse && m_isConfirmable && !m_scanner.hasPassedLimit()) {
        if (auto blocks = parseDocument(m_source, m_edits)) {
            keepIndentation(*blocks, m_blocks);
            m_changes += changesBetween(m_blocks, *blocks);
            m_blocks = *std::move(blocks);
        }
    }
    return std::exchange(m_changes, {});
}

void BlockParser::takeLines()
{
    for (;;) {
        const qsizetype end = m_source.indexOf(u'\n', m_searched);
        if (end < 0)
            break;
        takeLine(end);
        m_searched = m_lineStart = m_lineTaken = end + 1;
    }
    m_searched = m_source.size();
    const QStringView rest = QStringView(m_source).sliced(m_lineTaken);
    if (rest.isEmpty())
        return;
    if (m_lineTaken > m_lineStart)
        m_scanner.extendLine(rest, m_lineTaken);
    else if (m_scanner.isDecided(rest))
        m_scanner.beginLine(rest, m_lineStart);
    else
        return;
    m_lineTaken = m_source.size();
}

void BlockParser::takeLine(qsizetype end)
{
    const QStringView rest = QStringView(m_source).sliced(m_lineTaken, end - m_lineTaken);
    if (m_lineTaken > m_lineStart)
        m_scanner.extendLine(rest, m_lineTaken);
    else
        m_scanner.beginLine(rest, m_lineStart);
    m_scanner.endLine();
}

void BlockParser::openLeaf(const LeafStart &start)
{
    m_kind = start.kind;
    m_isShown = m_isReplaced = false;
    m_next = {};
    m_next.path = start.path;
    m_next.headingLevel = start.headingLevel;
    m_next.language = start.language;
    if (start.kind == LeafKind::Rule) {
        m_next.kind = Block::Kind::Rule;
    } else if (isCode(start.kind)) {
        m_next.kind = Block::Kind::CodeChunk;
        m_codeLineCount = 0;
        m_blankLines.clear();
        m_shownLength = 0;
    } else {
        m_text.emplace(start.kind, m_edits);
    }
}

void BlockParser::addLine(QStringView text, qsizetype sourceOffset)
{
    if (!isCode(m_kind)) {
        m_text->addLine(text, sourceOffset);
        return;
    }
    if (m_kind == LeafKind::IndentedCode) {
        if (withoutBlanks(text).isEmpty()) {
            m_blankLines += text;
            m_blankLines += u'\n';
            return;
        }
        for (QStringView blank = m_blankLines; !blank.isEmpty();) {
            const qsizetype end = blank.indexOf(u'\n');
            addCodeLine(blank.first(end));
            blank = blank.sliced(end + 1);
        }
        m_blankLines.clear();
    }
    addCodeLine(text);
}

void BlockParser::extendLine(QStringView text, qsizetype sourceOffset)
{
    if (!isCode(m_kind))
        m_text->extendLine(text, sourceOffset);
    else
        (m_isShown ? m_blocks.last() : m_next).content.text += text;
}

void BlockParser::addCodeLine(QStringView text)
{
    if (m_codeLineCount == Block::linesPerCodeChunk) {
        showCode();
        Block next = m_blocks.last();
        next.content = {};
        ++next.chunkIndex;
        for (Container &container : next.path)
            container.join = Container::Join::Continues;
        m_next = std::move(next);
        m_isShown = false;
        m_codeLineCount = 0;
    }
    QString &code = (m_isShown ? m_blocks.last() : m_next).content.text;
    if (m_codeLineCount++ > 0)
        code += u'\n';
    code += text;
}

void BlockParser::becomeHeading(int level)
{
    m_kind = LeafKind::Heading;
    m_text->becomeHeading();
    m_isReplaced = true;
    (m_isShown ? m_blocks.last() : m_next).headingLevel = level;
}

void BlockParser::becomeTable(
    const QList<ColumnAlignment> &columns, qsizetype sourceStart, qsizetype sourceEnd)
{
    m_kind = LeafKind::Table;
    m_text->becomeTable(columns.size());
    m_edits.append({{}, tableUnderline(columns), sourceStart, sourceEnd});
    m_isReplaced = true;
    (m_isShown ? m_blocks.last() : m_next).columns = columns;
}

void BlockParser::endFormula(qsizetype sourceEnd)
{
    m_text->endFormula(sourceEnd);
}

void BlockParser::separate(qsizetype sourceOffset)
{
    m_text->close(); // what it edits stands before
    m_edits.append({{}, QStringLiteral("\n"), sourceOffset, sourceOffset});
}

void BlockParser::closeLeaf()
{
    if (m_text)
        m_text->close();
    if (m_text) {
        m_isConfirmable &= m_text->lookupCount() < maxLookupCount;
        showText(true);
    } else
        showCode();
    m_text.reset();
    m_kind = LeafKind::None;
}

void BlockParser::showLeaf()
{
    if (isCode(m_kind))
        showCode();
    else if (m_text && (m_isShown || !m_text->isWithheld()))
        showText(false);
}

void BlockParser::showCode()
{
    if (!m_isShown) {
        m_blocks.append(std::exchange(m_next, {}));
        m_isShown = true;
        change(BlockChange::Kind::AddBlock);
    } else if (m_blocks.last().content.text.size() > m_shownLength) {
        change(BlockChange::Kind::AppendText, m_blocks.last().content.text.sliced(m_shownLength));
    }
    m_shownLength = m_blocks.last().content.text.size();
}

void BlockParser::showText(bool isClosed)
{
    LeafView view = m_text->takeView();
    Block &block = m_isShown ? m_blocks.last() : m_next;
    InlineText &content = block.content;
    if (view.isAppended) {
        content.text += view.tail.text;
        if (!view.tail.text.isEmpty())
            change(BlockChange::Kind::AppendText, view.tail.text);
        return;
    }

    const bool isReplaced
        = std::exchange(m_isReplaced, false) || block.kind != view.kind || block.target != view.target;
    block.kind = view.kind;
    block.target = view.target;

    BlockChange made;
    made.index = m_blocks.size() - 1;
    made.keptLength = view.keptLength
        + commonPrefixLength(QStringView(content.text).sliced(view.keptLength), view.tail.text);
    made.text = view.tail.text.sliced(made.keptLength - view.keptLength);
    for (InlineSpan &span : view.tail.spans)
        span.offset += view.keptLength;
    const auto [end, other] = std::mismatch(content.spans.cbegin() + view.keptSpanCount, content.spans.cend(),
        view.tail.spans.cbegin(), view.tail.spans.cend());
    made.keptSpanCount = end - content.spans.cbegin();
    made.spans = view.tail.spans.sliced(other - view.tail.spans.cbegin());
    const bool isAppended = made.keptLength == content.text.size() && made.spans.isEmpty()
        && made.keptSpanCount == content.spans.size();
    made.kind = isAppended ? BlockChange::Kind::AppendText : BlockChange::Kind::ReplaceSpans;

    content.text.truncate(made.keptLength);
    content.text += made.text;
    content.spans.resize(made.keptSpanCount);
    content.spans += made.spans;

    if (!m_isShown) {
        if (isClosed || !content.text.isEmpty() || m_kind == LeafKind::Math) {
            m_blocks.append(std::exchange(m_next, {}));
            m_isShown = true;
            change(BlockChange::Kind::AddBlock);
        }
    } else if (isReplaced) {
        change(BlockChange::Kind::ReplaceBlock);
    } else if (!isAppended || !made.text.isEmpty()) {
        if (isAppended)
            made.keptLength = made.keptSpanCount = 0;
        m_changes.append(std::move(made));
    }
}

void BlockParser::change(BlockChange::Kind kind, const QString &text)
{
    BlockChange made;
    made.kind = kind;
    made.index = m_blocks.size() - 1;
    made.text = text;
    if (kind == BlockChange::Kind::AddBlock || kind == BlockChange::Kind::ReplaceBlock)
        made.block = m_blocks.last();
    m_changes.append(std::move(made));
}

} // namespace runnel
