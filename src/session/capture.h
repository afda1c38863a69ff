// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "provider/capturedecoding.h"

#include <QByteArrayView>
#include <QString>
#include <QStringList>

#include <optional>

namespace runnel {

/// The dialect of that name, as typed after --dialect; none: there is no such dialect.
std::optional<Dialect> dialectNamed(const QString &name);

/// Its name there.
QString dialectName(Dialect dialect);

/// All names that dialectNamed() takes.
QStringList dialectNames();

/// Which dialect the beginning of a captured answer looks like; none: like none of them, and then it is
/// just an event stream.
std::optional<Dialect> guessDialect(QByteArrayView beginning);

} // namespace runnel
