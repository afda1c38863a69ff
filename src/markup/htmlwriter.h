// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "markup/block.h"

#include <QString>

namespace runnel {

/// Blocks as HTML for a transcript: elements without style, script or identifiers. All text and all
/// attributes are escaped; a link that the policy refuses is its text. Images are links, formulas their TeX
/// in <code class="math">.
QString toHtml(const QList<Block> &blocks);

/// One run of text in the subset that Qt Quick's text items understand; for a row, or a table's cell.
/// Nothing in it makes them load anything.
QString toRichText(const InlineText &content);

} // namespace runnel
