// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/localservers.h"

#include "support/faultserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace runnel;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

ListedServer server(int port, const QStringList &models)
{
    ListedServer listed;
    listed.baseUrl = QUrl(u"http://127.0.0.1:%1/v1"_s.arg(port));
    for (const QString &id : models)
        listed.models.append(
            {id, {}, {.chat = id.startsWith(u"embed"_s) ? std::optional(false) : std::nullopt}});
    return listed;
}

ListedServer withKey(ListedServer listed)
{
    listed.identity.wantsKey = true;
    return listed;
}

ListedServer failed(ListedServer listed)
{
    listed.failure = Failure();
    return listed;
}

} // namespace

class TestLocalServers final : public QObject
{
    Q_OBJECT

private slots:
    void choice_data();
    void choice();
    void ports_data();
    void ports();
    void listsAllThatAnswer();
    void nobodyThere();
    void namedServerIsAskedWhoItIs();
};

void TestLocalServers::choice_data()
{
    QTest::addColumn<QList<ListedServer>>("servers");
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<int>("port"); // 0: nobody
    QTest::addColumn<QString>("model");
    QTest::addRow("nobody") << QList<ListedServer>() << u""_s << 0 << u""_s;
    QTest::addRow("the first model") << QList{server(1, {u"a"_s, u"b"_s})} << u""_s << 1 << u"a"_s;
    QTest::addRow("not for chat") << QList{server(1, {u"embed"_s, u"b"_s})} << u""_s << 1 << u"b"_s;
    QTest::addRow("no model") << QList{server(1, {}), server(2, {u"a"_s})} << u""_s << 2 << u"a"_s;
    QTest::addRow("none with a model")
        << QList{server(1, {}), server(2, {u"embed"_s})} << u""_s << 0 << u""_s;
    QTest::addRow("wants a key") << QList{withKey(server(1, {u"a"_s})), server(2, {u"a"_s})} << u""_s << 2
                                 << u"a"_s;
    QTest::addRow("failed") << QList{failed(server(1, {u"a"_s})), server(2, {u"a"_s})} << u""_s << 2
                            << u"a"_s;
    QTest::addRow("wanted") << QList{server(1, {u"a"_s}), server(2, {u"x"_s, u"b"_s})} << u"b"_s << 2
                            << u"b"_s;
    QTest::addRow("wanted, but nowhere")
        << QList{server(1, {u"a"_s}), server(2, {u"b"_s})} << u"c"_s << 1 << u"c"_s;
}

void TestLocalServers::choice()
{
    QFETCH(QList<ListedServer>, servers);
    QFETCH(QString, wanted);
    QFETCH(int, port);
    const auto choice = chooseLocal(servers, wanted);
    QCOMPARE(choice.has_value(), port != 0);
    if (!choice)
        return;
    QCOMPARE(choice->server.baseUrl.port(), port);
    QTEST(choice->model, "model");
}

void TestLocalServers::ports_data()
{
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QList<quint16>>("ports");
    QTest::addRow("empty") << u""_s << QList<quint16>{};
    QTest::addRow("two") << u"11434, 80"_s << QList<quint16>{11434, 80};
    QTest::addRow("nonsense") << u"x,0,70000,,80,80"_s << QList<quint16>{80};
}

void TestLocalServers::ports()
{
    QFETCH(QString, variable);
    QProcessEnvironment environment;
    QCOMPARE(localPorts(environment), EndpointDiscovery::Settings().ports);
    environment.insert(u"RUNNEL_LOCAL_PORTS"_s, variable);
    QTEST(localPorts(environment), "ports");
}

void TestLocalServers::listsAllThatAnswer()
{
    const FaultServer ollama(FaultScript::site({{"/", "Ollama is running", 200, "text/plain"},
        {"/api/version", "{\"version\":\"0.9\"}"}, {"/api/tags", "{\"models\":[{\"name\":\"a\"}]}"},
        {"/api/show", "{\"capabilities\":[\"completion\"]}"}}));
    const FaultServer closed(FaultScript::refused());
    const FaultServer keyed(FaultScript::site({{"/v1/models", "{\"error\":\"no\"}", 401}, {"/version", "{}"},
        {"/props", "{\"default_generation_settings\":{}}"}}));
    LocalServers local({{{ollama.port(), closed.port(), keyed.port()}, 5s}, {}});
    QSignalSpy finished(&local, &LocalServers::finished);
    local.start();
    QVERIFY(finished.isEmpty());
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(local.servers().size(), 2);
    QCOMPARE(local.servers().at(0).identity.kind, ServerKind::Ollama);
    QCOMPARE(local.servers().at(0).models.size(), 1);
    QVERIFY(local.servers().at(1).identity.wantsKey);
    QCOMPARE(local.servers().at(1).failure->httpStatus, 401);
}

void TestLocalServers::nobodyThere()
{
    LocalServers local({{{}, 5s}, {}});
    QSignalSpy finished(&local, &LocalServers::finished);
    local.start();
    QTRY_COMPARE(finished.count(), 1);
    QVERIFY(local.servers().isEmpty());
}

void TestLocalServers::namedServerIsAskedWhoItIs()
{
    const FaultServer server(FaultScript::site({{"/", "Ollama is running", 200, "text/plain"},
        {"/api/version", "{\"version\":\"0.9\"}"}, {"/api/tags", "{\"models\":[{\"name\":\"a\"}]}"},
        {"/api/show", "{\"capabilities\":[\"completion\",\"vision\"]}"}}));
    Endpoint endpoint;
    endpoint.baseUrl = server.url();
    endpoint.key = Secret("sk-canary-4711");
    ServerListing listing(endpoint, {{}, 5s});
    QSignalSpy finished(&listing, &ServerListing::finished);
    listing.start();
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(listing.server().identity.kind, ServerKind::Ollama);
    QCOMPARE(listing.server().models.first().traits.vision, std::optional(true));
    for (const RecordedRequest &request : server.requests()) {
        const bool isList = request.target == "/api/tags" || request.target == "/api/show";
        QCOMPARE(!request.header("Authorization").isNull(), isList);
    }
}

QTEST_GUILESS_MAIN(TestLocalServers)

#include "tst_localservers.moc"
