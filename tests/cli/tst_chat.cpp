// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/program.h"
#include "support/chatchunks.h"
#include "support/faultserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <csignal>

using namespace runnel;
using namespace Qt::StringLiterals;

namespace {

QStringList chatting(const FaultServer &server, const QStringList &more = {})
{
    return QStringList{u"chat"_s, u"--model"_s, u"m"_s, u"--url"_s, server.url().toString()} + more;
}

/// "role: words" for each message of request @p index.
QStringList sentMessages(const FaultServer &server, qsizetype index)
{
    QStringList lines;
    const QJsonObject body = QJsonDocument::fromJson(server.requests().at(index).body).object();
    for (const QJsonValue &message : body["messages"_L1].toArray())
        lines.append(message["role"_L1].toString() + u": "_s + message["content"_L1].toString());
    return lines;
}

} // namespace

/// A conversation, line by line.
class ChatTest final : public QObject
{
    Q_OBJECT

private slots:
    void historyIsSent();
    void goesOnAfterFailure();
    void stopsOneReply();
    void endsAtThePrompt();
    void linesOfAllKinds();
    void nothingToSay();
    void json();
    void readerGoes();
};

void ChatTest::historyIsSent()
{
    FaultServer server({FaultScript::reply({"fir", "st"}), FaultScript::reply({"second"})});
    Program program(chatting(server, {u"--system"_s, u"be brief"_s}));
    program.write("one\n");
    QTRY_VERIFY(program.out().contains("first"));
    QCOMPARE(program.end("two\n"), 0);
    QCOMPARE(program.out(), "first\nsecond\n");
    QCOMPARE(program.err(), "");
    QCOMPARE(sentMessages(server, 0), QStringList({u"system: be brief"_s, u"user: one"_s}));
    QCOMPARE(sentMessages(server, 1),
        QStringList({u"system: be brief"_s, u"user: one"_s, u"assistant: first"_s, u"user: two"_s}));
    QCOMPARE(server.requestCount(), 2);
}

void ChatTest::goesOnAfterFailure()
{
    FaultServer server({FaultScript::answer(400, openAiError("boom")), FaultScript::reply({"second"})});
    Program program(chatting(server));
    QCOMPARE(program.end("one\ntwo\n"), 0); // the status of the last reply
    QCOMPARE(program.out(), "second\n");
    QCOMPARE(program.errLines().size(), 1);
    QVERIFY(program.err().contains("boom"));
    QVERIFY(sentMessages(server, 1).contains(u"user: two"_s));

    FaultServer broken({FaultScript::reply({"first"}), FaultScript::answer(400, openAiError("boom"))});
    Program ending(chatting(broken));
    QCOMPARE(ending.end("one\ntwo\n"), 3);
}

void ChatTest::stopsOneReply()
{
    FaultServer server({FaultScript::partialReply({"half"}).thenHang(), FaultScript::reply({"whole"})});
    Program program(chatting(server));
    program.write("one\n");
    QTRY_COMPARE(program.out(), "half");
    program.sendSignal(SIGINT);
    QTRY_VERIFY(program.err().contains("Stopped. What came before is kept."));
    QCOMPARE(program.end("two\n"), 0);
    QCOMPARE(program.out(), "half\nwhole\n");
    QCOMPARE(sentMessages(server, 1), QStringList({u"user: one"_s, u"assistant: half"_s, u"user: two"_s}));
}

void ChatTest::endsAtThePrompt()
{
    FaultServer server(FaultScript::reply({"first"}));
    Program program(chatting(server));
    program.write("one\n");
    QTRY_COMPARE(program.out(), "first\n");
    program.sendSignal(SIGINT);
    QTRY_VERIFY(program.hasEnded()); // its input is still open
    QCOMPARE(program.status(), 130);
    QCOMPARE(server.requestCount(), 1);
}

void ChatTest::linesOfAllKinds()
{
    FaultServer server(FaultScript::reply({"x"}));
    Program program(chatting(server));
    QCOMPARE(program.end("one\r\n\n  \ntw\xFFo\nlast"), 0);
    QCOMPARE(server.requestCount("POST"), 3);
    const QStringList last = sentMessages(server, 2);
    QCOMPARE(last,
        QStringList(
            {u"user: one"_s, u"assistant: x"_s, u"user: tw\uFFFDo"_s, u"assistant: x"_s, u"user: last"_s}));
}

void ChatTest::nothingToSay()
{
    FaultServer server(FaultScript::reply({"x"}));
    Program empty(chatting(server));
    QCOMPARE(empty.end(), 0);
    Program closed = Program::throughShell(u"exec \"$0\" \"$@\" 0<&-"_s, chatting(server));
    QCOMPARE(closed.end(), 0);
    QCOMPARE(server.connectionCount(), 0);
}

void ChatTest::json()
{
    FaultServer server(FaultScript::reply({"x"}));
    Program program(chatting(server, {u"--json"_s}));
    QCOMPARE(program.end("one\ntwo\n"), 0);
    int ends = 0;
    for (const QByteArray &line : program.outLines())
        ends += jsonLine(line).contains("end"_L1) ? 1 : 0;
    QCOMPARE(ends, 2);
}

void ChatTest::readerGoes()
{
    FaultServer server(FaultScript::reply({"first"}));
    Program program
        = Program::throughShell(u"{ \"$0\" \"$@\" 2>&3; echo $? >&3; } 3>&2 | head -c 3"_s, chatting(server));
    program.write("one\n");
    QTRY_COMPARE(program.out(), "fir");
    QCOMPARE(program.end("two\nthree\n"), 0);
    QCOMPARE(program.err(), "130\n");
}

QTEST_GUILESS_MAIN(ChatTest)
#include "tst_chat.moc"
