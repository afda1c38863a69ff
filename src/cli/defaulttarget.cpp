// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/defaulttarget.h"

#include "cli/console.h"
#include "session/localservers.h"

#include <QCoreApplication>
#include <QEventLoop>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;

QString tr(const char *text)
{
    return QCoreApplication::translate("DefaultTarget", text);
}

QList<ListedServer> findLocalServers()
{
    LocalServers::Settings settings;
    settings.discovery.ports = localPorts(QProcessEnvironment::systemEnvironment());
    settings.catalog.limit = settings.catalog.connectLimit = std::chrono::seconds(3);
    LocalServers local(settings);
    QEventLoop loop;
    QObject::connect(&local, &LocalServers::finished, &loop, &QEventLoop::quit);
    local.start();
    loop.exec();
    return local.servers();
}

/// Why nobody of @p servers will do, and what to do about it.
QString nobodySentence(const QList<ListedServer> &servers)
{
    const QString name = tr("Name a server: by its address, such as --url http://localhost:11434/v1, or by "
                            "--provider, one of %1.")
                             .arg(providerNames().join(", "_L1));
    if (servers.isEmpty())
        return tr("No server was named, and none answers on this computer. ") + name;
    const ListedServer &server = servers.first();
    const QString kind = serverKindName(server.identity.kind);
    const QString address = server.baseUrl.toString();
    if (server.identity.wantsKey)
        return tr("No server was named; %1 at %2 wants a key, which only a named server gets. ")
                   .arg(kind, address)
            + name;
    return tr("No server was named; %1 at %2 has no model to chat with. ").arg(kind, address) + name;
}

} // namespace

Result<void> settleTarget(AskOptions &options, Console &console)
{
    if (!options.target.endpoint.baseUrl.isEmpty())
        return {};
    const QList<ListedServer> servers = findLocalServers();
    const auto choice = chooseLocal(servers, options.target.model);
    // The built-in demo steps in here, where there is nobody else.
    if (!choice)
        return Error{Error::Kind::InvalidInput, nobodySentence(servers), {}, 0};
    TargetDescription description;
    description.url = choice->server.baseUrl.toString();
    description.model = choice->model;
    // Without the environment: a key in it is for a server that was named.
    auto target = resolveTarget(description, QProcessEnvironment());
    if (!target)
        return target.error();
    options.target = target.takeValue();
    console.note(tr("no server was named; using %1 at %2 with the model %3.")
                     .arg(serverKindName(choice->server.identity.kind), description.url, choice->model));
    return {};
}

} // namespace runnel
