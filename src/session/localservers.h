// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "provider/endpointdiscovery.h"
#include "session/serverlisting.h"

#include <QObject>
#include <QProcessEnvironment>

#include <memory>
#include <optional>
#include <vector>

namespace runnel {

/// The model servers on this computer, with their models.
///
/// Exactly one finished() after start(), never from within. Sends no key. Main thread.
class LocalServers final : public QObject
{
    Q_OBJECT

public:
    struct Settings
    {
        EndpointDiscovery::Settings discovery;
        ModelCatalog::Settings catalog;
    };

    explicit LocalServers(const Settings &settings, QObject *parent = nullptr);
    ~LocalServers() override;

    /// Once an object.
    void start();

    /// Those that answered, in the order of the ports; complete after finished().
    const QList<ListedServer> &servers() const { return m_servers; }

signals:
    void finished();

private:
    void list();

    const Settings m_settings;
    EndpointDiscovery m_discovery;
    QList<ListedServer> m_servers;
    std::vector<std::unique_ptr<ModelCatalog>> m_catalogs; // one a server
    size_t m_listedCount = 0;
};

/// Where to look: the ports of the variable RUNNEL_LOCAL_PORTS ("11434,8080"; empty: nowhere), else the
/// usual ones. What is no port is left out.
QList<quint16> localPorts(const QProcessEnvironment &environment);

/// What a person who named no server talks to.
struct LocalChoice
{
    ListedServer server;
    QString model;
};

/// The first of @p servers that lists @p model; if none does, or none is wanted, the first that has a model
/// to chat with, and then that model. Servers that want a key are passed over. None: there is nobody.
std::optional<LocalChoice> chooseLocal(const QList<ListedServer> &servers, const QString &model);

} // namespace runnel
