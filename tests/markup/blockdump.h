// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "markup/block.h"

namespace runnel::testing {

/// Blocks as short text, one a line: "kind path: text", a span as "⟨bi:text⟩" with one letter a style and,
/// for a link, "⟨l=target:text⟩". On the path a container is ">" or "-" or "3.", followed by "+" where it is
/// the next item, "~" where it continues, "!" where its list is loose, "x" or "o" where it is a task.
QString dump(const QList<Block> &blocks);

} // namespace runnel::testing
