// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/exitstatus.h"

#include <QStringList>

namespace runnel {

class Console;

/// `models`: what a server, or every server on this computer, has. @p arguments begin with the verb. Gives
/// the exit status.
ExitStatus runModels(const QStringList &arguments, Console &console);

} // namespace runnel
