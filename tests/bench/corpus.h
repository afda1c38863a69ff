// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <algorithm>
#include <functional>

namespace runnel::bench {

/// @p piece(0), @p piece(1), … until there are at least @p bytes.
QByteArray repeated(qsizetype bytes, const std::function<QByteArray(qsizetype)> &piece);

/// An event of exactly 250 bytes that adds one word to a reply, as OpenAI sends it.
QByteArray chatChunk(qsizetype number);

/// A whole reply of about @p bytes in such chunks, with finish reason, usage and [DONE].
QByteArray chatReply(qsizetype bytes);

/// @p corpus in reads of @p readBytes, as a socket gives it.
void forEachRead(QByteArrayView corpus, qsizetype readBytes, auto &&onRead)
{
    for (qsizetype at = 0; at < corpus.size(); at += readBytes)
        onRead(corpus.sliced(at, std::min(readBytes, corpus.size() - at)));
}

} // namespace runnel::bench
