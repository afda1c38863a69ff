// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/serverlisting.h"

#include "provider/providerpreset.h"

namespace runnel {

ServerListing::ServerListing(const Endpoint &endpoint, const Settings &settings, QObject *parent)
    : QObject(parent), m_endpoint(endpoint), m_settings(settings)
{
    m_server.baseUrl = endpoint.baseUrl;
    m_server.identity.kind = vendorKind(endpoint.baseUrl);
}

ServerListing::~ServerListing() = default;

void ServerListing::start()
{
    if (m_server.identity.kind != ServerKind::OpenAiCompatible || vendorOf(m_endpoint.baseUrl)) {
        list();
        return;
    }
    ServerProbe::Settings settings;
    settings.limit = m_settings.probeLimit;
    settings.proxy = m_settings.catalog.proxy;
    settings.trusted = m_settings.catalog.trusted;
    m_probe = std::make_unique<ServerProbe>(m_endpoint.baseUrl, settings);
    connect(m_probe.get(), &ServerProbe::ended, this, [this] {
        if (m_probe->identity())
            m_server.identity = *m_probe->identity();
        list();
    });
    m_probe->start();
}

void ServerListing::list()
{
    m_catalog = std::make_unique<ModelCatalog>(m_endpoint, m_server.identity.kind, m_settings.catalog);
    connect(m_catalog.get(), &ModelCatalog::refreshed, this, [this] {
        m_server.models = m_catalog->models();
        m_server.failure = m_catalog->failure();
        emit finished();
    });
    m_catalog->refresh();
}

} // namespace runnel
