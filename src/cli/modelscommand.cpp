// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/modelscommand.h"

#include "cli/askoptions.h"
#include "cli/console.h"
#include "cli/verbparser.h"
#include "session/demoprovider.h"
#include "session/failuresentence.h"
#include "session/localservers.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QLocale>

#include <algorithm>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;

QString tr(const char *text)
{
    return QCoreApplication::translate("Models", text);
}

template <typename Search> void runToEnd(Search &search)
{
    QEventLoop loop;
    QObject::connect(&search, &Search::finished, &loop, &QEventLoop::quit);
    search.start();
    loop.exec();
}

QList<ListedServer> listServers(const ServerOptions &options, std::optional<std::chrono::milliseconds> limit)
{
    ModelCatalog::Settings catalog;
    catalog.proxy = options.proxy;
    catalog.trusted = options.trusted;
    if (limit)
        catalog.limit = catalog.connectLimit = *limit;
    if (!options.target.endpoint.baseUrl.isEmpty()) {
        ServerListing::Settings settings;
        settings.catalog = catalog;
        ServerListing listing(options.target.endpoint, settings);
        runToEnd(listing);
        return {listing.server()};
    }
    LocalServers::Settings settings;
    settings.catalog = catalog;
    settings.discovery.ports = localPorts(QProcessEnvironment::systemEnvironment());
    LocalServers local(settings);
    runToEnd(local);
    return local.servers();
}

QJsonValue orNull(std::optional<bool> trait)
{
    return trait ? QJsonValue(*trait) : QJsonValue(QJsonValue::Null);
}

QJsonObject toJson(const ListedServer &server)
{
    return {{"name"_L1, serverKindName(server.identity.kind)}, {"url"_L1, server.baseUrl.toString()},
        {"version"_L1,
            server.identity.version.isEmpty() ? QJsonValue(QJsonValue::Null)
                                              : QJsonValue(server.identity.version)}};
}

QJsonObject toJson(const ModelInfo &model, const ListedServer &server)
{
    const ModelTraits &traits = model.traits;
    return {{"id"_L1, model.id},
        {"name"_L1,
            model.displayName.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(model.displayName)},
        {"contextTokens"_L1,
            traits.contextTokens ? QJsonValue(*traits.contextTokens) : QJsonValue(QJsonValue::Null)},
        {"vision"_L1, orNull(traits.vision)}, {"tools"_L1, orNull(traits.tools)},
        {"reasoning"_L1, orNull(traits.reasoning)}, {"chat"_L1, orNull(traits.chat)},
        {"server"_L1, server.baseUrl.toString()}};
}

void printJson(const ListedServer &server, Console &console)
{
    for (const ModelInfo &model : server.models)
        console.writeLine({{"model"_L1, toJson(model, server)}});
    console.writeLine({{"server"_L1, toJson(server)}, {"modelCount"_L1, server.models.size()},
        {"error"_L1,
            server.failure ? QJsonValue(failureJson(*server.failure, false))
                           : QJsonValue(QJsonValue::Null)}});
}

/// What is known of a model beside its name; a question mark for nothing.
QString traitsText(const ModelTraits &traits)
{
    QStringList words;
    words.append(traits.contextTokens ? QString::number(*traits.contextTokens) : u"?"_s);
    if (traits.chat == false)
        words.append(tr("not for chat"));
    if (traits.vision == true)
        words.append(tr("vision"));
    if (traits.tools == true)
        words.append(tr("tools"));
    if (traits.reasoning == true)
        words.append(tr("reasoning"));
    return words.join(u' ');
}

void printText(const ListedServer &server, Console &console)
{
    if (!server.failure) {
        const QString version
            = server.identity.version.isEmpty() ? QString() : u' ' + server.identity.version;
        console.note(
            tr("%1%2 at %3").arg(serverKindName(server.identity.kind), version, server.baseUrl.toString()));
    }
    qsizetype width = 0;
    for (const ModelInfo &model : server.models)
        width = std::max(width, model.id.size());
    for (const ModelInfo &model : server.models)
        console.write(model.id.leftJustified(width) + "  "_L1 + traitsText(model.traits) + u'\n');
    if (server.failure) {
        console.note(failureSentence(*server.failure, false));
        if (!server.failure->fingerprint.isEmpty())
            console.note(tr("Add --accept-certificate %1 to accept it.").arg(server.failure->fingerprint));
    } else if (server.models.isEmpty()) {
        console.note(tr("it lists no model."));
    }
}

} // namespace

ExitStatus runModels(const QStringList &arguments, Console &console)
{
    VerbParser parser(u"models"_s,
        tr("List the models of a server: name, context in tokens, and what it can do, as far as the server "
           "tells. Without --url and --provider, those of every model server on this computer; the variable "
           "RUNNEL_LOCAL_PORTS says where to look, such as 11434,8080.\n\nExit status: 0 listed, 2 usage, 3 "
           "no "
           "list."));
    addServerOptions(parser);
    parser.add(u"timeout"_s, tr("For each list (15 s)."), u"TIME"_s);
    parser.add(u"json"_s, tr("Print one JSON object a line."));
    if (const auto status = parser.parse(arguments, console))
        return *status;
    if (!parser.positionalArguments().isEmpty())
        return parser.misuse(tr("models takes no arguments; --url names a server."), console);
    const auto read = readServerOptions(parser);
    if (!read)
        return parser.misuse(read.error().message, console);
    ServerOptions options = read.value();
    std::unique_ptr<DemoProvider> demo;
    if (options.target.isDemo) {
        auto started = DemoProvider::start();
        if (!started) {
            console.note(tr("The demo cannot start: %1.").arg(started.error().message));
            return ExitStatus::FailedBeforeText;
        }
        demo = started.takeValue();
        demo->serve(options.target);
    }
    std::optional<std::chrono::milliseconds> limit;
    if (parser.isSet(u"timeout"_s)) {
        const auto duration = parseDuration(parser.value(u"timeout"_s));
        if (!duration)
            return parser.misuse(tr("--timeout: %1").arg(duration.error().message), console);
        limit = duration.value();
    }
    if (!options.warning.isEmpty())
        console.note(options.warning);

    const QList<ListedServer> servers = listServers(options, limit);
    for (const ListedServer &server : servers) {
        if (parser.isSet(u"json"_s))
            printJson(server, console);
        else
            printText(server, console);
    }
    if (servers.isEmpty())
        console.note(
            tr("No model server answers on this computer. Start one, or name one by --url or --provider."));
    const bool hasList
        = std::any_of(servers.begin(), servers.end(), [](const ListedServer &s) { return !s.failure; });
    return hasList ? ExitStatus::Complete : ExitStatus::FailedBeforeText;
}

} // namespace runnel
