// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/exitstatus.h"

#include <QStringList>

namespace runnel {

/// runnel-cli: finds the verb and runs it. @p arguments as main() got them. Gives the exit status.
/// A QCoreApplication must exist.
ExitStatus runCommandLine(const QStringList &arguments);

} // namespace runnel
