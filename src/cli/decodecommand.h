// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/exitstatus.h"

#include <QStringList>

namespace runnel {

class Console;

/// `decode`: reads a captured answer on standard input and prints what it says, as JSON lines.
/// @p arguments begin with the verb. Gives the exit status.
ExitStatus runDecode(const QStringList &arguments, Console &console);

} // namespace runnel
