// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/block.h"

#include <algorithm>

namespace runnel {

QList<QList<InlineText>> tableRows(const Block &table)
{
    QList<QList<InlineText>> rows;
    const QString &text = table.content.text;
    if (text.isEmpty())
        return rows;
    qsizetype start = 0;
    qsizetype span = 0;
    rows.emplaceBack();
    for (qsizetype at = 0; at <= text.size(); ++at) {
        const bool isEnd = at == text.size();
        if (!isEnd && text.at(at) != u'\t' && text.at(at) != u'\n')
            continue;
        InlineText cell{text.sliced(start, at - start), {}};
        for (; span < table.content.spans.size() && table.content.spans.at(span).offset < at; ++span) {
            cell.spans.append(table.content.spans.at(span));
            cell.spans.last().offset -= start;
        }
        rows.last().append(std::move(cell));
        if (!isEnd && text.at(at) == u'\n')
            rows.emplaceBack();
        start = at + 1;
    }
    return rows;
}

} // namespace runnel
