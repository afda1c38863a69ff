// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/surrogatejoiner.h"

#include <algorithm>
#include <utility>

namespace runnel {

void SurrogateJoiner::join(QString &piece)
{
    if (piece.isEmpty())
        return;
    if (!m_pending.isNull())
        piece.prepend(std::exchange(m_pending, QChar()));
    if (std::none_of(piece.cbegin(), piece.cend(), [](QChar c) { return c.isSurrogate(); }))
        return;
    if (piece.back().isHighSurrogate()) {
        m_pending = piece.back();
        piece.chop(1);
    }
    for (qsizetype i = 0; i < piece.size(); ++i) {
        const QChar c = piece.at(i);
        if (!c.isSurrogate())
            continue;
        if (c.isHighSurrogate() && i + 1 < piece.size() && piece.at(i + 1).isLowSurrogate())
            ++i;
        else
            piece[i] = QChar::ReplacementCharacter;
    }
}

QString SurrogateJoiner::takeRest()
{
    return std::exchange(m_pending, QChar()).isNull() ? QString() : QString(QChar::ReplacementCharacter);
}

} // namespace runnel
