// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/endpointdiscovery.h"

#include "provider/serveranswers.h"
#include "support/faultserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace runnel;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(ServerRow)

namespace {

/// Long enough for a busy machine; what ends by it says so.
constexpr auto patience = 5000ms;

QList<DiscoveredServer> discover(
    const QList<quint16> &ports, std::chrono::milliseconds limit = patience, int *finishedCount = nullptr)
{
    EndpointDiscovery discovery({ports, limit});
    QSignalSpy finished(&discovery, &EndpointDiscovery::finished);
    discovery.start();
    if (!finished.isEmpty() || !finished.wait(60000))
        return {};
    if (finishedCount)
        *finishedCount = int(finished.count());
    return discovery.servers();
}

} // namespace

class TestEndpointDiscovery final : public QObject
{
    Q_OBJECT

private slots:
    void tellsServersByTheirAnswers_data();
    void tellsServersByTheirAnswers();
    void findsAllInTheOrderOfThePorts();
    void findsIpv6();
    void nothingThere();
    void noPorts();
    void deadlineEnds_data();
    void deadlineEnds();
    void slowQuestionsDoNotHideTheOthers();
    void sendsNoKeyAndFollowsNothing();
};

void TestEndpointDiscovery::tellsServersByTheirAnswers_data()
{
    QTest::addColumn<ServerRow>("row");
    for (const ServerRow &row : serverRows())
        QTest::addRow("%s", row.name) << row;
}

void TestEndpointDiscovery::tellsServersByTheirAnswers()
{
    QFETCH(ServerRow, row);
    const FaultServer server(FaultScript::site(row.pages));
    const QList<DiscoveredServer> found = discover({server.port()});
    QCOMPARE(found.size(), row.kind ? 1 : 0);
    if (!row.kind)
        return;
    QCOMPARE(found.first().identity.kind, *row.kind);
    QCOMPARE(found.first().identity.version, row.version);
    QCOMPARE(found.first().identity.wantsKey, row.wantsKey);
    QCOMPARE(found.first().baseUrl, server.url());
}

void TestEndpointDiscovery::findsAllInTheOrderOfThePorts()
{
    const QList<ServerRow> rows = serverRows();
    const FaultServer ollama(FaultScript::site(rows.first().pages));
    const FaultServer closed(FaultScript::refused());
    const FaultServer page(FaultScript::answer(200, "<html>", {}, "text/html"));
    const FaultServer other(FaultScript::site({{"/v1/models", R"({"data":[{"id":"m"}]})"}}));
    int finishedCount = 0;
    const auto found
        = discover({other.port(), closed.port(), page.port(), ollama.port()}, patience, &finishedCount);
    QCOMPARE(found.size(), 2);
    QCOMPARE(found.at(0).baseUrl, other.url());
    QCOMPARE(found.at(1).baseUrl, ollama.url());
    QCOMPARE(finishedCount, 1);
}

void TestEndpointDiscovery::findsIpv6()
{
    const FaultServer server(
        FaultScript::site({{"/v1/models", R"({"data":[{"id":"m"}]})"}}), {.address = LoopbackAddress::V6});
    const auto found = discover({server.port()});
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.first().baseUrl, server.url());
}

void TestEndpointDiscovery::nothingThere()
{
    const FaultServer closed(FaultScript::refused());
    EndpointDiscovery discovery({{closed.port()}, 1h}); // so that it is not the deadline that ends it
    QSignalSpy finished(&discovery, &EndpointDiscovery::finished);
    discovery.start();
    QVERIFY(finished.isEmpty());
    QTRY_COMPARE(finished.count(), 1);
    QVERIFY(discovery.servers().isEmpty());
}

void TestEndpointDiscovery::noPorts()
{
    int finishedCount = 0;
    QVERIFY(discover({}, patience, &finishedCount).isEmpty());
    QCOMPARE(finishedCount, 1);
}

void TestEndpointDiscovery::deadlineEnds_data()
{
    QTest::addColumn<FaultScript>("script");
    QTest::addRow("says nothing") << FaultScript::request().thenHang();
    QTest::addRow("never accepts") << FaultScript::neverAccepted();
    QTest::addRow("hangs in the list")
        << FaultScript::request()
               .send(httpHead(200, {{"Content-Type", "application/json"}}) + "{\"data\":[")
               .thenHang();
    QTest::addRow("sends for ever") << FaultScript::head().sendEvery("x", 1ms);
}

void TestEndpointDiscovery::deadlineEnds()
{
    QFETCH(FaultScript, script);
    const FaultServer server(script);
    int finishedCount = 0;
    QVERIFY(discover({server.port()}, 100ms, &finishedCount).isEmpty());
    QCOMPARE(finishedCount, 1);
}

/// The first connection is the knock at the door, the next ones are the questions in their order: the list
/// of models is answered, the rest hangs.
void TestEndpointDiscovery::slowQuestionsDoNotHideTheOthers()
{
    const FaultScript models
        = FaultScript::site({{"/v1/models", R"({"data":[{"id":"m","owned_by":"vllm"}]})"}, {"/", "x"},
            {"/version", R"({"version":"1"})"}});
    const FaultServer server(QList<FaultScript>{
        models, models, models, models, models, models, models, models, FaultScript::request().thenHang()});
    const auto found = discover({server.port()}, 1500ms);
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.first().identity.kind, ServerKind::Vllm);
}

void TestEndpointDiscovery::sendsNoKeyAndFollowsNothing()
{
    const FaultServer target(FaultScript::site({{"/v1/models", R"({"data":[{"id":"m"}]})"}}));
    const FaultServer server(
        FaultScript::answer(307, {}, {{"Location", target.url(QStringLiteral("/v1/models")).toEncoded()}}));
    QVERIFY(discover({server.port()}).isEmpty());
    QCOMPARE(target.connectionCount(), 0);
    QCOMPARE(server.requestCount("GET"), identityPaths().size());
    QCOMPARE(server.requestCount(), identityPaths().size());
    for (const RecordedRequest &request : server.requests()) {
        QVERIFY(request.header("Authorization").isNull());
        QVERIFY(request.header("Cookie").isNull());
    }
}

QTEST_GUILESS_MAIN(TestEndpointDiscovery)

#include "tst_endpointdiscovery.moc"
