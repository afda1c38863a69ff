// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/httpattempt.h"

#include "support/chatchunks.h"
#include "support/faultserver.h"

#include <QDir>
#include <QSignalSpy>
#include <QTest>

using namespace runnel;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

using Cause = Failure::Cause;

constexpr qsizetype largeBytes = 8 * 1024 * 1024; // more than the sockets' buffers of both ends hold

/// What one attempt says.
struct Witness
{
    int sentCount = 0;
    int headCount = 0;
    int status = 0;
    QByteArray body;
    int endCount = 0;
    int lateCount = 0; // of signals after the end
    std::optional<Failure> failure;

    void watch(HttpAttempt &attempt)
    {
        QObject::connect(&attempt, &HttpAttempt::requestSent, &attempt, [this] {
            ++sentCount;
            lateCount += endCount;
        });
        QObject::connect(&attempt, &HttpAttempt::responseStarted, &attempt, [this](int httpStatus) {
            ++headCount;
            status = httpStatus;
            lateCount += endCount;
        });
        QObject::connect(&attempt, &HttpAttempt::bytesReceived, &attempt, [this](const QByteArray &bytes) {
            body += bytes;
            lateCount += endCount;
        });
        QObject::connect(
            &attempt, &HttpAttempt::ended, &attempt, [this](const std::optional<Failure> &ending) {
                failure = ending;
                ++endCount;
            });
    }
};

HttpAttempt::Settings settings()
{
    HttpAttempt::Settings result;
    result.claims = std::make_shared<QSet<quint64>>();
    result.proxy.mode = ProxySettings::Mode::None;
    return result;
}

EncodedRequest post(const QUrl &url, qsizetype bytes = 10)
{
    return {url, {{"Authorization", "Bearer sk-canary"}}, QByteArray(bytes, 'x')};
}

int descriptorCount()
{
    return int(
        QDir(u"/proc/self/fd"_s).entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System).size());
}

struct Row
{
    const char *name;
    FaultScript script;
    qsizetype requestBytes = 10;
    int status = 0; ///< 0: there is no answer
    QByteArray body = {};
    std::optional<Cause> cause = {}; ///< none: ended in order, or left to the caller to judge
    QString userInfo = {};
};

QList<Row> rows()
{
    const QByteArray unauthorized = openAiError("who are you?");
    QList<Row> rows;
    rows.append({"HTTP/1.0, until close",
        FaultScript::request().send("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nwords").thenFin(), 10,
        200, "words"});
    rows.append({"100 Continue first",
        FaultScript::request().send(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwords"),
        10, 200, "words"});
    rows.append({"a large body is read whole", FaultScript::answer(200, "words"), largeBytes, 200, "words"});
    rows.append({"RST while a large body is sent", FaultScript().awaitHead().thenReset(), largeBytes, 0, {},
        Cause::AnswerUnknown});
    rows.append({"FIN while a large body is sent", FaultScript().awaitHead().thenFin(), largeBytes, 0, {},
        Cause::AnswerUnknown});
    rows.append({"413 before a large body is read",
        FaultScript().awaitHead().send(httpHead(413, {{"Content-Length", "4"}})).send("much").thenFin(),
        largeBytes, 413, "much"});
    rows.append({"401 with a challenge",
        FaultScript::answer(401, unauthorized, {{"WWW-Authenticate", "Basic realm=\"x\""}}), 10, 401,
        unauthorized});
    rows.append({"401 with a challenge, and a user in the address",
        FaultScript::answer(401, unauthorized, {{"WWW-Authenticate", "Basic realm=\"x\""}}), 10, 401,
        unauthorized, {}, u"user:word"_s});
    rows.append({"407 from the server itself",
        FaultScript::answer(407, unauthorized, {{"Proxy-Authenticate", "Basic realm=\"x\""}}), 10, 407,
        unauthorized, Cause::Proxy});
    rows.append({"RST before the answer, kept-alive server",
        FaultScript::answer(200, "one").awaitRequest().thenReset(), 10, 200, "one"});
    return rows;
}

} // namespace

Q_DECLARE_METATYPE(Row)

class HttpAttemptTest final : public QObject
{
    Q_OBJECT

private slots:
    void onePost_data()
    {
        QTest::addColumn<Row>("row");
        for (const Row &row : rows())
            QTest::addRow("%s", row.name) << row;
    }

    void onePost()
    {
        QFETCH(Row, row);
        FaultServer server(row.script);
        HttpAttempt attempt(settings());
        Witness witness;
        witness.watch(attempt);
        QUrl url = server.url();
        url.setUserInfo(row.userInfo);
        attempt.start(post(url, row.requestBytes));
        QTRY_COMPARE(witness.endCount, 1);
        QCOMPARE(witness.status, row.status);
        QCOMPARE(witness.body, row.body);
        QCOMPARE(witness.headCount, row.status ? 1 : 0);
        QCOMPARE(witness.failure.has_value(), row.cause.has_value());
        if (row.cause)
            QCOMPARE(witness.failure->cause, *row.cause);
        QCOMPARE(server.requests().size(), 1); // whole or not
        QCOMPARE(server.connectionCount(), 1);
        QCOMPARE(witness.lateCount, 0);
    }

    void descriptorsAreGivenBack()
    {
        FaultServer server(FaultScript::answer(200, "words"));
        const auto once = [&] {
            HttpAttempt attempt(settings());
            Witness witness;
            witness.watch(attempt);
            QSignalSpy ended(&attempt, &HttpAttempt::ended);
            attempt.start(post(server.url()));
            QVERIFY(ended.wait());
        };
        once();
        QTRY_VERIFY(server.connections().first().peerEnd != PeerEnd::None);
        const int before = descriptorCount();
        for (int i = 0; i < 1000; ++i)
            once();
        QTRY_COMPARE(descriptorCount(), before);
    }
};

QTEST_GUILESS_MAIN(HttpAttemptTest)
#include "tst_httpattempt.moc"
