// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/chatchunks.h"
#include "support/faultserver.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;

namespace {

struct Run
{
    int status = -1;
    QByteArray out;
    QByteArray err;
};

/// The program with nothing of the tester's own environment, looking for local servers at @p ports only.
Run run(const QStringList &arguments, const QList<quint16> &ports = {})
{
    QStringList words;
    for (const quint16 port : ports)
        words.append(QString::number(port));
    QProcessEnvironment environment;
    const QString leaks = u"LSAN_OPTIONS"_s; // of the asan preset
    environment.insert(leaks, qEnvironmentVariable(leaks.toLatin1().constData()));
    environment.insert(u"RUNNEL_LOCAL_PORTS"_s, words.join(u','));
    environment.insert(u"RUNNEL_API_KEY"_s, u"sk-canary-4711"_s);
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(QStringLiteral(RUNNEL_BIN_DIR "/runnel-cli"), arguments);
    if (!process.waitForFinished(60000) || process.exitStatus() != QProcess::NormalExit)
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

const SitePage modelList{"/v1/models", R"({"object":"list","data":[{"id":"embed","type":"embeddings"},
    {"id":"llama","max_model_len":4096}]})"};

SitePage reply()
{
    return {"/v1/chat/completions",
        dataEvent(openAiChunk("Hello")) + dataEvent(openAiFinish("stop")) + dataEvent(openAiDone()), 200,
        "text/event-stream"};
}

} // namespace

class TestLocalVerbs final : public QObject
{
    Q_OBJECT

private slots:
    void askUsesALocalServer();
    void askWithNobodyThere();
    void whatIsMeantForOneServerGoesToNoOther();
    void modelsOfThisComputer();
    void modelsOfTheDemo();
    void modelsAsJson();
    void missingModelIsNamed();
    void replayGivesWhatAskGave();
    void acceptsACertificate();
};

void TestLocalVerbs::askUsesALocalServer()
{
    const FaultServer server(FaultScript::site({modelList, reply()}));
    const Run asked = run({u"ask"_s, u"hi"_s}, {server.port()});
    QCOMPARE(asked.status, 0);
    QCOMPARE(asked.out, QByteArray("Hello"));
    QVERIFY2(asked.err.contains("with the model llama") && asked.err.contains(server.url().toEncoded()),
        asked.err);
    for (const RecordedRequest &request : server.requests()) {
        QVERIFY(request.header("Authorization").isNull()); // it was found, not named
        if (request.method == "POST")
            QCOMPARE(QJsonDocument::fromJson(request.body).object().value("model"_L1).toString(), u"llama"_s);
    }
    QCOMPARE(server.requestCount("POST"), 1);
}

void TestLocalVerbs::askWithNobodyThere()
{
    const Run asked = run({u"ask"_s, u"hi"_s});
    QCOMPARE(asked.status, 0);
    QVERIFY2(asked.out.contains("No model wrote it."), asked.out);
    QVERIFY2(asked.err.contains("none answers on this computer") && asked.err.contains("demo"), asked.err);

    // Who names a model wants no demo.
    const Run named = run({u"ask"_s, u"hi"_s, u"--model"_s, u"llama"_s});
    QCOMPARE(named.status, 2);
    QVERIFY(named.out.isEmpty());
    QVERIFY2(named.err.contains("none answers on this computer") && named.err.contains("--url"), named.err);
}

void TestLocalVerbs::whatIsMeantForOneServerGoesToNoOther()
{
    const FaultServer server(FaultScript::site({modelList, reply()}));
    for (const QStringList &meant :
        {QStringList{u"--header"_s, u"X-Team: 1"_s}, QStringList{u"--url"_s, u""_s},
            QStringList{u"--key-file"_s, u"key"_s}, QStringList{u"--provider"_s, u""_s}}) {
        QCOMPARE(run(QStringList{u"ask"_s, u"hi"_s} + meant, {server.port()}).status, 2);
        QCOMPARE(server.connectionCount(), 0);
    }
}

void TestLocalVerbs::modelsOfThisComputer()
{
    const FaultServer server(FaultScript::site({modelList}));
    const FaultServer closed(FaultScript::refused());
    const Run listed = run({u"models"_s}, {closed.port(), server.port()});
    QCOMPARE(listed.status, 0);
    QCOMPARE(listed.out, QByteArray("embed  ? not for chat\nllama  4096\n"));
    QVERIFY2(listed.err.contains(server.url().toEncoded()), listed.err);
    QCOMPARE(run({u"models"_s}, {closed.port()}).status, 3);
}

void TestLocalVerbs::modelsOfTheDemo()
{
    const Run listed = run({u"models"_s, u"--provider"_s, u"demo"_s});
    QCOMPARE(listed.status, 0);
    QVERIFY2(listed.out.contains("runnel-demo"), listed.out);
}

void TestLocalVerbs::modelsAsJson()
{
    const FaultServer server(FaultScript::site({modelList}));
    const Run listed = run({u"models"_s, u"--json"_s, u"--url"_s, server.url().toString()});
    QCOMPARE(listed.status, 0);
    const QByteArrayList lines = listed.out.trimmed().split('\n');
    QCOMPARE(lines.size(), 3);
    const QJsonObject model = QJsonDocument::fromJson(lines.at(1)).object().value("model"_L1).toObject();
    QCOMPARE(model.value("id"_L1).toString(), u"llama"_s);
    QCOMPARE(model.value("contextTokens"_L1).toInt(), 4096);
    QVERIFY(model.value("vision"_L1).isNull());
    const QJsonObject end = QJsonDocument::fromJson(lines.at(2)).object();
    QCOMPARE(end.value("modelCount"_L1).toInt(), 2);
    QVERIFY(end.value("error"_L1).isNull());

    const FaultServer refusing(FaultScript::answer(401, openAiError("bad key")));
    const Run refused = run({u"models"_s, u"--json"_s, u"--url"_s, refusing.url().toString()});
    QCOMPARE(refused.status, 3);
    const QJsonObject error
        = QJsonDocument::fromJson(refused.out.trimmed()).object().value("error"_L1).toObject();
    QCOMPARE(error.value("httpStatus"_L1).toInt(), 401);
}

void TestLocalVerbs::missingModelIsNamed()
{
    const FaultServer server(
        FaultScript::site({modelList, {"/v1/chat/completions", openAiError("unknown model"), 404}}));
    const Run asked = run({u"ask"_s, u"hi"_s, u"--url"_s, server.url().toString()});
    QCOMPARE(asked.status, 3);
    QVERIFY2(asked.err.contains("The server lists llama: name one by --model"), asked.err);
}

void TestLocalVerbs::replayGivesWhatAskGave()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"a recording"_s);
    const FaultServer server(FaultScript::reply({"Hel", "lo"}));
    const Run asked
        = run({u"ask"_s, u"hi"_s, u"--json"_s, u"--url"_s, server.url().toString(), u"--record"_s, path});
    QCOMPARE(asked.status, 0);
    const Run replayed = run({u"replay"_s, path, u"--json"_s, u"--speed"_s, u"max"_s});
    QCOMPARE(replayed.status, 0);
    QCOMPARE(replayed.out, asked.out);
    QVERIFY2(replayed.err.isEmpty(), replayed.err);

    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.resize(file.size() - 3)); // in the middle of the last frame
    file.close();
    const Run damaged = run({u"replay"_s, path, u"--speed"_s, u"100"_s});
    QCOMPARE(damaged.status, 0);
    QCOMPARE(damaged.out, QByteArray("Hello"));
    QVERIFY2(damaged.err.contains("the recording is damaged"), damaged.err);
    QCOMPARE(run({u"replay"_s, path, u"--speed"_s, u"0"_s}).status, 2);
    QCOMPARE(run({u"replay"_s, folder.filePath(u"none"_s)}).status, 2);
}

void TestLocalVerbs::acceptsACertificate()
{
    const FaultServer server(FaultScript::reply({"Hello"}).overTls());
    const QString url = server.url().toString();
    const Run refused = run({u"ask"_s, u"hi"_s, u"--url"_s, url});
    QCOMPARE(refused.status, 3);
    const QByteArray option = "--accept-certificate ";
    QVERIFY2(refused.err.contains(option), refused.err);
    const QString fingerprint
        = QString::fromLatin1(refused.err.mid(refused.err.indexOf(option) + option.size()))
              .section(u' ', 0, 0);
    const Run accepted = run({u"ask"_s, u"hi"_s, u"--url"_s, url, u"--accept-certificate"_s, fingerprint});
    QCOMPARE(accepted.status, 0);
    QCOMPARE(accepted.out, QByteArray("Hello"));
    QCOMPARE(server.requestCount("POST"), 1);
    const Run other = run({u"ask"_s, u"hi"_s, u"--url"_s, url, u"--accept-certificate"_s, QString(64, u'1')});
    QCOMPARE(other.status, 3);
    QVERIFY2(other.err.contains("not the one that you accepted"), other.err);
    QCOMPARE(server.requestCount("POST"), 1);
}

QTEST_GUILESS_MAIN(TestLocalVerbs)

#include "tst_localverbs.moc"
