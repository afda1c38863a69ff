// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "cli/askoptions.h"

namespace runnel {

class Console;

/// Fills in whom to talk to when nobody was named: a model server on this computer, if one answers, and
/// says on standard error which. Its key is nobody's: none is sent. May run the event loop for some seconds.
///
/// Error::InvalidInput, as a sentence: there is nobody. @p options are unchanged then, and when a server
/// was named.
Result<void> settleTarget(AskOptions &options, Console &console);

} // namespace runnel
