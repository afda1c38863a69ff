// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>

namespace runnel {

/// @p bytes as UTF-16, with U+FFFD for what is malformed. Unlike QString::fromUtf8(), it keeps a U+FEFF at
/// the beginning: within a stream that is a character like any other.
QString fromUtf8Keeping(QByteArrayView bytes);

} // namespace runnel
