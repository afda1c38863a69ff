// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/localservers.h"

#include <algorithm>

namespace runnel {

LocalServers::LocalServers(const Settings &settings, QObject *parent)
    : QObject(parent), m_settings(settings), m_discovery(settings.discovery)
{
    connect(&m_discovery, &EndpointDiscovery::finished, this, &LocalServers::list);
}

LocalServers::~LocalServers() = default;

void LocalServers::start()
{
    m_discovery.start();
}

void LocalServers::list()
{
    const QList<DiscoveredServer> found = m_discovery.servers();
    if (found.isEmpty()) {
        emit finished();
        return;
    }
    for (const DiscoveredServer &server : found) {
        m_servers.append({server.identity, server.baseUrl, {}, {}});
        Endpoint endpoint;
        endpoint.baseUrl = server.baseUrl;
        m_catalogs.push_back(
            std::make_unique<ModelCatalog>(endpoint, server.identity.kind, m_settings.catalog));
        ModelCatalog *catalog = m_catalogs.back().get();
        connect(catalog, &ModelCatalog::refreshed, this, [this, catalog, index = m_servers.size() - 1] {
            m_servers[index].models = catalog->models();
            m_servers[index].failure = catalog->failure();
            if (++m_listedCount == m_catalogs.size())
                emit finished();
        });
    }
    for (const auto &catalog : m_catalogs)
        catalog->refresh();
}

QList<quint16> localPorts(const QProcessEnvironment &environment)
{
    const QString variable = QStringLiteral("RUNNEL_LOCAL_PORTS");
    if (!environment.contains(variable))
        return EndpointDiscovery::Settings().ports;
    QList<quint16> ports;
    const QStringList words = environment.value(variable).split(u',', Qt::SkipEmptyParts);
    for (const QString &word : words) {
        const quint16 port = word.trimmed().toUShort();
        if (port != 0 && !ports.contains(port))
            ports.append(port);
    }
    return ports;
}

std::optional<LocalChoice> chooseLocal(const QList<ListedServer> &servers, const QString &model)
{
    const auto isOpen
        = [](const ListedServer &server) { return !server.identity.wantsKey && !server.failure; };
    for (const ListedServer &server : servers) {
        const bool lists = std::any_of(server.models.begin(), server.models.end(),
            [&](const ModelInfo &info) { return info.id == model; });
        if (isOpen(server) && lists)
            return LocalChoice{server, model};
    }
    for (const ListedServer &server : servers) {
        if (!isOpen(server))
            continue;
        const auto chat = std::find_if(server.models.begin(), server.models.end(),
            [](const ModelInfo &info) { return info.traits.chat.value_or(true); });
        if (chat != server.models.end())
            return LocalChoice{server, model.isEmpty() ? chat->id : model};
    }
    return std::nullopt;
}

} // namespace runnel
