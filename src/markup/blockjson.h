// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "markup/blockchange.h"

#include <QJsonArray>
#include <QJsonObject>

namespace runnel {

// Blocks and changes as JSON for the wire: data only, to be drawn by createElement and textContent. Members
// that say nothing (0, empty, false) are left out. Offsets and lengths are UTF-16 code units, as in
// JavaScript.
//
// block:  {"kind": "paragraph" | "heading" | "code" | "table" | "rule" | "math" | "image", "level": 1-6,
//          "path": [container…], "text": …, "spans": [span…], "url": of an image, "host": of an image,
//          "language": …, "chunk": its index in the code, "columns": ["" | "left" | "center" | "right", …]}
// container: {"kind": "quote" | "bullet" | "ordered", "join": "begins" | "next" (left out: it continues),
//          "task": "open" | "done", "loose": true, "number": …}
// span:   [offset, length, styles, target] with the bits of InlineStyle; target only where there is one
// change: {"op": "append", "block": index, "text": …}
//         {"op": "spans", "block": index, "keep": length, "keepSpans": count, "text": …, "spans": […]}
//         {"op": "add" | "replace", "block": index, "value": block}, {"op": "remove", "block": index}

QJsonObject toJson(const Block &block);
QJsonArray toJson(const QList<Block> &blocks);
QJsonObject toJson(const BlockChange &change);

} // namespace runnel
