// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/completionclient.h"

#include "support/chatchunks.h"
#include "support/faultserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace runnel;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

using Asker = CircuitBreaker::Asker;
using Cause = Failure::Cause;

namespace {

constexpr int failuresToOpen = 5;

/// A client whose breakers open as usual but whose retries, if any, do not make anybody wait.
CompletionClient::Settings settingsWith(int retryCount, const std::shared_ptr<CircuitBreakers> &breakers = {})
{
    CompletionClient::Settings settings;
    settings.retries = RetryPolicy({retryCount, 1ms, 1ms, 60s});
    settings.breakers = breakers;
    return settings;
}

/// Why it failed; none: it was complete.
std::optional<Failure> ask(const CompletionClient &client, const QUrl &url, Asker asker)
{
    Endpoint endpoint;
    endpoint.baseUrl = url;
    CompletionRequest request;
    request.model = u"m"_s;
    Message message;
    message.parts = {TextPart{u"hello"_s}};
    request.messages = {message};
    auto stream = client.createStream(request, endpoint, nullptr, asker).takeValue();
    std::optional<Failure> failure;
    int endCount = 0;
    QObject::connect(stream.get(), &CompletionStream::finished, stream.get(), [&] { ++endCount; });
    QObject::connect(stream.get(), &CompletionStream::failed, stream.get(), [&](const Failure &f) {
        failure = f;
        ++endCount;
    });
    stream->start();
    if (endCount != 0)
        qFatal("the end came from within start()");
    if (!QTest::qWaitFor([&] { return endCount > 0; }, 20000) || endCount != 1)
        qFatal("the stream ended %d times", endCount);
    return failure;
}

} // namespace

class TestCompletionClient final : public QObject
{
    Q_OBJECT

private slots:
    void openBreakerFailsAtOnce();
    void personPassesAndCloses();
    void requestsAtFaultDoNotOpenIt();
    void retriesCountAndEndWhenItOpens();
    void otherServersAreNotHeldBack();
};

void TestCompletionClient::openBreakerFailsAtOnce()
{
    const FaultServer server(FaultScript::answer(503, openAiError("down")));
    const CompletionClient client(settingsWith(0));
    for (int i = 0; i < failuresToOpen; ++i)
        QCOMPARE(ask(client, server.url(), Asker::Program)->httpStatus, 503);
    const auto failure = ask(client, server.url(), Asker::Program);
    QCOMPARE(failure->cause, Cause::CircuitOpen);
    QCOMPARE(failure->endedBy, Failure::EndedBy::Nobody);
    QVERIFY(failure->retryAfter > 0s && failure->retryAfter <= 30s);
    QCOMPARE(server.requestCount("POST"), failuresToOpen);
    QCOMPARE(server.connectionCount(), failuresToOpen);
}

void TestCompletionClient::personPassesAndCloses()
{
    QList<FaultScript> scripts(failuresToOpen, FaultScript::answer(503, openAiError("down")));
    scripts.append(FaultScript::reply({"Hello"}));
    const FaultServer server(scripts);
    const CompletionClient client(settingsWith(0));
    for (int i = 0; i < failuresToOpen; ++i)
        QVERIFY(ask(client, server.url(), Asker::Person));
    QCOMPARE(ask(client, server.url(), Asker::Program)->cause, Cause::CircuitOpen);
    QVERIFY(!ask(client, server.url(), Asker::Person));
    QVERIFY(!ask(client, server.url(), Asker::Program));
}

void TestCompletionClient::requestsAtFaultDoNotOpenIt()
{
    const FaultServer server(FaultScript::answer(404, openAiError("no such model")));
    const CompletionClient client(settingsWith(0));
    for (int i = 0; i < 2 * failuresToOpen; ++i)
        QCOMPARE(ask(client, server.url(), Asker::Program)->httpStatus, 404);
}

void TestCompletionClient::retriesCountAndEndWhenItOpens()
{
    const FaultServer server(FaultScript::answer(503, openAiError("down")));
    const CompletionClient client(settingsWith(2));
    QVERIFY(ask(client, server.url(), Asker::Person));
    QCOMPARE(server.requestCount("POST"), 3);
    QCOMPARE(ask(client, server.url(), Asker::Person)->httpStatus, 503); // the fifth failure opens it
    QCOMPARE(server.requestCount("POST"), failuresToOpen);
    QVERIFY(ask(client, server.url(), Asker::Person)); // the probe, and no retry after it
    QCOMPARE(server.requestCount("POST"), failuresToOpen + 1);
}

void TestCompletionClient::otherServersAreNotHeldBack()
{
    const FaultServer bad(FaultScript::answer(503, openAiError("down")));
    const FaultServer good(FaultScript::reply({"Hello"}));
    const auto breakers = std::make_shared<CircuitBreakers>();
    const CompletionClient first(settingsWith(0, breakers));
    const CompletionClient second(settingsWith(0, breakers));
    for (int i = 0; i < failuresToOpen; ++i)
        QVERIFY(ask(first, bad.url(), Asker::Program));
    QCOMPARE(ask(second, bad.url(), Asker::Program)->cause, Cause::CircuitOpen); // shared
    QVERIFY(!ask(second, good.url(), Asker::Program));
}

QTEST_GUILESS_MAIN(TestCompletionClient)

#include "tst_completionclient.moc"
