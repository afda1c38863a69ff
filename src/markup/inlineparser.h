// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "markup/inlinebuilder.h"
#include "markup/mathmask.h"

namespace runnel {

/// Parses the text of one leaf, whose lines are known not to begin a block. md4c does it, on a document in
/// which they cannot: so the inline rules are the same for one leaf as for the whole text.
///
/// Definitions of links are not known here. Linear in the text.
void parseInline(QStringView masked, InlineBuilder &builder);

/// The cells of one row of a table with @p columnCount columns. Empty cells at the end are left out.
QList<InlineText> parseTableRow(QStringView masked, const QList<Formula> &formulas, qsizetype columnCount);

/// The row's cells as they go into a table's content, a tab between them.
InlineText joinedCells(const QList<InlineText> &cells);

} // namespace runnel
