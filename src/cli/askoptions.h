// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "chat/completionoptions.h"
#include "session/chatsession.h"
#include "session/chattarget.h"
#include "session/serverlisting.h"

#include <QString>

namespace runnel {

class VerbParser;

/// The options that `ask` and `chat` share, read and checked.
struct AskOptions
{
    ChatTarget target; ///< without an address: none was named, and settleTarget() is due
    ChatSession::ClientSettings client;
    CompletionOptions completion;
    QString recordPath; ///< empty: nothing is recorded
    bool asJson = false;
    QString warning; ///< to be said before anything else; empty: none
};

/// The options that say which server, and how to reach it.
struct ServerOptions
{
    ChatTarget target; ///< without an address: none was named
    ProxySettings proxy;
    TrustedCertificates trusted;
    QString warning; ///< to be said before anything else; empty: none
};

/// Declares them.
void addServerOptions(VerbParser &parser);
void addAskOptions(VerbParser &parser);

/// Reads them. Errors as of readAskOptions().
Result<ServerOptions> readServerOptions(const VerbParser &parser);

/// Reads them. Error::InvalidInput and what resolveTarget() gives; the message is a sentence.
Result<AskOptions> readAskOptions(const VerbParser &parser);

/// "250ms", "1.5", "90s", "5m": a duration above 0.
Result<std::chrono::milliseconds> parseDuration(const QString &text);

} // namespace runnel
