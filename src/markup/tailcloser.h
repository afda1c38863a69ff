// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

namespace runnel {

/// The text of a leaf that still grows, made fit to be shown: what is half typed at its end waits, and
/// emphasis, code and links that are open are closed. "see **bol" gives "see **bol**", "a [link](htt" a link
/// without a target. A guess for the eye only: the leaf's end gives the real text.
///
/// A bracket behind a letter or digit, as in "a[i", and what is open for more than maxOpenLength characters
/// is not closed. Linear in @p masked, apart from code spans (at most 32 lengths of fences).
QString closedTail(QStringView masked);

inline constexpr qsizetype maxOpenLength = 1000;

} // namespace runnel
