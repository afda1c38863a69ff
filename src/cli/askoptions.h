// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "chat/completionoptions.h"
#include "session/chatsession.h"
#include "session/chattarget.h"

#include <QString>

namespace runnel {

class VerbParser;

/// The options that `ask` and `chat` share, read and checked.
struct AskOptions
{
    ChatTarget target;
    ChatSession::ClientSettings client;
    CompletionOptions completion;
    QString recordPath; ///< empty: nothing is recorded
    bool asJson = false;
    QString warning; ///< to be said before anything else; empty: none
};

/// Declares them.
void addAskOptions(VerbParser &parser);

/// Reads them. Error::InvalidInput and what resolveTarget() gives; the message is a sentence.
Result<AskOptions> readAskOptions(const VerbParser &parser);

/// "250ms", "1.5", "90s", "5m": a duration above 0.
Result<std::chrono::milliseconds> parseDuration(const QString &text);

} // namespace runnel
