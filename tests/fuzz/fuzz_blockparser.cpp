// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/input.h"
#include "markup/blockparser.h"
#include "markup/htmlwriter.h"

#include <QString>

#include <algorithm>
#include <cstdlib>
#include <cstring>

using namespace runnel;

namespace {

void check(bool holds)
{
    if (!holds)
        std::abort();
}

// Odd sizes give UTF-16 as it is, with lone surrogates.
QString textOf(QByteArrayView bytes)
{
    if (bytes.size() % 2 == 0)
        return QString::fromUtf8(bytes);
    QString text(bytes.size() / 2, Qt::Uninitialized);
    std::memcpy(text.data(), bytes.data(), size_t(text.size()) * sizeof(QChar));
    return text;
}

qsizetype letterCount(const QList<Block> &blocks)
{
    qsizetype count = 0;
    for (const Block &block : blocks) {
        for (const QChar c : block.content.text)
            count += c >= u'a' && c <= u'z';
    }
    return count;
}

// Markup whose words go elsewhere than into the text, or where md4c departs from the specification.
bool hasOnlyPlainMarkup(QStringView text)
{
    return std::none_of(text.begin(), text.end(),
        [](QChar c) { return QStringView(u"[]&$\\`~|!<").contains(c) || c < u'\n' || c > u'z'; });
}

QList<Block> applied(QList<Block> blocks, const QList<BlockChange> &changes)
{
    for (const BlockChange &change : changes) {
        check(change.index >= 0 && change.index <= blocks.size());
        applyChange(blocks, change);
    }
    return blocks;
}

void checkSpans(const QList<Block> &blocks)
{
    for (const Block &block : blocks) {
        qsizetype end = 0;
        for (const InlineSpan &span : block.content.spans) {
            check(span.offset >= end && span.length > 0);
            end = span.offset + span.length;
        }
        check(end <= block.content.text.size());
        check(block.content.text.isValidUtf16());
    }
}

} // namespace

// Any split of a text gives the blocks of the whole at each step, the changes lead from one to the next, and
// the parse of the whole by md4c has the same letters.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::Input input(data, size);
    const std::uint8_t seed = input.takeByte();
    const QString text = textOf(input.rest());

    BlockParser whole;
    whole.append(text);
    BlockParser parser;
    QList<Block> blocks;
    const QByteArrayView bytes(reinterpret_cast<const char *>(text.constData()), text.size());
    qsizetype at = 0;
    // Sizes of parts come from the seed; a part of n bytes stands for n code units.
    fuzz::forEachPart(bytes, seed, [&](QByteArrayView part) {
        blocks = applied(blocks, parser.append(QStringView(text).sliced(at, part.size())));
        at += part.size();
        check(blocks == parser.blocks());
        checkSpans(blocks);
    });
    check(blocks == whole.blocks());
    blocks = applied(blocks, parser.end());
    check(blocks == parser.blocks());
    check(blocks == BlockParser::parse(text));
    checkSpans(blocks);
    check(!toHtml(blocks).contains(QStringLiteral("<script")));

    whole.end(BlockParser::Confirmation::None);
    if (hasOnlyPlainMarkup(text))
        check(letterCount(whole.blocks()) == letterCount(blocks));
    return 0;
}
