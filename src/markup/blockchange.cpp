// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/blockchange.h"

#include <algorithm>
#include <utility>

namespace runnel {

namespace {

// How far to look for the place where two lists agree again. A definition that renders to nothing costs one
// block; more than this many in a row, and blocks are replaced that need not be.
constexpr qsizetype lookAheadCount = 8;

// How many of the next blocks of @p list to step over until it agrees with @p wanted; 0 for none.
qsizetype stepsTo(const QList<Block> &list, qsizetype from, const Block &wanted)
{
    const qsizetype end = std::min(list.size(), from + 1 + lookAheadCount);
    for (qsizetype at = from + 1; at < end; ++at) {
        if (list.at(at) == wanted)
            return at - from;
    }
    return 0;
}

} // namespace

void applyChange(QList<Block> &blocks, const BlockChange &change)
{
    switch (change.kind) {
    case BlockChange::Kind::AppendText:
        blocks[change.index].content.text += change.text;
        return;
    case BlockChange::Kind::ReplaceSpans: {
        InlineText &content = blocks[change.index].content;
        content.text.truncate(change.keptLength);
        content.text += change.text;
        content.spans.resize(change.keptSpanCount);
        content.spans += change.spans;
        return;
    }
    case BlockChange::Kind::AddBlock:
        blocks.insert(change.index, change.block);
        return;
    case BlockChange::Kind::ReplaceBlock:
        blocks[change.index] = change.block;
        return;
    case BlockChange::Kind::RemoveBlock:
        blocks.removeAt(change.index);
        return;
    }
    Q_UNREACHABLE();
}

QList<BlockChange> changesBetween(const QList<Block> &old, const QList<Block> &next)
{
    QList<BlockChange> changes;
    const auto change = [&changes](BlockChange::Kind kind, qsizetype index, Block block = {}) {
        BlockChange made;
        made.kind = kind;
        made.index = index;
        made.block = std::move(block);
        changes.append(std::move(made));
    };
    qsizetype from = 0;
    qsizetype to = 0;
    while (from < old.size() && to < next.size()) {
        if (old.at(from) == next.at(to)) {
            ++from;
            ++to;
        } else if (const qsizetype goneCount = stepsTo(old, from, next.at(to))) {
            for (qsizetype i = 0; i < goneCount; ++i)
                change(BlockChange::Kind::RemoveBlock, to);
            from += goneCount;
        } else if (const qsizetype newCount = stepsTo(next, to, old.at(from))) {
            for (qsizetype i = 0; i < newCount; ++i, ++to)
                change(BlockChange::Kind::AddBlock, to, next.at(to));
        } else {
            change(BlockChange::Kind::ReplaceBlock, to, next.at(to));
            ++from;
            ++to;
        }
    }
    for (; to < next.size(); ++to)
        change(BlockChange::Kind::AddBlock, to, next.at(to));
    for (qsizetype at = old.size(); at > from; --at)
        change(BlockChange::Kind::RemoveBlock, to + (at - from) - 1);
    return changes;
}

} // namespace runnel
