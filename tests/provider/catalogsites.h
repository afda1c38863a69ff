// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/faultscript.h"

#include "provider/modelinfo.h"
#include "provider/serverkind.h"

namespace runnel {

/// A server whose models are asked for, the requests that this takes, and what comes of it.
struct CatalogRow
{
    const char *name;
    ServerKind kind;
    QString basePath;
    QList<SitePage> pages;
    QList<ModelInfo> models;
    QByteArrayList requests; ///< "METHOD target", sorted
    QByteArray keyHeader = "Authorization";
    QByteArray keyValue = "Bearer sk-canary-4711";
};

QList<CatalogRow> catalogRows();

} // namespace runnel
