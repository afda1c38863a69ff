// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace runnel {

/// Recognises a JSON text that is another one but for the words in one string.
///
/// The chunks of a streamed reply mostly are: ids, model and time repeat, and only the words are new. Where
/// all around a string is the same, byte by byte, and the string has neither quote nor escape, the text means
/// what the other one meant, with the new words: it need not be parsed (docs/technotes/repeated-chunks.md).
class RepeatedChunk final
{
public:
    /// @p json was parsed and adds nothing but the words of the string in it that begins at @p begin and
    /// is @p size bytes long, without its quotes.
    void remember(QByteArrayView json, qsizetype begin, qsizetype size);

    /// The string of @p json that stands where the remembered text had its words; UTF-8, not empty, nothing
    /// in it to unescape. None: only a parser can tell.
    std::optional<QByteArrayView> wordsIn(QByteArrayView json) const;

private:
    QByteArray m_before; // with the quote; empty: nothing is remembered
    QByteArray m_behind; // from the quote on
};

} // namespace runnel
