// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/exitstatus.h"

#include <QStringList>

namespace runnel {

class Console;

/// `ask`: one question, one reply. @p arguments begin with the verb. Gives the exit status.
ExitStatus runAsk(const QStringList &arguments, Console &console);

/// `chat`: a conversation, a line of standard input a question. Gives the status of its last reply.
ExitStatus runChat(const QStringList &arguments, Console &console);

} // namespace runnel
