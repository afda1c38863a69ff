// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/exitstatus.h"

#include <QStringList>

namespace runnel {

class Console;

/// `replay`: plays a recording to the terminal. @p arguments begin with the verb. Gives the exit status.
ExitStatus runReplay(const QStringList &arguments, Console &console);

} // namespace runnel
