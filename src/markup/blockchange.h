// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "markup/block.h"

namespace runnel {

/// One step from a list of blocks to the next; a list view and a wire can carry it out alike.
struct BlockChange
{
    enum class Kind : quint8
    {
        AppendText,   ///< text goes to the end of the block's; the spans stay
        ReplaceSpans, ///< keep the first keptLength characters and keptSpanCount spans, then add text, spans
        AddBlock,     ///< block goes in at index; as the text streams always at the end
        ReplaceBlock, ///< block takes the place of the one at index
        RemoveBlock   ///< the one at index goes; a definition of links, which is known as one at the end
    };

    Kind kind = Kind::AppendText;
    qsizetype index = 0;
    qsizetype keptLength = 0;
    qsizetype keptSpanCount = 0;
    QString text;
    QList<InlineSpan> spans;
    Block block;

    friend bool operator==(const BlockChange &, const BlockChange &) = default;
};

/// Carries out @p change. An index outside of @p blocks is a bug.
void applyChange(QList<Block> &blocks, const BlockChange &change);

/// The changes that make @p next of @p old, few where little differs. Linear in the blocks.
QList<BlockChange> changesBetween(const QList<Block> &old, const QList<Block> &next);

} // namespace runnel
