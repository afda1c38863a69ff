// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "provider/endpoint.h"

#include <QList>
#include <QString>
#include <QUrl>

namespace runnel {

/// What is known beforehand of one vendor or local server.
struct ProviderPreset
{
    QString name; ///< as typed after --provider
    QString displayName;
    QUrl baseUrl;       ///< empty: every customer has an address of their own
    QString hostSuffix; ///< the vendor's own hosts are this one and those that end in "." + it; empty: local
    QByteArray keyVariable; ///< the environment variable that the vendor's SDK reads; empty: wants no key
    Dialect dialect = Dialect::OpenAiChat;
    Endpoint::KeyPlacement keyPlacement = Endpoint::KeyPlacement::Bearer;
    Endpoint::MaxTokensName maxTokensName = Endpoint::MaxTokensName::MaxTokens;
    bool asksForUsage = true;

    bool isLocal() const { return hostSuffix.isEmpty(); }
};

/// Where servers of that dialect want the key.
Endpoint::KeyPlacement usualKeyPlacement(Dialect dialect);

/// All of them, the vendors first.
const QList<ProviderPreset> &providerPresets();

/// The preset of that name, in any case; null: there is none.
const ProviderPreset *providerPresetNamed(const QString &name);

/// The vendor whose own address @p url is: an exact host or a subdomain, over https. Null: nobody's.
/// Only such an address is given the key of the vendor's environment variable.
const ProviderPreset *vendorOf(const QUrl &url);

} // namespace runnel
