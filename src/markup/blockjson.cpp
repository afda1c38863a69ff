// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/blockjson.h"

#include "markup/linkpolicy.h"

namespace runnel {

namespace {

QString nameOf(Block::Kind kind)
{
    static const char *const names[] = {"paragraph", "heading", "code", "table", "rule", "math", "image"};
    return QString::fromLatin1(names[int(kind)]);
}

QJsonObject toJson(const Container &container)
{
    static const char *const kinds[] = {"quote", "bullet", "ordered"};
    QJsonObject object{{QStringLiteral("kind"), QString::fromLatin1(kinds[int(container.kind)])}};
    if (container.join != Container::Join::Continues)
        object.insert(QStringLiteral("join"),
            container.join == Container::Join::Begins ? QStringLiteral("begins") : QStringLiteral("next"));
    if (container.task != Container::Task::None)
        object.insert(QStringLiteral("task"),
            container.task == Container::Task::Open ? QStringLiteral("open") : QStringLiteral("done"));
    if (!container.isTight)
        object.insert(QStringLiteral("loose"), true);
    if (container.kind == Container::Kind::Ordered)
        object.insert(QStringLiteral("number"), container.number);
    return object;
}

QJsonArray toJson(const QList<InlineSpan> &spans)
{
    QJsonArray array;
    for (const InlineSpan &span : spans) {
        QJsonArray one{span.offset, span.length, int(span.styles.toInt())};
        if (!span.target.isEmpty())
            one.append(span.target);
        array.append(one);
    }
    return array;
}

void insertText(QJsonObject &object, const QString &text)
{
    if (!text.isEmpty())
        object.insert(QStringLiteral("text"), text);
}

void insertSpans(QJsonObject &object, const QList<InlineSpan> &spans)
{
    if (!spans.isEmpty())
        object.insert(QStringLiteral("spans"), toJson(spans));
}

} // namespace

QJsonObject toJson(const Block &block)
{
    QJsonObject object{{QStringLiteral("kind"), nameOf(block.kind)}};
    if (block.headingLevel > 0)
        object.insert(QStringLiteral("level"), block.headingLevel);
    QJsonArray path;
    for (const Container &container : block.path)
        path.append(toJson(container));
    if (!path.isEmpty())
        object.insert(QStringLiteral("path"), path);
    insertText(object, block.content.text);
    insertSpans(object, block.content.spans);
    if (!block.target.isEmpty()) {
        object.insert(QStringLiteral("url"), block.target);
        object.insert(QStringLiteral("host"), hostOf(block.target));
    }
    if (!block.language.isEmpty())
        object.insert(QStringLiteral("language"), block.language);
    if (block.chunkIndex > 0)
        object.insert(QStringLiteral("chunk"), block.chunkIndex);
    static const char *const alignments[] = {"", "left", "center", "right"};
    QJsonArray columns;
    for (const ColumnAlignment column : block.columns)
        columns.append(QString::fromLatin1(alignments[int(column)]));
    if (!columns.isEmpty())
        object.insert(QStringLiteral("columns"), columns);
    return object;
}

QJsonArray toJson(const QList<Block> &blocks)
{
    QJsonArray array;
    for (const Block &block : blocks)
        array.append(toJson(block));
    return array;
}

QJsonObject toJson(const BlockChange &change)
{
    static const char *const operations[] = {"append", "spans", "add", "replace", "remove"};
    QJsonObject object{{QStringLiteral("op"), QString::fromLatin1(operations[int(change.kind)])},
        {QStringLiteral("block"), change.index}};
    switch (change.kind) {
    case BlockChange::Kind::AppendText:
        insertText(object, change.text);
        break;
    case BlockChange::Kind::ReplaceSpans:
        object.insert(QStringLiteral("keep"), change.keptLength);
        object.insert(QStringLiteral("keepSpans"), change.keptSpanCount);
        insertText(object, change.text);
        insertSpans(object, change.spans);
        break;
    case BlockChange::Kind::AddBlock:
    case BlockChange::Kind::ReplaceBlock:
        object.insert(QStringLiteral("value"), toJson(change.block));
        break;
    case BlockChange::Kind::RemoveBlock:
        break;
    }
    return object;
}

} // namespace runnel
