// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/completionclient.h"

#include "support/chatchunks.h"
#include "support/faultserver.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTest>

#include <zlib.h>

using namespace runnel;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

using Cause = Failure::Cause;
using EndedBy = Failure::EndedBy;

/// Limits short enough to wait for, and far enough apart that the right one is the first.
CompletionClient::Settings quickSettings()
{
    CompletionClient::Settings settings;
    settings.timeouts.connect = 400ms;
    settings.timeouts.firstToken = 400ms;
    settings.timeouts.idle = 300ms;
    settings.timeouts.progress = 1500ms;
    settings.timeouts.afterFinish = 200ms;
    settings.retries = RetryPolicy({2, 10ms, 40ms, 60s});
    return settings;
}

/// What an observer of one stream sees.
struct Witness
{
    QString text;
    QString reasoning;
    int deltaSignals = 0;
    int terminalSignals = 0;
    int afterTerminal = 0;
    bool isFinished = false;
    bool isCancelled = false;
    std::optional<Failure> failure;
    ReplyOutcome outcome;
    QList<std::chrono::milliseconds> retries;
    int stillWaiting = 0;

    void watch(CompletionStream *stream)
    {
        QObject::connect(
            stream, &CompletionStream::deltasReceived, stream, [this](const QList<ReplyDelta> &deltas) {
                ++deltaSignals;
                afterTerminal += terminalSignals;
                for (const ReplyDelta &delta : deltas) {
                    text += delta.text;
                    reasoning += delta.reasoning;
                }
            });
        QObject::connect(
            stream, &CompletionStream::finished, stream, [this](const ReplyOutcome &o, const Timings &) {
                ++terminalSignals;
                isFinished = true;
                outcome = o;
            });
        QObject::connect(stream, &CompletionStream::failed, stream, [this](const Failure &f) {
            ++terminalSignals;
            failure = f;
        });
        QObject::connect(stream, &CompletionStream::cancelled, stream, [this] {
            ++terminalSignals;
            isCancelled = true;
        });
        QObject::connect(stream, &CompletionStream::retryScheduled, stream,
            [this](const Failure &, int, std::chrono::milliseconds delay) { retries.append(delay); });
        QObject::connect(stream, &CompletionStream::stillWaiting, stream, [this] { ++stillWaiting; });
    }
};

/// What a tap is told of the body.
class TapRecord final : public StreamTap
{
public:
    QByteArray bytes;
    QByteArray events;
    bool isClosed = false;

    void requestStarted(const QByteArray &, const QUrl &) override { }
    void responseStarted(int, const Headers &) override { }
    void bytesReceived(QByteArrayView read) override { bytes += read; }
    void eventReceived(QByteArrayView, QByteArrayView data, QByteArrayView) override { events += data; }
    void streamClosed(const StreamClose &) override { isClosed = true; }
};

Endpoint endpointFor(const QUrl &url)
{
    Endpoint endpoint;
    endpoint.baseUrl = url;
    endpoint.key = Secret("sk-canary-4711");
    return endpoint;
}

CompletionRequest question()
{
    CompletionRequest request;
    request.model = u"m"_s;
    Message message;
    message.parts = {TextPart{u"hello"_s}};
    request.messages = {message};
    return request;
}

std::unique_ptr<CompletionStream> makeStream(
    const QUrl &url, const CompletionClient::Settings &settings, StreamTap *tap = nullptr)
{
    auto stream = CompletionClient(settings).createStream(question(), endpointFor(url), tap);
    return stream.takeValue();
}

struct FaultRow
{
    const char *name;
    FaultScript script;
    std::optional<Cause> cause; ///< none: finished
    EndedBy endedBy = EndedBy::Unknown;
    QString text = {};
    int httpStatus = 0;
    QString message = {};
    int posts = 1;
};

ReplyOptions framed(Framing framing)
{
    ReplyOptions options;
    options.framing = framing;
    return options;
}

QByteArray gzip(const QByteArray &bytes)
{
    z_stream stream = {};
    deflateInit2(&stream, 9, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
    QByteArray out(qsizetype(deflateBound(&stream, uLong(bytes.size()))), '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
    stream.avail_in = uInt(bytes.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = uInt(out.size());
    deflate(&stream, Z_FINISH);
    out.truncate(qsizetype(stream.total_out));
    deflateEnd(&stream);
    return out;
}

QList<FaultRow> faultRows()
{
    const QByteArrayList hello{"Hel", "lo"};
    const QString text = u"Hello"_s;
    ReplyOptions noEnd;
    noEnd.finishReason.clear();
    noEnd.hasDone = false;
    ReplyOptions noDone;
    noDone.hasDone = false;
    ReplyOptions closeNoDone = framed(Framing::UntilClose);
    closeNoDone.hasDone = false;
    ReplyOptions closeNoEnd = closeNoDone;
    closeNoEnd.finishReason.clear();
    ReplyOptions crlf;
    crlf.lineEnd = "\r\n";
    ReplyOptions asJson;
    asJson.contentType = "application/json";
    const QByteArray stream
        = dataEvent(openAiChunk("zip")) + dataEvent(openAiFinish("stop")) + dataEvent(openAiDone());

    QList<FaultRow> rows;
    rows.append({"chunked", FaultScript::reply(hello), {}, EndedBy::Unknown, text});
    rows.append({"content length", FaultScript::reply(hello, framed(Framing::ContentLength)), {},
        EndedBy::Unknown, text});
    rows.append(
        {"until close", FaultScript::reply(hello, framed(Framing::UntilClose)), {}, EndedBy::Unknown, text});
    rows.append({"CRLF", FaultScript::reply(hello, crlf), {}, EndedBy::Unknown, text});
    rows.append({"no [DONE], closed", FaultScript::reply(hello, closeNoDone), {}, EndedBy::Unknown, text});
    rows.append({"finish reason, then the connection hangs",
        FaultScript::partialReply(hello).finish("stop").thenHang(), {}, EndedBy::Unknown, text});
    rows.append({"finish reason, then RST", FaultScript::partialReply(hello).finish("stop").thenReset(), {},
        EndedBy::Unknown, text});
    rows.append({"[DONE], then the connection hangs", FaultScript::partialReply(hello).done().thenHang(), {},
        EndedBy::Unknown, text});
    rows.append(
        {"stream under the wrong type", FaultScript::reply(hello, asJson), {}, EndedBy::Unknown, text});
    rows.append({"JSON though a stream was asked for", FaultScript::answer(200, openAiCompletion("whole")),
        {}, EndedBy::Unknown, u"whole"_s});
    rows.append({"JSON under the stream's type",
        FaultScript::answer(200, openAiCompletion("whole"), {}, "text/event-stream"), {}, EndedBy::Unknown,
        u"whole"_s});
    rows.append({"one byte at a time", FaultScript::reply({"é€", "😀"}).inPieces(1, 0ms), {}, EndedBy::Unknown,
        u"é€😀"_s});
    rows.append({"gzip though identity was asked for",
        FaultScript::answer(200, gzip(stream), {{"Content-Encoding", "gzip"}}, "text/event-stream"), {},
        EndedBy::Unknown, u"zip"_s});

    rows.append({"FIN before the answer", FaultScript::request().thenFin(), Cause::AnswerUnknown,
        EndedBy::PeerClosed});
    rows.append({"RST before the answer", FaultScript::request().thenReset(), Cause::AnswerUnknown,
        EndedBy::PeerReset});
    rows.append({"garbage", FaultScript::request().send("\x01\x02 nonsense\r\n\r\n").thenFin(),
        Cause::NotHttp, EndedBy::PeerClosed});
    rows.append({"cut head", FaultScript::request().send("HTTP/1.1 200 OK\r\nContent-Ty").thenFin(),
        Cause::NotHttp, EndedBy::PeerClosed});
    rows.append({"head, then FIN, chunked", FaultScript::head().thenFin(), Cause::CutShort,
        EndedBy::PeerClosed, {}, 200});
    rows.append({"FIN in mid-reply, chunked", FaultScript::partialReply(hello).thenFin(), Cause::CutShort,
        EndedBy::PeerClosed, text, 200});
    rows.append({"RST in mid-reply, chunked", FaultScript::partialReply(hello).awaitRelease().thenReset(),
        Cause::ConnectionLost, EndedBy::PeerReset, text, 200});
    rows.append({"FIN in mid-reply, content length",
        FaultScript::partialReply(hello, framed(Framing::ContentLength)).thenFin(), Cause::CutShort,
        EndedBy::PeerClosed, text, 200});
    rows.append({"FIN in mid-reply, until close",
        FaultScript::partialReply(hello, framed(Framing::UntilClose)).thenFin(), Cause::CutShort,
        EndedBy::PeerClosed, text, 200});
    rows.append({"ends in order, never complete", FaultScript::reply(hello, closeNoEnd), Cause::CutShort,
        EndedBy::PeerClosed, text, 200});
    rows.append({"body ends in order, never complete", FaultScript::reply(hello, noEnd), Cause::CutShort,
        EndedBy::Unknown, text, 200});

    rows.append({"nothing after the request", FaultScript::request().thenHang(), Cause::FirstTokenTimeout,
        EndedBy::Timer});
    rows.append({"nothing after the head", FaultScript::head().thenHang(), Cause::FirstTokenTimeout,
        EndedBy::Timer, {}, 200});
    rows.append({"stall in mid-reply", FaultScript::partialReply(hello).thenHang(), Cause::IdleTimeout,
        EndedBy::Timer, text, 200});
    FaultScript keepAlives = FaultScript::partialReply(hello);
    for (int i = 0; i < 40; ++i)
        keepAlives = keepAlives.comment("keep-alive").pause(50ms);
    rows.append(
        {"keep-alives only", keepAlives.thenHang(), Cause::ProgressTimeout, EndedBy::Timer, text, 200});

    rows.append({"error object", FaultScript::partialReply(hello).event(openAiError("boom")).thenHang(),
        Cause::ProviderError, EndedBy::Provider, text, 200, u"boom"_s});
    rows.append(
        {"error event", FaultScript::partialReply(hello).event("{\"message\":\"boom\"}", "error").thenHang(),
            Cause::ProviderError, EndedBy::Provider, text, 200, u"boom"_s});
    rows.append({"error at once", FaultScript::head().event(openAiError("overloaded")).end(),
        Cause::ProviderError, EndedBy::Provider, {}, 200, u"overloaded"_s});
    rows.append({"401", FaultScript::answer(401, openAiError("bad key")), Cause::HttpError, EndedBy::Provider,
        {}, 401, u"bad key"_s});
    rows.append({"401 that echoes the key", FaultScript::request().sendEcho(), Cause::HttpError,
        EndedBy::Provider, {}, 401});
    rows.append({"404 page", FaultScript::answer(404, "<html><title>404 Not Found</title>", {}, "text/html"),
        Cause::HttpError, EndedBy::Provider, {}, 404, u"404 Not Found"_s});
    rows.append({"500 three times", FaultScript::answer(500, openAiError("down")), Cause::HttpError,
        EndedBy::Provider, {}, 500, u"down"_s, 3});
    rows.append({"529 three times", FaultScript::answer(529, openAiError("busy")), Cause::HttpError,
        EndedBy::Provider, {}, 529, u"busy"_s, 3});
    rows.append(
        {"503, not to be retried", FaultScript::answer(503, openAiError("no"), {{"x-should-retry", "false"}}),
            Cause::HttpError, EndedBy::Provider, {}, 503, u"no"_s, 1});
    rows.append({"429 with a long wait",
        FaultScript::answer(429, openAiError("slow down"), {{"Retry-After", "3600"}}), Cause::HttpError,
        EndedBy::Provider, {}, 429, u"slow down"_s, 1});
    rows.append(
        {"HTML with 200", FaultScript::answer(200, "<!doctype html><title>Sign in</title>", {}, "text/html"),
            Cause::UnexpectedContent, EndedBy::PeerClosed, {}, 200, u"Sign in"_s});
    rows.append({"words with 200", FaultScript::answer(200, "It works!", {}, "text/plain"),
        Cause::UnexpectedContent, EndedBy::PeerClosed, {}, 200, u"It works!"_s});
    rows.append({"empty 200", FaultScript::answer(200, "", {}, "text/event-stream"), Cause::CutShort,
        EndedBy::PeerClosed, {}, 200});
    rows.append({"unknown content encoding",
        FaultScript::answer(200, "xxxx", {{"Content-Encoding", "br"}}, "text/event-stream"),
        Cause::UnexpectedContent, EndedBy::Unknown, {}, 200});
    rows.append({"103 as the final answer",
        FaultScript::request()
            .send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")
            .send(httpHead(200, {{"Content-Length", "0"}}))
            .thenFin(),
        Cause::UnexpectedStatus, EndedBy::Provider, {}, 103});
    return rows;
}

} // namespace

Q_DECLARE_METATYPE(FaultRow)

class CompletionStreamTest final : public QObject
{
    Q_OBJECT

private slots:
    void faults_data()
    {
        QTest::addColumn<FaultRow>("row");
        for (const FaultRow &row : faultRows())
            QTest::addRow("%s", row.name) << row;
    }

    void faults()
    {
        QFETCH(FaultRow, row);
        FaultServer server(row.script);
        auto stream = makeStream(server.url(), quickSettings());
        Witness witness;
        witness.watch(stream.get());
        stream->start();
        if (server.requestCount() == 0)
            QTRY_VERIFY(server.requestCount("POST") > 0);
        if (!row.text.isEmpty())
            QTRY_COMPARE(witness.text, row.text);
        server.release();
        QTRY_COMPARE(witness.terminalSignals, 1);

        QCOMPARE(witness.text, row.text);
        QCOMPARE(witness.isFinished, !row.cause);
        if (row.cause) {
            QVERIFY(witness.failure);
            QCOMPARE(witness.failure->cause, *row.cause);
            if (row.endedBy != EndedBy::Unknown)
                QCOMPARE(witness.failure->endedBy, row.endedBy);
            QCOMPARE(witness.failure->httpStatus, row.httpStatus);
            QCOMPARE(witness.failure->host, u"127.0.0.1:%1"_s.arg(server.port()));
            if (!row.message.isEmpty())
                QCOMPARE(witness.failure->message, row.message);
            QVERIFY(!witness.failure->message.contains("sk-canary"_L1));
            QVERIFY(!witness.failure->detail.contains("sk-canary"_L1));
        }
        QCOMPARE(server.requestCount("POST"), row.posts);
        QCOMPARE(server.requestCount(), row.posts);
        QCOMPARE(witness.afterTerminal, 0);
    }

    void requestOnTheWire()
    {
        FaultServer server(FaultScript::reply({"x"}));
        auto stream = makeStream(server.url(), quickSettings());
        Witness witness;
        witness.watch(stream.get());
        stream->start();
        QTRY_VERIFY(witness.isFinished);
        const RecordedRequest request = server.requests().first();
        QCOMPARE(request.method, "POST");
        QCOMPARE(request.target, "/v1/chat/completions");
        QCOMPARE(request.header("Authorization"), "Bearer sk-canary-4711");
        QCOMPARE(request.header("Accept-Encoding"), "identity");
        QCOMPARE(request.header("Connection").toLower(), "close");
        QCOMPARE(request.header("Content-Type"), "application/json");
        QCOMPARE(request.header("Content-Length"), QByteArray::number(request.body.size()));
        QVERIFY(request.header("Transfer-Encoding").isEmpty());
        QVERIFY(request.header("Upgrade").isEmpty());
    }

    void redirectsAreNotFollowed_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {301, 302, 303, 307, 308})
            QTest::addRow("%d", status) << status;
    }

    void redirectsAreNotFollowed()
    {
        QFETCH(int, status);
        FaultServer target(FaultScript::reply({"stolen"}));
        FaultServer server(
            FaultScript::answer(status, {}, {{"Location", target.url("/x?key=1"_L1).toEncoded()}}));
        auto stream = makeStream(server.url(), quickSettings());
        Witness witness;
        witness.watch(stream.get());
        stream->start();
        QTRY_COMPARE(witness.terminalSignals, 1);
        QCOMPARE(witness.failure->cause, Cause::Redirected);
        QVERIFY(witness.failure->detail.startsWith(target.url("/x"_L1).toString()));
        QCOMPARE(target.connectionCount(), 0);
        QCOMPARE(server.requestCount("POST"), 1);
    }

    void refusedIsTriedAgain()
    {
        FaultServer server(FaultScript::refused());
        auto stream = makeStream(server.url(), quickSettings());
        Witness witness;
        witness.watch(stream.get());
        stream->start();
        QTRY_COMPARE(witness.terminalSignals, 1);
        QCOMPARE(witness.failure->cause, Cause::ConnectionRefused);
        QCOMPARE(witness.failure->endedBy, EndedBy::Nobody);
        QCOMPARE(witness.retries.size(), 2);
    }

    void unknownNameIsTriedAgain()
    {
        auto stream = makeStream(QUrl(u"http://no-such-host.invalid/v1"_s), quickSettings());
        Witness witness;
        witness.watch(stream.get());
        stream->start();
        QTRY_COMPARE_WITH_TIMEOUT(witness.terminalSignals, 1, 20000);
        QCOMPARE(witness.failure->cause, Cause::NameNotResolved);
        QCOMPARE(witness.retries.size(), 2);
    }

    void connectingHangs()
    {
        FaultServer server(FaultScript::neverAccepted());
        CompletionClient::Settings settings = quickSettings();
        settings.retries = RetryPolicy({0, 10ms, 40ms, 60s});
        auto stream = makeStream(server.url(), settings);
        Witness witness;
        witness.watch(stream.get());
        stream->start();
        QTRY_COMPARE(witness.terminalSignals, 1);
        QCOMPARE(witness.failure->cause, Cause::ConnectTimeout);
        QCOMPARE(witness.failure->limit, 400ms);
    }

    void tlsHandshakeHangs()
    {
        FaultServer server(FaultScript().awaitRelease()); // a plain server that never says a word
        QUrl url = server.url();
        url.setScheme(u"https"_s);
        CompletionClient::Settings settings = quickSettings();
        settings.retries = RetryPolicy({0, 10ms, 40ms, 60s});
        auto stream = makeStream(url, settings);
        Witness witness;
        witness.watch(stream.get());
        stream->start();
        QTRY_COMPARE(witness.terminalSignals, 1);
        QCOMPARE(witness.failure->cause, Cause::ConnectTimeout);
        QCOMPARE(server.requestCount(), 0);
    }

    void untrustedCertificates_data()
    {
        QTest::addColumn<int>("certificate");
        QTest::addRow("self-signed") << int(Certificate::ForLoopback);
        QTest::addRow("expired") << int(Certificate::Expired);
        QTest::addRow("other host") << int(Certificate::ForOtherHost);
    }

    void untrustedCertificates()
    {
        QFETCH(int, certificate);
        FaultServer server(FaultScript::reply({"secret"}).overTls(Certificate(certificate)));
        auto stream = makeStream(server.url(), quickSettings());
        Witness witness;
        witness.watch(stream.get());
        stream->start();
        QTRY_COMPARE(witness.terminalSignals, 1);
        QVERIFY(witness.failure);
        QCOMPARE(witness.failure->cause, Cause::TlsCertificate);
        QVERIFY(!witness.failure->detail.isEmpty());
        QVERIFY(witness.retries.isEmpty());
        QCOMPARE(server.requestCount(), 0);
    }

    void retryAfterIsHonoured()
    {
        FaultServer server({FaultScript::answer(429, openAiError("slow"), {{"retry-after-ms", "70"}}),
            FaultScript::answer(503, openAiError("busy")), FaultScript::reply({"third"})});
        auto stream = makeStream(server.url(), quickSettings());
        Witness witness;
        witness.watch(stream.get());
        stream->start();
        QTRY_VERIFY(witness.isFinished);
        QCOMPARE(witness.text, u"third"_s);
        QCOMPARE(witness.retries.size(), 2);
        QCOMPARE(witness.retries.first(), 70ms);
        QCOMPARE(server.requestCount("POST"), 3);
    }

    void neverRetriedAfterTheFirstByte()
    {
        FaultServer server({FaultScript::head().comment("hi").thenReset(), FaultScript::reply({"again"})});
        auto stream = makeStream(server.url(), quickSettings());
        Witness witness;
        witness.watch(stream.get());
        stream->start();
        QTRY_COMPARE(witness.terminalSignals, 1);
        QVERIFY(witness.failure);
        QCOMPARE(server.requestCount("POST"), 1);
    }

    void cancelClosesTheConnection_data()
    {
        QTest::addColumn<FaultScript>("script");
        QTest::addColumn<QString>("text");
        QTest::addRow("before the head") << FaultScript::request().thenHang() << QString();
        QTest::addRow("in mid-reply") << FaultScript::partialReply({"some"}).thenHang() << u"some"_s;
    }

    void cancelClosesTheConnection()
    {
        QFETCH(FaultScript, script);
        QFETCH(QString, text);
        FaultServer server(script);
        CompletionClient::Settings settings = quickSettings();
        settings.timeouts = {};
        auto stream = makeStream(server.url(), settings);
        Witness witness;
        witness.watch(stream.get());
        stream->start();
        QTRY_COMPARE(server.requestCount("POST"), 1);
        QTRY_COMPARE(witness.text, text);
        stream->cancel();
        QVERIFY(witness.isCancelled);
        QTRY_VERIFY(server.connections().first().peerEnd != PeerEnd::None);
        stream->cancel();
        QCOMPARE(witness.terminalSignals, 1);
    }

    void cancelWhilePausing()
    {
        FaultServer server(FaultScript::answer(429, openAiError("slow"), {{"retry-after", "50"}}));
        auto stream = makeStream(server.url(), quickSettings());
        Witness witness;
        witness.watch(stream.get());
        stream->start();
        QTRY_COMPARE(witness.retries.size(), 1);
        stream->cancel();
        QCOMPARE(witness.terminalSignals, 1);
        QVERIFY(witness.isCancelled);
        QCOMPARE(server.requestCount("POST"), 1);
    }

    void limitsKeepWhatCame_data()
    {
        QTest::addColumn<FaultScript>("script");
        QTest::addColumn<Cause>("cause");
        QTest::addRow("giant line")
            << FaultScript::head().delta("kept").body("data: " + QByteArray(1 << 20, 'x')).thenHang()
            << Cause::EventTooLarge;
        QTest::addRow("giant reply")
            << FaultScript::head().delta("kept").body(": " + QByteArray(60000, 'x') + "\n", 80).thenHang()
            << Cause::ReplyTooLarge;
    }

    void limitsKeepWhatCame()
    {
        QFETCH(FaultScript, script);
        QFETCH(Cause, cause);
        FaultServer server(script);
        CompletionClient::Settings settings = quickSettings();
        settings.limits = {500 * 1024, 2 * 1024 * 1024};
        auto stream = makeStream(server.url(), settings);
        Witness witness;
        witness.watch(stream.get());
        stream->start();
        QTRY_COMPARE(witness.terminalSignals, 1);
        QVERIFY(witness.failure);
        QCOMPARE(witness.failure->cause, cause);
        QCOMPARE(witness.failure->endedBy, EndedBy::Limit);
        QCOMPARE(witness.text, u"kept"_s);
    }

    void decompressionBomb()
    {
        const QByteArray bomb = gzip(QByteArray(40 * 1024 * 1024, ' '));
        FaultServer server(
            FaultScript::answer(200, bomb, {{"Content-Encoding", "gzip"}}, "text/event-stream"));
        CompletionClient::Settings settings = quickSettings();
        settings.limits = {500 * 1024, 2 * 1024 * 1024};
        auto stream = makeStream(server.url(), settings);
        Witness witness;
        witness.watch(stream.get());
        stream->start();
        QTRY_COMPARE(witness.terminalSignals, 1);
        QVERIFY(witness.failure);
        QCOMPARE(witness.failure->endedBy, EndedBy::Limit);
    }

    /// qt-6.4-facts.md, 10: one manager would let the seventh wait for the first six.
    void manyRepliesAtOnce()
    {
        constexpr int count = 12;
        FaultServer server(FaultScript::partialReply({"now"}).awaitRelease().done().end());
        CompletionClient::Settings settings = quickSettings();
        settings.timeouts = {};
        const CompletionClient client(settings);
        std::vector<std::unique_ptr<CompletionStream>> streams;
        std::vector<Witness> witnesses(count);
        for (int i = 0; i < count; ++i) {
            streams.push_back(client.createStream(question(), endpointFor(server.url())).takeValue());
            witnesses[size_t(i)].watch(streams.back().get());
            streams.back()->start();
        }
        for (const Witness &witness : witnesses)
            QTRY_COMPARE(witness.text, u"now"_s); // all of them, while none has ended
        QTRY_COMPARE(server.waitingCount(), count);
        server.release();
        for (const Witness &witness : witnesses)
            QTRY_VERIFY(witness.isFinished);
    }

    void stillWaitingIsSaidOnce()
    {
        FaultServer server(FaultScript::head().comment("a").awaitRelease().delta("x").done().end());
        CompletionClient::Settings settings = quickSettings();
        settings.timeouts = {};
        settings.timeouts.stillWaiting = 50ms;
        auto stream = makeStream(server.url(), settings);
        Witness witness;
        witness.watch(stream.get());
        stream->start();
        QTRY_COMPARE(witness.stillWaiting, 1);
        server.release();
        QTRY_VERIFY(witness.isFinished);
        QCOMPARE(witness.stillWaiting, 1);
    }

    /// A server that takes the connection but not the request must not be waited for without end.
    void anUploadThatStalls()
    {
        FaultServer server(FaultScript().awaitHead().stopReading().thenHang());
        CompletionRequest request = question();
        std::get<TextPart>(request.messages.first().parts.first()).text = QString(16 * 1024 * 1024, u'x');
        auto stream
            = CompletionClient(quickSettings()).createStream(request, endpointFor(server.url())).takeValue();
        Witness witness;
        witness.watch(stream.get());
        stream->start();
        QTRY_COMPARE(witness.terminalSignals, 1);
        QVERIFY(witness.failure);
        QCOMPARE(witness.failure->cause, Cause::FirstTokenTimeout);
        QCOMPARE(witness.failure->endedBy, EndedBy::Timer);
        QCOMPARE(server.connectionCount(), 1);
    }

    void mayBeDeletedInASlot_data()
    {
        QTest::addColumn<FaultScript>("script");
        QTest::addRow("complete") << FaultScript::reply({"a", "b"});
        QTest::addRow("cut") << FaultScript::partialReply({"a"}).thenFin();
        QTest::addRow("whole JSON") << FaultScript::answer(200, openAiCompletion("a"));
        QTest::addRow("refused") << FaultScript::answer(401, openAiError("no"));
        QTest::addRow("busy") << FaultScript::answer(503, openAiError("busy"));
    }

    void mayBeDeletedInASlot()
    {
        QFETCH(FaultScript, script);
        FaultServer server(script);
        auto stream = makeStream(server.url(), quickSettings());
        const QPointer<CompletionStream> alive(stream.get());
        const auto drop = [&stream] { stream.reset(); };
        connect(stream.get(), &CompletionStream::deltasReceived, this, drop);
        connect(stream.get(), &CompletionStream::failed, this, drop);
        connect(stream.get(), &CompletionStream::retryScheduled, this, drop);
        stream->start();
        QTRY_VERIFY(!alive);
        QTRY_VERIFY(server.connections().first().peerEnd != PeerEnd::None);
    }

    void tapNeverSeesTheKey_data()
    {
        QTest::addColumn<FaultScript>("script");
        QTest::addRow("401 that echoes it") << FaultScript::request().sendEcho();
        QTest::addRow("401 that echoes it, in pieces") << FaultScript::request().sendEcho().inPieces(7, 1ms);
        QTest::addRow("in an event") << FaultScript::partialReply({"a", "sk-canary-4711", "b"}).done().end();
        QTest::addRow("in an event, in pieces")
            << FaultScript::partialReply({"a", "sk-canary-4711", "b"}).done().end().inPieces(5, 1ms);
    }

    void tapNeverSeesTheKey()
    {
        QFETCH(FaultScript, script);
        FaultServer server(script);
        TapRecord tap;
        auto stream = makeStream(server.url(), quickSettings(), &tap);
        Witness witness;
        witness.watch(stream.get());
        stream->start();
        QTRY_COMPARE(witness.terminalSignals, 1);
        QVERIFY(!tap.bytes.isEmpty());
        QVERIFY2(!tap.bytes.contains("sk-canary-4711"), tap.bytes);
        QVERIFY(!tap.events.contains("sk-canary-4711"));
        QVERIFY(tap.isClosed);
    }

    void sleepShortensTheWait()
    {
        FaultServer server(FaultScript::partialReply({"before"}).thenHang());
        auto slept = std::make_shared<std::chrono::milliseconds>(0);
        const Endpoint endpoint = endpointFor(server.url());
        CompletionStream::Settings settings;
        settings.request = encodeRequest(question(), endpoint).takeValue();
        settings.timeouts.sleepCheck = 20ms;
        settings.timeouts.afterSleep = 50ms;
        settings.claims = std::make_shared<QSet<quint64>>();
        settings.random = [] { return 0.0; };
        settings.sleptTime = [slept] { return *slept; };
        CompletionStream stream(settings);
        Witness witness;
        witness.watch(&stream);
        stream.start();
        QTRY_COMPARE(witness.text, u"before"_s);
        *slept = 1h;
        QTRY_COMPARE(witness.terminalSignals, 1);
        QCOMPARE(witness.failure->cause, Cause::IdleTimeout);
        QCOMPARE(witness.failure->limit, 50ms);
    }
};

QTEST_GUILESS_MAIN(CompletionStreamTest)
#include "tst_completionstream.moc"
