// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace runnel {

/// Appends @p bytes to @p out, with U+FFFD in place of every ill-formed part.
///
/// One U+FFFD for each maximal subpart, as the WHATWG UTF-8 decoder emits them (Unicode 15, 3.9, "U+FFFD
/// Substitution of Maximal Subparts"). No byte order mark is taken away.
void appendRepairedUtf8(QByteArrayView bytes, QByteArray &out);

} // namespace runnel
