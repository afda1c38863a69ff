// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/documentparser.h"

#include "markup/inlinebuilder.h"
#include "markup/inlineparser.h"

#include <utility>

namespace runnel {

namespace {

constexpr unsigned documentFlags = MD_DIALECT_GITHUB | MD_FLAG_NOHTML;

// A formula that stands alone goes through md4c as a heading: the one leaf of a single line that needs no
// blank line around it.
constexpr char formulaHeading[] = "###### ";

void appendCode(QList<Block> &blocks, Block chunk, QStringView code)
{
    int lineCount = 0;
    qsizetype start = 0;
    for (qsizetype end = code.indexOf(u'\n'); end >= 0; end = code.indexOf(u'\n', end + 1)) {
        if (++lineCount % Block::linesPerCodeChunk != 0)
            continue;
        chunk.content.text = code.sliced(start, end - start).toString();
        blocks.append(chunk);
        ++chunk.chunkIndex;
        for (Container &container : chunk.path)
            container.join = Container::Join::Continues;
        start = end + 1;
    }
    chunk.content.text = code.sliced(start).toString();
    blocks.append(chunk);
}

class DocumentBuilder final
{
public:
    DocumentBuilder(const QList<Formula> &formulas, qsizetype maxTargetLength)
        : m_inline(formulas), m_maxTargetLength(maxTargetLength)
    {
    }

    void enter(MD_BLOCKTYPE type, const void *detail);
    void leave(MD_BLOCKTYPE type);

    bool enterSpan(MD_SPANTYPE type, const void *detail)
    {
        beginText();
        m_inline.enterSpan(type, detail);
        return m_inline.targetLength() <= m_maxTargetLength;
    }
    void leaveSpan(MD_SPANTYPE type) { m_inline.leaveSpan(type); }
    void addText(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size)
    {
        beginText();
        m_inline.addText(type, text, size);
    }

    /// Each formula that stands alone was found to do so.
    bool isRight() const { return m_formulaBlockCount == m_inline.formulaBlockCount(); }

    QList<Block> takeBlocks() { return std::move(m_blocks); }

private:
    struct Open
    {
        Container container;
        bool isList = false;
        bool isUsed = false;
        int number = 0;
        int itemCount = 0;
    };

    void openList(Container::Kind kind, bool isTight, int number);
    void openItem(const MD_BLOCK_LI_DETAIL &detail);
    void closeContainer();
    void beginLeaf(Block::Kind kind);
    // The text of a tight list's items stands in no paragraph.
    void beginText()
    {
        if (!m_hasLeaf)
            beginLeaf(Block::Kind::Paragraph);
    }
    void endText();
    void endCode();
    void endRow();
    QList<Container> takePath();

    InlineBuilder m_inline;
    qsizetype m_maxTargetLength;
    QList<Block> m_blocks;
    QList<Open> m_open;
    bool m_hasLeaf = false;
    Block m_leaf;
    QList<InlineText> m_cells;
    qsizetype m_formulaBlockCount = 0;
    int m_rowCount = 0; // of the table
};

void DocumentBuilder::enter(MD_BLOCKTYPE type, const void *detail)
{
    if (type != MD_BLOCK_THEAD && type != MD_BLOCK_TBODY && type != MD_BLOCK_TR && type != MD_BLOCK_TH
        && type != MD_BLOCK_TD)
        endText();
    switch (type) {
    case MD_BLOCK_QUOTE:
        m_open.append(Open());
        break;
    case MD_BLOCK_UL:
        openList(Container::Kind::Bullet, static_cast<const MD_BLOCK_UL_DETAIL *>(detail)->is_tight != 0, 0);
        break;
    case MD_BLOCK_OL: {
        const auto *list = static_cast<const MD_BLOCK_OL_DETAIL *>(detail);
        openList(Container::Kind::Ordered, list->is_tight != 0, int(list->start));
        break;
    }
    case MD_BLOCK_LI:
        openItem(*static_cast<const MD_BLOCK_LI_DETAIL *>(detail));
        break;
    case MD_BLOCK_HR:
        beginLeaf(Block::Kind::Rule);
        break;
    case MD_BLOCK_H:
        beginLeaf(Block::Kind::Heading);
        m_leaf.headingLevel = int(static_cast<const MD_BLOCK_H_DETAIL *>(detail)->level);
        break;
    case MD_BLOCK_CODE:
        beginLeaf(Block::Kind::CodeChunk);
        m_leaf.language = m_inline.attributeText(static_cast<const MD_BLOCK_CODE_DETAIL *>(detail)->lang);
        break;
    case MD_BLOCK_TABLE:
        beginLeaf(Block::Kind::Table);
        m_rowCount = 0;
        break;
    case MD_BLOCK_P:
        beginLeaf(Block::Kind::Paragraph);
        break;
    case MD_BLOCK_TH:
        m_leaf.columns.append(
            ColumnAlignment(static_cast<const MD_BLOCK_TD_DETAIL *>(detail)->align)); // the same order
        break;
    default:
        break;
    }
}

void DocumentBuilder::leave(MD_BLOCKTYPE type)
{
    switch (type) {
    case MD_BLOCK_QUOTE:
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
    case MD_BLOCK_LI:
        endText();
        closeContainer();
        break;
    case MD_BLOCK_CODE:
        endCode();
        break;
    case MD_BLOCK_TD:
    case MD_BLOCK_TH:
        m_cells.append(m_inline.takeContent());
        break;
    case MD_BLOCK_TR:
        endRow();
        break;
    case MD_BLOCK_TABLE:
    case MD_BLOCK_HR:
        m_blocks.append(std::exchange(m_leaf, {}));
        m_hasLeaf = false;
        break;
    case MD_BLOCK_H:
        if (m_inline.isFormulaBlock()) {
            ++m_formulaBlockCount;
            m_leaf.kind = Block::Kind::Math;
            m_leaf.headingLevel = 0;
            m_leaf.content.text = m_inline.takeContent().text;
            m_blocks.append(std::exchange(m_leaf, {}));
            m_hasLeaf = false;
            break;
        }
        endText();
        break;
    case MD_BLOCK_P:
        endText();
        break;
    default:
        break;
    }
}

void DocumentBuilder::openList(Container::Kind kind, bool isTight, int number)
{
    Open list;
    list.isList = true;
    list.container.kind = kind;
    list.container.isTight = isTight;
    list.number = number;
    m_open.append(list);
}

void DocumentBuilder::openItem(const MD_BLOCK_LI_DETAIL &detail)
{
    Open &list = m_open.last();
    Open item;
    item.container = list.container;
    item.container.join = list.itemCount == 0 ? Container::Join::Begins : Container::Join::NextItem;
    if (list.container.kind == Container::Kind::Ordered)
        item.container.number = list.number + list.itemCount;
    if (detail.is_task != 0)
        item.container.task = detail.task_mark == ' ' ? Container::Task::Open : Container::Task::Done;
    ++list.itemCount;
    m_open.append(item);
}

void DocumentBuilder::closeContainer()
{
    if (!m_open.last().isList && !m_open.last().isUsed) {
        beginLeaf(Block::Kind::Paragraph);
        endText();
    }
    m_open.removeLast();
}

void DocumentBuilder::beginLeaf(Block::Kind kind)
{
    m_leaf = {};
    m_leaf.kind = kind;
    m_leaf.path = takePath();
    m_hasLeaf = true;
}

void DocumentBuilder::endText()
{
    if (!m_hasLeaf)
        return;
    if (m_leaf.kind == Block::Kind::Heading)
        m_leaf.content = m_inline.takeContent();
    else
        m_inline.takeParagraph(m_leaf);
    m_blocks.append(std::exchange(m_leaf, {}));
    m_hasLeaf = false;
}

void DocumentBuilder::endCode()
{
    QString code = m_inline.takeContent().text;
    if (code.endsWith(u'\n'))
        code.chop(1);
    appendCode(m_blocks, std::exchange(m_leaf, {}), code);
    m_hasLeaf = false;
}

void DocumentBuilder::endRow()
{
    while (!m_cells.isEmpty() && m_cells.last().text.isEmpty())
        m_cells.removeLast();
    InlineText &content = m_leaf.content;
    const InlineText row = joinedCells(std::exchange(m_cells, {}));
    if (m_rowCount++ > 0)
        content.text += u'\n';
    const qsizetype offset = content.text.size();
    content.text += row.text;
    for (InlineSpan span : row.spans) {
        span.offset += offset;
        content.spans.append(std::move(span));
    }
}

QList<Container> DocumentBuilder::takePath()
{
    QList<Container> path;
    for (Open &open : m_open) {
        if (open.isList)
            continue;
        path.append(open.container);
        if (std::exchange(open.isUsed, true))
            path.last().join = Container::Join::Continues;
    }
    return path;
}

int enterBlock(MD_BLOCKTYPE type, void *detail, void *builder)
{
    static_cast<DocumentBuilder *>(builder)->enter(type, detail);
    return 0;
}

int leaveBlock(MD_BLOCKTYPE type, void *, void *builder)
{
    static_cast<DocumentBuilder *>(builder)->leave(type);
    return 0;
}

int enterSpan(MD_SPANTYPE type, void *detail, void *builder)
{
    return static_cast<DocumentBuilder *>(builder)->enterSpan(type, detail) ? 0 : 1;
}

int leaveSpan(MD_SPANTYPE type, void *, void *builder)
{
    static_cast<DocumentBuilder *>(builder)->leaveSpan(type);
    return 0;
}

int addText(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *builder)
{
    static_cast<DocumentBuilder *>(builder)->addText(type, text, size);
    return 0;
}

} // namespace

std::optional<QList<Block>> parseDocument(QStringView source, const QList<SourceEdit> &edits)
{
    QByteArray document;
    document.reserve(source.size() + source.size() / 4);
    QList<Formula> formulas;
    qsizetype done = 0;
    for (const SourceEdit &next : edits) {
        document += source.sliced(done, next.sourceStart - done).toUtf8();
        if (next.formula.source.isEmpty()) {
            document += next.text.toUtf8();
            done = next.sourceEnd;
            continue;
        }
        if (next.formula.isBlock)
            document += formulaHeading;
        document += formulaMask(formulas.size()).toUtf8();
        formulas.append(next.formula);
        done = next.sourceEnd;
    }
    document += source.sliced(done).toUtf8();

    DocumentBuilder builder(formulas, 16 * source.size() + 1024 * 1024);
    const MD_PARSER parser
        = {0, documentFlags, enterBlock, leaveBlock, enterSpan, leaveSpan, addText, nullptr, nullptr};
    if (md_parse(document.constData(), MD_SIZE(document.size()), &parser, &builder) != 0
        || !builder.isRight())
        return std::nullopt;
    return builder.takeBlocks();
}

} // namespace runnel
