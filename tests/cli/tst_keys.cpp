// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/program.h"
#include "support/chatchunks.h"
#include "support/faultmodes.h"
#include "support/faultserver.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;

namespace {

const QByteArray canary = "sk-canary-4711-abcdef";

Program::Environment ownKey()
{
    return {{u"RUNNEL_API_KEY"_s, QString::fromLatin1(canary)}};
}

QStringList asking(const FaultServer &server, const QStringList &more = {})
{
    return QStringList{u"ask"_s, u"hi"_s, u"--model"_s, u"m"_s, u"--url"_s, server.url().toString()} + more;
}

QString fileWith(const QTemporaryDir &folder, const QByteArray &content)
{
    const QString path = folder.filePath(u"key"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("%s: %s", qPrintable(path), qPrintable(file.errorString()));
    return path;
}

} // namespace

/// Who gets which key, and that nobody else sees it.
class KeysTest final : public QObject
{
    Q_OBJECT

private slots:
    void whoGetsWhich_data();
    void whoGetsWhich();
    void keyFile_data();
    void keyFile();
    void keyFileIsRefused_data();
    void keyFileIsRefused();
    void keyInAnArgumentIsRefused_data();
    void keyInAnArgumentIsRefused();
    void neverShown_data();
    void neverShown();
    void redirectTakesNoKeyAlong();
    void missingKeyIsSaid();
};

void KeysTest::whoGetsWhich_data()
{
    QTest::addColumn<Program::Environment>("environment");
    QTest::addColumn<QByteArray>("authorization");
    QTest::addRow("RUNNEL_API_KEY goes to any server") << ownKey() << "Bearer " + canary;
    QTest::addRow("white space around it is none of it")
        << Program::Environment{{u"RUNNEL_API_KEY"_s, u" k1 \n"_s}} << QByteArray("Bearer k1");
    QTest::addRow("the vendors' own stay with the vendors") << Program::Environment{
        {u"OPENAI_API_KEY"_s, u"k1"_s}, {u"OPENROUTER_API_KEY"_s, u"k2"_s}, {u"DEEPSEEK_API_KEY"_s, u"k3"_s},
        {u"AZURE_OPENAI_API_KEY"_s, u"k4"_s}} << QByteArray();
    QTest::addRow("none is no error") << Program::Environment() << QByteArray();
}

void KeysTest::whoGetsWhich()
{
    QFETCH(Program::Environment, environment);
    QFETCH(QByteArray, authorization);
    FaultServer server(FaultScript::reply({"Hello"}));
    Program program(asking(server), environment);
    QCOMPARE(program.end(), 0);
    QCOMPARE(program.err(), "");
    const RecordedRequest request = server.requests().constFirst();
    QCOMPARE(request.header("Authorization"), authorization);
    QCOMPARE(request.header("api-key"), "");
    for (const char *key : {"k2", "k3", "k4"})
        QVERIFY(!request.head.contains(key));
}

void KeysTest::keyFile_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addRow("bare") << canary;
    QTest::addRow("one line") << canary + '\n';
    QTest::addRow("CRLF and white space") << "  " + canary + "\t\r\n";
}

void KeysTest::keyFile()
{
    QFETCH(QByteArray, content);
    const QTemporaryDir folder;
    FaultServer server(FaultScript::reply({"Hello"}));
    Program program(asking(server, {u"--key-file"_s, fileWith(folder, content)}),
        {{u"RUNNEL_API_KEY"_s, u"another-key"_s}});
    QCOMPARE(program.end(), 0);
    QCOMPARE(server.requests().constFirst().header("Authorization"), "Bearer " + canary);
}

void KeysTest::keyFileIsRefused_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("says");
    const QByteArray notOne = "does not hold one key on one line.";
    QTest::addRow("empty") << QByteArray() << QByteArray("is empty.");
    QTest::addRow("white space") << QByteArray("\n \n") << QByteArray("is empty.");
    QTest::addRow("two lines") << canary + '\n' + canary << notOne;
    QTest::addRow("NUL") << canary + QByteArray(1, '\0') << notOne;
    QTest::addRow("huge") << canary + QByteArray(1 << 20, 'a') << notOne;
}

void KeysTest::keyFileIsRefused()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, says);
    const QTemporaryDir folder;
    FaultServer server(FaultScript::reply({"Hello"}));
    Program program(asking(server, {u"--key-file"_s, fileWith(folder, content)}));
    QCOMPARE(program.end(), 2);
    QCOMPARE(program.errLines().size(), 1);
    QVERIFY2(program.err().contains(says), program.err().constData());
    QVERIFY(!program.err().contains(canary));
    QCOMPARE(server.connectionCount(), 0);
}

void KeysTest::keyInAnArgumentIsRefused_data()
{
    QTest::addColumn<QString>("header");
    for (const char *name :
        {"Authorization", "authorization", "X-Api-Key", "api-key", "Cookie", "X-Auth-Token"})
        QTest::addRow("%s", name) << QString::fromLatin1(name) + u": "_s + QString::fromLatin1(canary);
}

void KeysTest::keyInAnArgumentIsRefused()
{
    QFETCH(QString, header);
    FaultServer server(FaultScript::reply({"Hello"}));
    Program program(asking(server, {u"--header"_s, header}));
    QCOMPARE(program.end(), 2);
    QCOMPARE(program.errLines().size(), 1);
    QVERIFY(program.err().contains("RUNNEL_API_KEY"));
    QVERIFY(!program.err().contains(canary));
    QCOMPARE(server.connectionCount(), 0);
}

void KeysTest::neverShown_data()
{
    QTest::addColumn<FaultScript>("script");
    QTest::addColumn<int>("status");
    FaultModeOptions away;
    away.target = "http://elsewhere.test/?key=" + canary;
    const QByteArray error = openAiError("no: " + canary, canary);
    QTest::addRow("reply") << faultMode("ok") << 0;
    QTest::addRow("401 that repeats it") << faultMode("echo-key") << 3;
    QTest::addRow("error object that repeats it") << FaultScript::answer(400, error) << 3;
    QTest::addRow("title that repeats it")
        << FaultScript::answer(200, "<title>" + canary + "</title>", {}, "text/html") << 3;
    QTest::addRow("words that repeat it")
        << FaultScript::answer(502, "Bearer " + canary, {{"retry-after-ms", "5"}}) << 3;
    QTest::addRow("redirect that repeats it") << faultMode("redirect", away) << 3;
    QTest::addRow("stream error that repeats it")
        << FaultScript::partialReply({"Hel"}).event(error).end() << 5;
    QTest::addRow("header that repeats it")
        << FaultScript::answer(401, "{}", {{"X-Api-Key", canary}, {"X-Other", "Bearer " + canary}}) << 3;
}

void KeysTest::neverShown()
{
    QFETCH(FaultScript, script);
    QFETCH(int, status);
    for (const bool asJson : {false, true}) {
        const QTemporaryDir folder;
        const QString recording = folder.filePath(u"reply.rec"_s);
        FaultServer server(script);
        Program program(
            asking(server, {u"--record"_s, recording}) + (asJson ? QStringList{u"--json"_s} : QStringList()),
            ownKey());
        QCOMPARE(program.end(), status);
        QVERIFY(server.requests().constFirst().head.contains(canary)); // it was there to be shown
        QFile file(recording);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray recorded = file.readAll();
        QVERIFY(!recorded.isEmpty());
        for (const QByteArray &shown : {program.out(), program.err(), recorded})
            QVERIFY2(!shown.contains(canary), shown.constData());
    }
}

void KeysTest::redirectTakesNoKeyAlong()
{
    FaultServer elsewhere(FaultScript::reply({"Hello"}));
    FaultModeOptions options;
    options.target = elsewhere.url().toEncoded();
    FaultServer server(faultMode("redirect", options));
    Program program(asking(server), ownKey());
    QCOMPARE(program.end(), 3);
    QCOMPARE(elsewhere.connectionCount(), 0);
}

void KeysTest::missingKeyIsSaid()
{
    FaultServer server(FaultScript::answer(401, openAiError("no key")));
    Program without(asking(server), {{u"OPENAI_API_KEY"_s, u"k1"_s}});
    QCOMPARE(without.end(), 3);
    QVERIFY(without.err().contains("No key was sent: give it by the variable RUNNEL_API_KEY"));
    Program with(asking(server), ownKey());
    QCOMPARE(with.end(), 3);
    QVERIFY(!with.err().contains("No key was sent"));
}

QTEST_GUILESS_MAIN(KeysTest)
#include "tst_keys.moc"
