// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

namespace runnel {

/// Makes the text that a model sent fit to be shown, piece by piece; any split gives the same characters.
///
/// Line ends become line feeds. NUL, lone surrogates, and the noncharacter U+FDD0 (which marks formulas on
/// their way through md4c) become U+FFFD, and so do the bidirectional embeddings, overrides and isolates
/// (U+202A to U+202E, U+2066 to U+2069): they make text read otherwise than it is ("Trojan Source",
/// CVE-2021-42574), in code and in the names of hosts. The stored message keeps what was sent.
class SourceCleaner final
{
public:
    /// Adds what @p piece brings to @p text. Half of a surrogate pair at its end waits for the next piece.
    void append(QStringView piece, QString &text);

    /// Adds what still waits.
    void finish(QString &text);

private:
    QChar m_highSurrogate;       // null: none waits
    bool m_skipLineFeed = false; // after CR: a following LF belongs to the same line end
};

/// @p c or, where it must not be shown, U+FFFD. Surrogates pass.
QChar harmless(QChar c);

} // namespace runnel
