// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/faultscript.h"

#include "provider/serverkind.h"

#include <optional>

namespace runnel {

/// A server as it answers the questions that tell who it is.
struct ServerRow
{
    const char *name;
    QList<SitePage> pages;
    std::optional<ServerKind> kind; ///< none: no model server
    QString version = {};
    bool wantsKey = false;
};

/// Every kind, and imposters.
QList<ServerRow> serverRows();

} // namespace runnel
