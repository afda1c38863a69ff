// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "markup/block.h"
#include "markup/leafcontent.h"

#include <optional>

namespace runnel {

/// The blocks of a whole text as md4c finds them, which also knows definitions of links.
///
/// @p edits are in the order of the text. Nothing is returned where md4c's answer cannot stand: a
/// formula turned out to be something else, or references repeat long targets beyond 16 times the text.
/// Linear in the text, if its nesting is bounded (BlockScanner::hasPassedLimit()).
std::optional<QList<Block>> parseDocument(QStringView source, const QList<SourceEdit> &edits);

} // namespace runnel
