// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/blockdump.h"

namespace runnel::testing {

namespace {

QString dump(const Container &container)
{
    QString text = container.kind == Container::Kind::Quote ? QStringLiteral(">")
        : container.kind == Container::Kind::Bullet         ? QStringLiteral("-")
                                                            : QStringLiteral("%1.").arg(container.number);
    if (container.join != Container::Join::Begins)
        text += container.join == Container::Join::NextItem ? u'+' : u'~';
    if (!container.isTight)
        text += u'!';
    if (container.task != Container::Task::None)
        text += container.task == Container::Task::Done ? u'x' : u'o';
    return text;
}

QString dump(const InlineText &content)
{
    QString text;
    qsizetype done = 0;
    for (const InlineSpan &span : content.spans) {
        text += QStringView(content.text).sliced(done, span.offset - done);
        text += u'⟨';
        const char *letters = "ibsclrgmM"; // in the order of the bits
        for (int bit = 0; letters[bit] != 0; ++bit) {
            if (span.styles.toInt() & (1 << bit))
                text += QLatin1Char(letters[bit]);
        }
        if (!span.target.isEmpty())
            text += u'=' + span.target;
        text += u':';
        text += QStringView(content.text).sliced(span.offset, span.length);
        text += u'⟩';
        done = span.offset + span.length;
    }
    text += QStringView(content.text).sliced(done);
    return text.replace(u'\n', u'⏎').replace(u'\t', u'⇥');
}

} // namespace

QString dump(const QList<Block> &blocks)
{
    static const char *const kinds[] = {"p", "h", "code", "table", "rule", "math", "image"};
    QString text;
    for (const Block &block : blocks) {
        text += QString::fromLatin1(kinds[int(block.kind)]);
        if (block.kind == Block::Kind::Heading)
            text += QString::number(block.headingLevel);
        if (!block.language.isEmpty())
            text += u'=' + block.language;
        if (block.chunkIndex > 0)
            text += QStringLiteral("#%1").arg(block.chunkIndex);
        for (const ColumnAlignment column : block.columns)
            text += QLatin1Char("-<^>"[int(column)]);
        if (!block.target.isEmpty())
            text += u'=' + block.target;
        for (const Container &container : block.path)
            text += u' ' + dump(container);
        text += QStringLiteral(": ") + dump(block.content) + u'\n';
    }
    return text;
}

} // namespace runnel::testing
