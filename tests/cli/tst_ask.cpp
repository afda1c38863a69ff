// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/program.h"
#include "recording/recording.h"
#include "support/chatchunks.h"
#include "support/faultserver.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace runnel;
using namespace Qt::StringLiterals;

namespace {

QStringList asking(const FaultServer &server, const QStringList &more)
{
    return QStringList{u"ask"_s, u"--model"_s, u"m"_s, u"--url"_s, server.url().toString()} + more;
}

/// The words of the question that the server got.
QString askedWords(const FaultServer &server)
{
    const QJsonObject body = QJsonDocument::fromJson(server.requests().constFirst().body).object();
    return body["messages"_L1].toArray().last()["content"_L1].toString();
}

FaultScript halfReply()
{
    return FaultScript::partialReply({"Hel", "lo"}).thenHang();
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// One question, and what a person may do while it is answered.
class AskTest final : public QObject
{
    Q_OBJECT

private slots:
    void question_data();
    void question();
    void noQuestion_data();
    void noQuestion();
    void inputIsClosed();
    void veryLargeQuestion();
    void inputAboveTheLimit();
    void textComesAtOnce();
    void reasoningIsNoText();
    void jsonHoldsAll();

    void interrupted_data();
    void interrupted();
    void interruptedBeforeText();
    void interruptedInAPause();
    void secondSignalEnds();
    void readerGoes();
    void outputIsFull();

    void record();
    void recordCannotBeWritten_data();
    void recordCannotBeWritten();
    void recordReachesTheFileLimit();
    void asciiLocale();
    void terminal();
};

void AskTest::question_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QByteArray>("says");
    const QByteArray repaired = "standard input is not all UTF-8";
    QTest::addRow("argument") << QStringList{u"one"_s} << QByteArray() << u"one"_s << QByteArray();
    QTest::addRow("input") << QStringList() << QByteArray("two\n") << u"two\n"_s << QByteArray();
    QTest::addRow("both") << QStringList{u"one"_s} << QByteArray("two") << u"one\n\ntwo"_s << QByteArray();
    QTest::addRow("not UTF-8") << QStringList() << QByteArray("a\xFF") << u"a\uFFFD"_s << repaired;
    QTest::addRow("U+FFFD is UTF-8") << QStringList() << QByteArray("a\xEF\xBF\xBD") << u"a\uFFFD"_s
                                     << QByteArray();
    QTest::addRow("NUL") << QStringList() << QByteArray("a\0b", 3) << u"a\0b"_s << QByteArray();
    QTest::addRow("behind --") << QStringList{u"--"_s, u"--json"_s} << QByteArray() << u"--json"_s
                               << QByteArray();
    QTest::addRow("from any script") << QStringList{u"h\u00e9 \U0001F600"_s} << QByteArray()
                                     << u"h\u00e9 \U0001F600"_s << QByteArray();
}

void AskTest::question()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, input);
    QFETCH(QString, words);
    QFETCH(QByteArray, says);
    FaultServer server(FaultScript::reply({"Hello"}));
    Program program(asking(server, arguments));
    QCOMPARE(program.end(input), 0);
    QCOMPARE(program.out(), "Hello");
    QCOMPARE(askedWords(server), words);
    QVERIFY(program.err().contains(says));
    QCOMPARE(program.err().isEmpty(), says.isEmpty());
}

void AskTest::noQuestion_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addRow("nothing") << QByteArray();
    QTest::addRow("white space") << QByteArray(" \n\t\n");
}

void AskTest::noQuestion()
{
    QFETCH(QByteArray, input);
    FaultServer server(FaultScript::reply({"Hello"}));
    Program program(asking(server, {}));
    QCOMPARE(program.end(input), 2);
    QCOMPARE(program.out(), "");
    QCOMPARE(program.errLines().size(), 1);
    QVERIFY(program.err().contains("There is no question"));
    QCOMPARE(server.connectionCount(), 0);
}

/// What the program opens must not become its standard input: it would wait for itself.
void AskTest::inputIsClosed()
{
    FaultServer server(FaultScript::reply({"Hello"}));
    Program program = Program::throughShell(u"exec \"$0\" \"$@\" 0<&-"_s, asking(server, {u"hi"_s}));
    QCOMPARE(program.end(), 0);
    QCOMPARE(program.out(), "Hello");
    QCOMPARE(askedWords(server), u"hi"_s);
}

void AskTest::veryLargeQuestion()
{
    constexpr qsizetype bytes = 20 * 1024 * 1024;
    FaultServer server(FaultScript::reply({"Hello"}));
    Program program(asking(server, {}));
    QCOMPARE(program.end(QByteArray(bytes, 'q')), 0);
    QCOMPARE(askedWords(server).size(), bytes);
}

void AskTest::inputAboveTheLimit()
{
    FaultServer server(FaultScript::reply({"Hello"}));
    Program program = Program::throughShell(
        u"head -c 68000000 /dev/zero | tr '\\0' q | \"$0\" \"$@\""_s, asking(server, {}));
    QCOMPARE(program.end(), 2);
    QVERIFY(program.err().contains("larger than 64 MiB"));
    QCOMPARE(server.connectionCount(), 0);
}

void AskTest::textComesAtOnce()
{
    FaultServer server(
        FaultScript::head().delta("Hel").awaitRelease().delta("lo").finish("stop").done().end());
    Program program(asking(server, {u"hi"_s}));
    program.closeInput();
    QTRY_COMPARE(program.out(), "Hel");
    QVERIFY(!program.hasEnded());
    server.release();
    QCOMPARE(program.end(), 0);
    QCOMPARE(program.out(), "Hello");
}

void AskTest::reasoningIsNoText()
{
    FaultServer server(FaultScript::head()
                           .event("{\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"hm\"}}]}")
                           .delta("Hello")
                           .finish("length")
                           .done()
                           .end());
    Program program(asking(server, {u"hi"_s}));
    QCOMPARE(program.end(), 0);
    QCOMPARE(program.out(), "Hello");
    // The note does not stand behind the reasoning on one line.
    const QByteArrayList lines = program.errLines();
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines.first(), "hm");
    QVERIFY2(lines.last().contains("longest length"), lines.last().constData());
}

void AskTest::jsonHoldsAll()
{
    const QByteArray calls
        = "{\"model\":\"real\",\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"hm\","
          "\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"f\",\"arguments\":"
          "\"{}\"}}]}}]}";
    const QByteArray usage = "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":11}}";
    FaultServer server(FaultScript::head()
                           .event(calls)
                           .delta("line\n\U0001F600")
                           .finish("tool_calls")
                           .event(usage)
                           .done()
                           .end());
    Program program(asking(server, {u"hi"_s, u"--json"_s}));
    QCOMPARE(program.end(), 0);
    QCOMPARE(program.err(), "");
    QString text;
    QString reasoning;
    QString name;
    QString callArguments;
    QByteArrayList lines = program.outLines();
    const QJsonObject end = jsonLine(lines.takeLast())["end"_L1].toObject();
    for (const QByteArray &line : lines) {
        const QJsonValue delta = jsonLine(line)["delta"_L1];
        text += delta["text"_L1].toString();
        reasoning += delta["reasoning"_L1].toString();
        name += delta["toolCall"_L1]["name"_L1].toString();
        callArguments += delta["toolCall"_L1]["arguments"_L1].toString();
    }
    QCOMPARE(text, u"line\n\U0001F600"_s);
    QCOMPARE(reasoning, u"hm"_s);
    QCOMPARE(name, u"f"_s);
    QCOMPARE(callArguments, u"{}"_s);
    const QJsonObject usageSeen{{"in"_L1, 7}, {"out"_L1, 11}};
    QCOMPARE(end["usage"_L1].toObject(), usageSeen);
    QCOMPARE(end["finish"_L1].toString(), u"tool_calls"_s);
    QVERIFY(end["complete"_L1].toBool());
    QVERIFY(end["error"_L1].isNull());
    QCOMPARE(end["model"_L1].toString(), u"test-model"_s); // the last that the server named
}

void AskTest::interrupted_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<bool>("asJson");
    for (const bool asJson : {false, true}) {
        QTest::addRow("SIGINT%s", asJson ? ", JSON" : "") << SIGINT << asJson;
        QTest::addRow("SIGTERM%s", asJson ? ", JSON" : "") << SIGTERM << asJson;
    }
}

void AskTest::interrupted()
{
    QFETCH(int, signal);
    QFETCH(bool, asJson);
    FaultServer server(halfReply());
    Program program(asking(server, asJson ? QStringList{u"hi"_s, u"--json"_s} : QStringList{u"hi"_s}));
    program.closeInput();
    QTRY_VERIFY(program.out().contains("lo"));
    program.sendSignal(signal);
    QCOMPARE(program.end(), 130);
    QTRY_VERIFY(server.connections().constFirst().peerEnd != PeerEnd::None);
    QCOMPARE(server.requestCount("POST"), 1);
    if (!asJson) {
        QCOMPARE(program.out(), "Hello");
        QCOMPARE(program.errLines(), QByteArrayList{"runnel-cli: Stopped. What came before is kept."});
        return;
    }
    const QJsonObject end = jsonLine(program.outLines().last())["end"_L1].toObject();
    QVERIFY(!end["complete"_L1].toBool());
    QCOMPARE(end["error"_L1]["cause"_L1].toString(), u"stopped"_s);
}

void AskTest::interruptedBeforeText()
{
    FaultServer server(FaultScript::request().thenHang());
    Program program(asking(server, {u"hi"_s}));
    program.closeInput();
    QTRY_COMPARE(server.requestCount("POST"), 1);
    program.sendSignal(SIGINT);
    QCOMPARE(program.end(), 130);
    QCOMPARE(program.out(), "");
    QCOMPARE(program.errLines(), QByteArrayList{"runnel-cli: Stopped."});
}

void AskTest::interruptedInAPause()
{
    FaultServer server(FaultScript::answer(429, openAiError("slow"), {{"Retry-After", "50"}}));
    Program program(asking(server, {u"hi"_s}));
    program.closeInput();
    QTRY_VERIFY(program.err().contains("Trying again in 50 s (try 2)."));
    program.sendSignal(SIGINT);
    QCOMPARE(program.end(), 130);
    QCOMPARE(server.requestCount("POST"), 1);
}

/// Nobody reads the output: the program hangs in a write, and the first signal is not served.
void AskTest::secondSignalEnds()
{
    const QTemporaryDir folder;
    FaultServer server(FaultScript::head().delta(QByteArray(1 << 20, 'x')).thenHang());
    Program program
        = Program::throughShell(u"mkfifo \"$1\" && exec 3<>\"$1\" && shift && exec \"$0\" \"$@\" >&3"_s,
            QStringList{folder.filePath(u"pipe"_s)} + asking(server, {u"hi"_s}));
    program.closeInput();
    QTRY_COMPARE(server.requestCount("POST"), 1);
    QTRY_VERIFY(server.connections().constFirst().sentBytes > 1 << 20);
    // One at a time would be enough, but two that wait together count as one.
    QTRY_VERIFY((program.sendSignal(SIGINT), program.hasEnded()));
    QCOMPARE(program.status(), 130);
}

void AskTest::readerGoes()
{
    FaultServer server(FaultScript::head().delta("Hello").awaitRelease().delta("more").thenHang());
    Program program = Program::throughShell(
        u"{ \"$0\" \"$@\" 2>&3; echo $? >&3; } 3>&2 | head -c 3"_s, asking(server, {u"hi"_s}));
    program.closeInput();
    QTRY_COMPARE(program.out(), "Hel");
    server.release();
    QCOMPARE(program.end(), 0);
    QCOMPARE(program.err(), "130\n"); // not a word
    QTRY_VERIFY(server.connections().constFirst().peerEnd != PeerEnd::None);
}

void AskTest::outputIsFull()
{
    FaultServer server(halfReply());
    Program program = Program::throughShell(u"exec \"$0\" \"$@\" >/dev/full"_s, asking(server, {u"hi"_s}));
    QCOMPARE(program.end(), 4);
    QCOMPARE(program.errLines(),
        QByteArrayList{"runnel-cli: Standard output cannot be written: No space left on device."});
    QTRY_VERIFY(server.connections().constFirst().peerEnd != PeerEnd::None);
}

void AskTest::record()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"reply.rec"_s);
    ReplyOptions options;
    options.headers = {{"Set-Cookie", "sk-canary-4711"}, {"X-Request-Id", "r1"}};
    FaultServer server(FaultScript::reply({"Hel", "lo"}, options));
    Program program(
        asking(server, {u"hi"_s, u"--record"_s, path}), {{u"RUNNEL_API_KEY"_s, u"sk-canary-4711"_s}});
    QCOMPARE(program.end(), 0);
    QCOMPARE(program.out(), "Hello");

    QVERIFY(!contentOf(path).contains("canary"));
    QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    const auto opened = Recording::open(path);
    QVERIFY(opened);
    const Recording &recording = *opened.value();
    QVERIFY(recording.report().isWhole());
    QByteArray body;
    QByteArray response;
    QList<FrameType> types;
    for (qsizetype i = 0; i < recording.entries().size(); ++i) {
        const auto frame = recording.frame(i);
        QVERIFY(frame);
        types.append(frame.value().type);
        if (frame.value().type == FrameType::Bytes)
            body += frame.value().payload;
        if (frame.value().type == FrameType::Response)
            response += frame.value().payload;
    }
    QCOMPARE(body,
        dataEvent(openAiChunk("Hel")) + dataEvent(openAiChunk("lo")) + dataEvent(openAiFinish("stop"))
            + dataEvent(openAiDone()));
    QVERIFY(response.contains("r1"));
    QCOMPARE(types.first(), FrameType::Request);
    QCOMPARE(types.last(), FrameType::Close);
}

void AskTest::recordCannotBeWritten_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("says");
    QTest::addRow("no such folder") << u"/nonexistent/x"_s << QByteArray("No such file or directory");
    QTest::addRow("a folder") << u"/"_s << QByteArray("Is a directory");
    QTest::addRow("full") << u"/dev/full"_s << QByteArray("No space left on device");
    QTest::addRow("no name") << QString() << QByteArray("--record wants the name of a file.");
}

void AskTest::recordCannotBeWritten()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, says);
    FaultServer server(FaultScript::reply({"Hello"}));
    Program program(asking(server, {u"hi"_s, u"--record"_s, path}));
    QCOMPARE(program.end(), 2);
    QCOMPARE(program.out(), "");
    QCOMPARE(program.errLines().size(), 1);
    QVERIFY2(program.err().contains(says), program.err().constData());
    QCOMPARE(server.connectionCount(), 0);
}

void AskTest::recordReachesTheFileLimit()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"reply.rec"_s);
    const QByteArray longText(100'000, 'x');
    FaultServer server(FaultScript::reply({"Hello ", longText}));
    Program program = Program::throughShell(
        u"ulimit -f 8; exec \"$0\" \"$@\""_s, asking(server, {u"hi"_s, u"--record"_s, path}));
    QCOMPARE(program.end(), 0);
    QVERIFY(program.out() == "Hello " + longText);
    QCOMPARE(program.errLines().size(), 1);
    QVERIFY2(
        program.err().contains("ends here: File too large. The reply goes on."), program.err().constData());
    QVERIFY(Recording::open(path)); // what is whole in it can be read
}

void AskTest::asciiLocale()
{
    FaultServer server(FaultScript::reply({"h\u00e9\U0001F600"}));
    Program program(asking(server, {u"h\u00e9"_s}), {{u"LC_ALL"_s, u"C"_s}});
    QCOMPARE(program.end(), 0);
    QCOMPARE(program.out(), "h\u00e9\U0001F600");
    QCOMPARE(program.err(), "");
    QCOMPARE(askedWords(server), u"h\u00e9"_s);
}

/// On a terminal a model's words command nothing, and what was used stands below them.
void AskTest::terminal()
{
    FaultServer server(FaultScript::head()
                           .event("{\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"hm\"}}]}")
                           .delta("red\x1b[31m \x1b]0;title\x07\xC2\x9B")
                           .delta("\rend")
                           .finish("stop")
                           .event("{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":11}}")
                           .done()
                           .end());
    Program program
        = Program::throughShell(u"script -qec \"$0 $*\" /dev/null </dev/null"_s, asking(server, {u"hi"_s}));
    QCOMPARE(program.end(), 0);
    QCOMPARE(program.err(), "");
    const QByteArray shown = program.out();
    QVERIFY2(shown.startsWith("hm\r\n\r\nred[31m ]0;titleend\r\n"), shown.constData());
    QVERIFY2(shown.contains("test-model \xC2\xB7 7 tokens in \xC2\xB7 11 out \xC2\xB7 "), shown.constData());
    for (const QByteArray &command : {QByteArray("\x1b"), QByteArray("\x07"), QByteArray("\xC2\x9B")})
        QVERIFY(!shown.contains(command));
}

QTEST_GUILESS_MAIN(AskTest)
#include "tst_ask.moc"
