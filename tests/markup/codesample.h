// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "markup/linelexer.h"

#include <QString>
#include <QStringList>

namespace runnel {

/// The source lines of an annotated sample: those that begin with `|`, without it.
QStringList sampleSource(QStringView sample);

/// @p source as a sample: each line behind a `|`, and below it, behind a `'`, one letter a character for the
/// class of its token, a space for plain.
///
/// k keyword, t type, s string, n number, c comment, f function, o operator, p preprocessor, g tag,
/// a attribute, v variable, d constant, h heading, + added, - removed.
QString annotated(const LineLexer &lexer, const QStringList &source);

} // namespace runnel
