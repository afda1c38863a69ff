// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/demoserver.h"

#include "chat/tokenestimate.h"
#include "provider/completionclient.h"
#include "recording/playbacktimer.h"
#include "recording/player.h"
#include "support/serving.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

using namespace runnel;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// A question that is answered by the script of that name, and by no other.
struct Question
{
    const char *script;
    QString words;
};

QList<Question> questions()
{
    return {{"welcome-en", u"What is the capital of France?"_s}, {"welcome-en", u"hello"_s},
        {"prose-en", u"Tell me a story"_s}, {"lists-en", u"Give me a list of steps for bread"_s},
        {"table-en", u"Compare the planets in a table."_s}, {"code-en", u"Write code in Python and C++"_s},
        {"math-en", u"Show me a proof"_s}, {"reasoning-en", u"Solve a PUZZLE!"_s},
        {"long-en", u"something long"_s}, {"cut-en", u"What if there is an interruption?"_s},
        {"cut-en", u"please fail in the middle"_s}, {"welcome-zh", u"你好"_s},
        {"welcome-zh", u"法国的首都是哪里？"_s}, {"prose-zh", u"写一首诗"_s},
        {"lists-zh", u"给我列一个清单"_s}, {"code-zh", u"用 Python 写段代码"_s},
        {"math-zh", u"讲一道数学题"_s}, {"reasoning-zh", u"出一道推理题"_s}, {"cut-zh", u"断线会怎样？"_s}};
}

Result<std::unique_ptr<DemoServer>> fastServer()
{
    return DemoServer::start({Player::asFastAsPossible, {}}, DemoLibrary::shipped());
}

/// What a client gets for @p question.
struct Outcome
{
    QString text;
    QString reasoning;
    bool isFinished = false;
    ReplyOutcome reply;
    std::optional<Failure> failure;
};

Outcome ask(const QUrl &url, const QString &question)
{
    CompletionRequest request;
    request.model = u"runnel-demo"_s;
    Message message;
    message.parts = {TextPart{question}};
    request.messages = {message};
    Endpoint endpoint;
    endpoint.baseUrl = url;
    const auto stream = CompletionClient({}).createStream(request, endpoint).takeValue();
    Outcome outcome;
    QEventLoop loop;
    QObject::connect(
        stream.get(), &CompletionStream::deltasReceived, &loop, [&](const QList<ReplyDelta> &deltas) {
            for (const ReplyDelta &delta : deltas) {
                outcome.text += delta.text;
                outcome.reasoning += delta.reasoning;
            }
        });
    QObject::connect(stream.get(), &CompletionStream::finished, &loop, [&](const ReplyOutcome &reply) {
        outcome.isFinished = true;
        outcome.reply = reply;
        loop.quit();
    });
    QObject::connect(stream.get(), &CompletionStream::failed, &loop, [&](const Failure &failure) {
        outcome.failure = failure;
        loop.quit();
    });
    stream->start();
    loop.exec();
    return outcome;
}

/// Time that the test moves by hand.
class HandTimer final : public PlaybackTimer
{
public:
    struct State
    {
        std::chrono::nanoseconds now{0};
        std::chrono::nanoseconds due{0};
        std::function<void()> callback;
    };

    explicit HandTimer(std::shared_ptr<State> state) : m_state(std::move(state)) { }
    std::chrono::nanoseconds elapsed() const override { return m_state->now; }
    void wakeAfter(std::chrono::nanoseconds delay, std::function<void()> callback) override
    {
        m_state->due = m_state->now + delay;
        m_state->callback = std::move(callback);
    }
    void cancel() override { m_state->callback = nullptr; }

private:
    std::shared_ptr<State> m_state;
};

} // namespace

class DemoServerTest final : public QObject
{
    Q_OBJECT

private slots:
    void repliesReachTheClientWhole_data();
    void repliesReachTheClientWhole();
    void everyScriptIsAsked();
    void theLongReplyIsLong();
    void keepsThePaceOfTheRecording_data();
    void keepsThePaceOfTheRecording();
    void answersLikeAServer_data();
    void answersLikeAServer();
    void thePathIsNobodysGuess();
    void aClientMayGoAtAnyTime();
};

void DemoServerTest::repliesReachTheClientWhole_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("words");
    const auto all = questions();
    for (const Question &question : all)
        QTest::addRow("%s: %s", question.script, qPrintable(question.words))
            << QString::fromLatin1(question.script) << question.words;
}

void DemoServerTest::repliesReachTheClientWhole()
{
    QFETCH(const QString, script);
    QFETCH(const QString, words);
    const auto demo = fastServer().takeValue();
    const DemoScript &expected = demo->library().scripts()[demo->library().indexFor(words)];
    QCOMPARE(expected.name, script);

    const Outcome outcome = ask(demo->baseUrl(), words);
    QCOMPARE(outcome.text, expected.words(DemoScript::Channel::Text));
    QCOMPARE(outcome.reasoning, expected.words(DemoScript::Channel::Reasoning));
    QVERIFY(outcome.text.startsWith(DemoLibrary::notice(expected.language)));
    QCOMPARE(outcome.isFinished, !expected.isCut);
    if (expected.isCut) {
        QVERIFY(outcome.failure);
        QCOMPARE(outcome.failure->cause, Failure::Cause::CutShort);
        return;
    }
    qsizetype pieces = 0;
    for (const DemoScript::Passage &passage : expected.passages)
        pieces += tokenPieces(passage.words).size();
    QCOMPARE(outcome.reply.usage.outputTokens, std::optional<qint64>(pieces));
    QCOMPARE(outcome.reply.model, u"runnel-demo"_s);
}

void DemoServerTest::everyScriptIsAsked()
{
    QStringList asked;
    for (const Question &question : questions())
        asked.append(QString::fromLatin1(question.script));
    const DemoLibrary library = DemoLibrary::shipped();
    QVERIFY(library.scripts().size() >= 8);
    for (const DemoScript &script : library.scripts())
        QVERIFY2(asked.contains(script.name), qPrintable(script.name));
}

void DemoServerTest::theLongReplyIsLong()
{
    const DemoLibrary library = DemoLibrary::shipped();
    const QString text = library.scripts()[library.indexFor(u"long"_s)].words(DemoScript::Channel::Text);
    QVERIFY(tokenPieces(text).size() >= 20000);
    QVERIFY(estimatedTokens(text) >= 20000);
}

void DemoServerTest::keepsThePaceOfTheRecording_data()
{
    QTest::addColumn<double>("speed");
    QTest::addRow("as recorded") << 1.0;
    QTest::addRow("twice as fast") << 2.0;
}

// The clock stands still but for what the test moves; no frame comes before its time, and the last at it.
void DemoServerTest::keepsThePaceOfTheRecording()
{
    QFETCH(const double, speed);
    const auto time = std::make_shared<HandTimer::State>();
    const auto demo = DemoServer::start(
        {speed, [time] { return std::make_unique<HandTimer>(time); }}, DemoLibrary::shipped())
                          .takeValue();
    const auto &script = demo->library().scripts()[demo->library().indexFor(u"story"_s)];
    qsizetype pieces = 0;
    for (const DemoScript::Passage &passage : script.passages)
        pieces += tokenPieces(passage.words).size();

    QTimer clock;
    connect(&clock, &QTimer::timeout, &clock, [&] {
        if (!time->callback)
            return;
        time->now = std::max(time->now, time->due);
        const auto callback = std::exchange(time->callback, nullptr);
        callback();
    });
    clock.start(0ms);
    const Outcome outcome = ask(demo->baseUrl(), u"story"_s);
    QVERIFY(outcome.isFinished);
    const double seconds = double(time->now.count()) / 1e9 * speed;
    const double expected = double(pieces) / script.rate;
    // Pauses behind sentences come on top; the spread evens out.
    QVERIFY2(seconds > expected && seconds < expected * 1.3, qPrintable(QString::number(seconds)));
}

void DemoServerTest::answersLikeAServer_data()
{
    QTest::addColumn<QByteArray>("request"); // "PATH" and "HOST" stand for the demo's
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("body"); // holds this
    const auto row = [](const char *name, const QByteArray &request, const QByteArray &status,
                         const QByteArray &body) { QTest::addRow("%s", name) << request << status << body; };
    const auto post = [](const QByteArray &body) {
        return "POST PATH/chat/completions HTTP/1.1\r\nHost: HOST\r\nContent-Length: "
            + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    };
    row("models", "GET PATH/models HTTP/1.1\r\nHost: HOST\r\n\r\n", "200", "\"id\":\"runnel-demo\"");
    row("other Host", "GET PATH/models HTTP/1.1\r\nHost: evil.test\r\n\r\n", "421", "Host");
    row("localhost is not its name", "GET PATH/models HTTP/1.1\r\nHost: localhost\r\n\r\n", "421", "Host");
    row("without the path", "GET /v1/models HTTP/1.1\r\nHost: HOST\r\n\r\n", "404", "nothing");
    row("root", "GET / HTTP/1.1\r\nHost: HOST\r\n\r\n", "404", "nothing");
    row("GET of completions", "GET PATH/chat/completions HTTP/1.1\r\nHost: HOST\r\n\r\n", "405", "methods");
    row("no JSON", post("hello"), "400", "no message of a user");
    row("no messages", post("{\"stream\":true}"), "400", "no message of a user");
    row("no stream", post("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"), "400", "only streams");
    row("parts",
        post("{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":"
             "\"fail\"}]}]}"),
        "200", "\"content\":\" dead\"");
    row("the last question counts",
        post("{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"math\"},{\"role\":"
             "\"assistant\",\"content\":\"puzzle\"},{\"role\":\"user\",\"content\":\"fail\"}]}"),
        "200", "\"content\":\" dead\"");
}

void DemoServerTest::answersLikeAServer()
{
    QFETCH(QByteArray, request);
    QFETCH(const QByteArray, status);
    QFETCH(const QByteArray, body);
    const auto demo = fastServer().takeValue();
    const QUrl url = demo->baseUrl();
    request.replace("PATH", url.path().toLatin1()).replace("HOST", url.authority().toLatin1());
    const QByteArray reply = exchange(quint16(url.port()), request);
    QVERIFY2(reply.startsWith("HTTP/1.1 " + status), reply.left(200).constData());
    QVERIFY2(reply.contains(body), reply.left(400).constData());
}

void DemoServerTest::thePathIsNobodysGuess()
{
    const auto one = fastServer().takeValue();
    const auto other = fastServer().takeValue();
    QVERIFY(one->baseUrl().path() != other->baseUrl().path());
    QCOMPARE(one->baseUrl().path().size(), qsizetype(1 + 32 + 3));
    QCOMPARE(one->baseUrl().host(), u"127.0.0.1"_s);
}

void DemoServerTest::aClientMayGoAtAnyTime()
{
    const auto demo = fastServer().takeValue();
    const QUrl url = demo->baseUrl();
    const QByteArray body = "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"long\"}]}";
    const QByteArray request = "POST " + url.path().toLatin1()
        + "/chat/completions HTTP/1.1\r\nHost: " + url.authority().toLatin1()
        + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    for (const qsizetype taken : {0, 1, 1000, 300000}) {
        whileServing([&] {
            RawClient client = impatientClient(quint16(url.port()));
            client.send(request);
            (void)client.read(taken);
        });
    }
    QVERIFY(ask(url, u"hello"_s).isFinished);
}

QTEST_GUILESS_MAIN(DemoServerTest)
#include "tst_demoserver.moc"
