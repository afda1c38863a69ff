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

/// Why nobody of @p servers will do.
QString nobodySentence(const QList<ListedServer> &servers)
{
    if (servers.isEmpty())
        return tr("No server was named, and none answers on this computer.");
    const ListedServer &server = servers.first();
    const QString kind = serverKindName(server.identity.kind);
    const QString address = server.baseUrl.toString();
    return server.identity.wantsKey
        ? tr("No server was named; %1 at %2 wants a key, which only a named server gets.").arg(kind, address)
        : tr("No server was named; %1 at %2 has no model to chat with.").arg(kind, address);
}

QString namingHint()
{
    return tr("Name a server: by its address, such as --url http://localhost:11434/v1, or by --provider, one "
              "of %1.")
        .arg(providerNames().join(", "_L1));
}

} // namespace

Result<void> settleTarget(AskOptions &options, Console &console)
{
    if (options.target.isDemo || !options.target.endpoint.baseUrl.isEmpty())
        return {};
    const QList<ListedServer> servers = findLocalServers();
    const auto choice = chooseLocal(servers, options.target.model);
    TargetDescription description;
    if (choice) {
        description.url = choice->server.baseUrl.toString();
        description.model = choice->model;
    } else if (options.target.model.isEmpty()) {
        description.provider = u"demo"_s;
    } else {
        // Who named a model wants that one, and not a demonstration.
        return Error{Error::Kind::InvalidInput, nobodySentence(servers) + u' ' + namingHint(), {}, 0};
    }
    // Without the environment: a key in it is for a server that was named.
    auto target = resolveTarget(description, QProcessEnvironment());
    if (!target)
        return target.error();
    options.target = target.takeValue();
    if (choice) {
        console.note(tr("no server was named; using %1 at %2 with the model %3.")
                         .arg(serverKindName(choice->server.identity.kind), description.url, choice->model));
    } else {
        console.note(tr("%1 Using the built-in demo, which is no model; --help tells how to name a server.")
                         .arg(nobodySentence(servers)));
    }
    return {};
}

} // namespace runnel
