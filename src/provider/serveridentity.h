// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "provider/httpfetch.h"
#include "provider/serverkind.h"

#include <QHash>
#include <QStringList>

#include <optional>

namespace runnel {

/// Which program answers, by its own word.
struct ServerIdentity
{
    ServerKind kind = ServerKind::OpenAiCompatible;
    QString version;       ///< as it says; empty: it does not
    bool wantsKey = false; ///< it lists its models only for a key

    friend bool operator==(const ServerIdentity &, const ServerIdentity &) = default;
};

/// What to ask a server, below its origin, to learn which one it is. GETs that change nothing.
const QStringList &identityPaths();

/// Which model server gave these answers, by path; paths that were not answered in time are missing.
/// None: no model server. A status of 200 proves nothing (LM Studio gives it for paths that it does not
/// know, and so does many a web application), nor does imitation: KoboldCpp answers as Ollama does, and
/// TabbyAPI as KoboldCpp does. So each is known by words that only it says.
std::optional<ServerIdentity> identifyServer(const QHash<QString, FetchedAnswer> &answers);

} // namespace runnel
