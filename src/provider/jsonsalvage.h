// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace runnel {

/// The beginning of a JSON text that was cut off, closed so that it parses: an open string ends where it
/// was cut, a member without a value gets null, open arrays and objects are closed. What stood before
/// the cut is unchanged. Any input gives an output; it is valid JSON when @p cut began one.
QByteArray closedJson(QByteArrayView cut);

} // namespace runnel
