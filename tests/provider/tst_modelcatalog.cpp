// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/modelcatalog.h"

#include "provider/catalogsites.h"
#include "support/chatchunks.h"
#include "support/faultserver.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace runnel;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

using Cause = Failure::Cause;

Q_DECLARE_METATYPE(CatalogRow)
Q_DECLARE_METATYPE(Failure::Cause)

namespace {

Endpoint endpointFor(const QUrl &url)
{
    Endpoint endpoint;
    endpoint.baseUrl = url;
    endpoint.key = Secret("sk-canary-4711");
    return endpoint;
}

ModelCatalog::Settings quickSettings()
{
    ModelCatalog::Settings settings;
    settings.connectLimit = settings.limit = 500ms;
    return settings;
}

bool refreshed(ModelCatalog &catalog)
{
    QSignalSpy spy(&catalog, &ModelCatalog::refreshed);
    catalog.refresh();
    return spy.isEmpty() && spy.wait(20000) && spy.count() == 1 && !catalog.isRefreshing();
}

const QByteArray oneModel = "{\"object\":\"list\",\"data\":[{\"id\":\"m\"}]}";

} // namespace

class TestModelCatalog final : public QObject
{
    Q_OBJECT

private slots:
    void lists_data();
    void lists();
    void saysWhyNot_data();
    void saysWhyNot();
    void keepsTheOldListWhenANewOneFails();
    void overrides();
    void oneRequestForTwoCalls();
    void stalledDetailsDoNotHideTheList();
    void keyNeverStandsInAFailure();
};

void TestModelCatalog::lists_data()
{
    QTest::addColumn<CatalogRow>("row");
    for (const CatalogRow &row : catalogRows())
        QTest::addRow("%s", row.name) << row;
}

void TestModelCatalog::lists()
{
    QFETCH(CatalogRow, row);
    const FaultServer server(FaultScript::site(row.pages));
    ModelCatalog::Settings settings;
    const QDateTime now = QDateTime::fromSecsSinceEpoch(1'700'000'000, Qt::UTC);
    settings.now = [now] { return now; };
    ModelCatalog catalog(endpointFor(server.url(row.basePath)), row.kind, settings);
    QVERIFY(!catalog.fetchedAt().isValid());
    QVERIFY(refreshed(catalog));
    QVERIFY(!catalog.failure());
    QCOMPARE(catalog.fetchedAt(), now);
    QCOMPARE(catalog.models(), row.models);

    QByteArrayList requests;
    for (const RecordedRequest &request : server.requests()) {
        requests.append(request.method + ' ' + request.target);
        QCOMPARE(request.header(row.keyHeader), row.keyValue);
        QCOMPARE(request.header("Accept-Encoding"), QByteArray("identity"));
        QCOMPARE(request.header("Connection").toLower(), QByteArray("close"));
        if (row.keyHeader != "Authorization")
            QVERIFY(request.header("Authorization").isNull());
        if (row.kind == ServerKind::Anthropic)
            QCOMPARE(request.header("anthropic-version"), QByteArray("2023-06-01"));
        if (request.method == "GET") {
            QVERIFY(request.header("Content-Length").isNull());
            QVERIFY(request.body.isEmpty());
        }
    }
    std::sort(requests.begin(), requests.end());
    QCOMPARE(requests, row.requests);
}

void TestModelCatalog::saysWhyNot_data()
{
    QTest::addColumn<FaultScript>("script");
    QTest::addColumn<Failure::Cause>("cause");
    QTest::addColumn<int>("status");
    QTest::addRow("down") << FaultScript::refused() << Cause::ConnectionRefused << 0;
    QTest::addRow("key refused") << FaultScript::answer(401, openAiError("bad key")) << Cause::HttpError
                                 << 401;
    QTest::addRow("no such path") << FaultScript::answer(404, "{}") << Cause::HttpError << 404;
    QTest::addRow("HTML") << FaultScript::answer(200, "<html>", {}, "text/html") << Cause::MalformedList << 0;
    QTest::addRow("another object") << FaultScript::answer(200, "{}") << Cause::MalformedList << 0;
    QTest::addRow("cut") << FaultScript::request().send(httpHead(200, {}) + oneModel.first(20)).thenFin()
                         << Cause::MalformedList << 0;
    QTest::addRow("redirect") << FaultScript::answer(307, {}, {{"Location", "http://127.0.0.1:9/"}})
                              << Cause::Redirected << 307;
    QTest::addRow("silence") << FaultScript::request().thenHang() << Cause::FirstTokenTimeout << 0;
    QTest::addRow("no end") << FaultScript::head().sendEvery("x", 1ms) << Cause::FirstTokenTimeout << 200;
    QTest::addRow("too large")
        << FaultScript::request().send(httpHead(200, {})).send(QByteArray(1 << 20, ' '), 9).thenHang()
        << Cause::ReplyTooLarge << 200;
    QTest::addRow("1xx") << FaultScript::request()
                                .send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")
                                .send(httpHead(200, {{"Content-Length", "0"}}))
                                .thenFin()
                         << Cause::UnexpectedStatus << 103;
}

void TestModelCatalog::saysWhyNot()
{
    QFETCH(FaultScript, script);
    QFETCH(Failure::Cause, cause);
    QFETCH(int, status);
    const FaultServer server(script);
    ModelCatalog catalog(endpointFor(server.url()), ServerKind::OpenAiCompatible, quickSettings());
    QVERIFY(!catalog.find(u"m"_s).why); // nobody has asked
    QVERIFY(refreshed(catalog));
    QVERIFY(catalog.failure());
    QCOMPARE(catalog.failure()->cause, cause);
    QCOMPARE(catalog.failure()->httpStatus, status);
    QCOMPARE(catalog.failure()->host, u"127.0.0.1:%1"_s.arg(server.port()));
    const ModelLookup lookup = catalog.find(u"m"_s);
    QVERIFY(!lookup.model);
    QCOMPARE(lookup.why->cause, cause);
}

void TestModelCatalog::keepsTheOldListWhenANewOneFails()
{
    const FaultServer server(QList<FaultScript>{FaultScript::answer(200, oneModel),
        FaultScript::answer(500, "{}"), FaultScript::answer(200, "{\"data\":[]}")});
    ModelCatalog catalog(endpointFor(server.url()), ServerKind::OpenAiCompatible, quickSettings());
    QVERIFY(refreshed(catalog));
    const QDateTime fetchedAt = catalog.fetchedAt();
    QVERIFY(refreshed(catalog));
    QCOMPARE(catalog.failure()->httpStatus, 500);
    QCOMPARE(catalog.fetchedAt(), fetchedAt);
    QVERIFY(catalog.find(u"m"_s).model);
    QCOMPARE(catalog.find(u"other"_s).why->httpStatus, 500);
    QVERIFY(refreshed(catalog));
    QVERIFY(!catalog.failure());
    QCOMPARE(catalog.find(u"m"_s).why->cause, Cause::ModelNotListed);
    QCOMPARE(catalog.find(u"m"_s).why->detail, u"m"_s);
}

void TestModelCatalog::overrides()
{
    ModelCatalog catalog(endpointFor(QUrl(u"http://127.0.0.1:9/v1"_s)), ServerKind::Vllm, quickSettings());
    catalog.restore({{{u"m"_s, {}, {4096, false, {}, {}, {}}}}, QDateTime::currentDateTimeUtc()});
    catalog.setOverride(u"m"_s, {.vision = true, .reasoning = false});
    const ModelTraits expected{4096, true, {}, false, {}};
    QCOMPARE(catalog.find(u"m"_s).model->traits, expected);
    QCOMPARE(catalog.models().first().traits, expected);
    QCOMPARE(catalog.listing().models.first().traits.vision, std::optional(false)); // as the server said
    catalog.setOverride(u"m"_s, {});
    QCOMPARE(catalog.find(u"m"_s).model->traits.vision, std::optional(false));
}

void TestModelCatalog::oneRequestForTwoCalls()
{
    const FaultServer server(FaultScript::answer(200, oneModel));
    ModelCatalog catalog(endpointFor(server.url()), ServerKind::OpenAiCompatible, quickSettings());
    QSignalSpy spy(&catalog, &ModelCatalog::refreshed);
    catalog.refresh();
    catalog.refresh();
    QTRY_COMPARE(spy.count(), 1);
    QCOMPARE(server.requestCount("GET"), 1);
}

void TestModelCatalog::stalledDetailsDoNotHideTheList()
{
    const FaultServer server(
        QList<FaultScript>{FaultScript::answer(200, "{\"models\":[{\"name\":\"a\"},{\"name\":\"b\"}]}"),
            FaultScript::request().thenHang()});
    ModelCatalog catalog(endpointFor(server.url()), ServerKind::Ollama, quickSettings());
    QVERIFY(refreshed(catalog));
    QVERIFY(!catalog.failure());
    QCOMPARE(catalog.models().size(), 2);
}

void TestModelCatalog::keyNeverStandsInAFailure()
{
    const FaultServer server(FaultScript::request().sendEcho());
    ModelCatalog catalog(endpointFor(server.url()), ServerKind::OpenAiCompatible, quickSettings());
    QVERIFY(refreshed(catalog));
    QCOMPARE(catalog.failure()->httpStatus, 401);
    QVERIFY(catalog.failure()->message.contains(u"<redacted>"_s));
    QVERIFY(!catalog.failure()->message.contains(u"canary"_s));
}

QTEST_GUILESS_MAIN(TestModelCatalog)

#include "tst_modelcatalog.moc"
