// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/program.h"
#include "support/chatchunks.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;

namespace {

QJsonArray vectorsOf(const char *name)
{
    QFile file(QStringLiteral(RUNNEL_TEST_DATA "/") + QString::fromLatin1(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s: %s", name, qPrintable(file.errorString()));
    return QJsonDocument::fromJson(file.readAll()).array();
}

QByteArray bytesOf(const QJsonObject &vector)
{
    return QByteArray::fromBase64(vector["bytes_base64"_L1].toString().toLatin1());
}

const QByteArrayList chunks{"", "1", "3", "7"}; // the first: whole

QStringList chunkOption(const QByteArray &chunk)
{
    if (chunk.isEmpty())
        return {};
    return {u"--chunk"_s, QString::fromLatin1(chunk)};
}

/// @p object with the arguments of its tool calls parsed, for vectors that leave their spelling open.
QJsonObject withParsedArguments(QJsonObject object)
{
    QJsonArray calls;
    for (const QJsonValue &value : object["toolCalls"_L1].toArray()) {
        QJsonObject call = value.toObject();
        call["arguments"_L1] = QJsonDocument::fromJson(call["arguments"_L1].toString().toUtf8()).object();
        calls.append(call);
    }
    object["toolCalls"_L1] = calls;
    return object;
}

} // namespace

/// What `decode` prints for captured answers.
class DecodeTest final : public QObject
{
    Q_OBJECT

private slots:
    void events_data();
    void events();
    void replies_data();
    void replies();
    void overflow_data();
    void overflow();
    void guess_data();
    void guess();
    void brokenInput_data();
    void brokenInput();
    void eventsComeAtOnce();
    void inputIsClosed();
    void readerGoes();
    void outputIsFull();
};

void DecodeTest::events_data()
{
    QTest::addColumn<QJsonObject>("vector");
    QTest::addColumn<QByteArray>("chunk");
    const QJsonArray vectors = vectorsOf("sse.json");
    QVERIFY(vectors.size() >= 125);
    for (const QJsonValue &vector : vectors) {
        for (const QByteArray &chunk : chunks)
            QTest::addRow("%s, %s", qPrintable(vector["name"_L1].toString()), chunk.constData())
                << vector.toObject() << chunk;
    }
}

void DecodeTest::events()
{
    QFETCH(QJsonObject, vector);
    QFETCH(QByteArray, chunk);
    Program program(QStringList{u"decode"_s, u"--sse"_s} + chunkOption(chunk));
    QCOMPARE(program.end(bytesOf(vector)), 0);
    QCOMPARE(program.err(), "");
    QByteArrayList lines = program.outLines();
    QVERIFY(!lines.isEmpty());
    const QJsonObject end{{"end"_L1,
        QJsonObject{{"retry"_L1, vector["retry"_L1]}, {"lastEventId"_L1, vector["lastEventId"_L1]},
            {"reconnectId"_L1, vector["reconnectId"_L1]}}}};
    QCOMPARE(jsonLine(lines.takeLast()), end);
    QJsonArray printed;
    for (const QByteArray &line : lines)
        printed.append(jsonLine(line));
    QCOMPARE(printed, vector["events"_L1].toArray());
}

void DecodeTest::replies_data()
{
    QTest::addColumn<QJsonObject>("vector");
    QTest::addColumn<QByteArray>("chunk");
    for (const QJsonValue &vector : vectorsOf("dialects.json")) {
        const QString dialect = vector["dialect"_L1].toString();
        if (dialect != "openai-chat"_L1 && dialect != "openai-compat"_L1)
            continue;
        for (const QByteArray &chunk : chunks)
            QTest::addRow("%s, %s", qPrintable(vector["name"_L1].toString()), chunk.constData())
                << vector.toObject() << chunk;
    }
}

void DecodeTest::replies()
{
    QFETCH(QJsonObject, vector);
    QFETCH(QByteArray, chunk);
    Program program(QStringList{u"decode"_s, u"--dialect"_s, vector["dialect"_L1].toString(), u"--status"_s,
                        QString::number(vector["status"_L1].toInt()), u"--content-type"_s,
                        vector["contentType"_L1].toString()}
        + chunkOption(chunk));
    QCOMPARE(program.end(bytesOf(vector)), 0);
    const QByteArrayList lines = program.outLines();
    QCOMPARE(lines.size(), 1);
    QJsonObject printed = jsonLine(lines.first());
    QJsonObject expected = vector["expect"_L1].toObject();
    if (vector.contains("textAnyOf"_L1)) {
        QVERIFY(vector["textAnyOf"_L1].toArray().contains(printed["text"_L1]));
        printed["text"_L1] = expected["text"_L1];
    }
    if (vector["argsCompare"_L1].toString() == "json"_L1) {
        printed = withParsedArguments(printed);
        expected = withParsedArguments(expected);
    }
    QCOMPARE(printed, expected);
}

void DecodeTest::overflow_data()
{
    QTest::addColumn<QByteArray>("chunk");
    for (const QByteArray &chunk : chunks)
        QTest::addRow("%s", chunk.constData()) << chunk;
}

void DecodeTest::overflow()
{
    QFETCH(QByteArray, chunk);
    Program program(
        QStringList{u"decode"_s, u"--sse"_s, u"--max-event-bytes"_s, u"32"_s} + chunkOption(chunk));
    QCOMPARE(program.end(dataEvent("short") + dataEvent(QByteArray(100, 'x')) + dataEvent("silence")), 0);
    QCOMPARE(program.outLines(),
        QByteArrayList({"{\"data\":\"short\",\"lastEventId\":\"\",\"type\":\"message\"}",
            "{\"overflow\":{\"limitBytes\":32}}",
            "{\"end\":{\"lastEventId\":\"\",\"reconnectId\":\"\",\"retry\":null}}"}));
}

void DecodeTest::guess_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("says");
    QTest::addColumn<QByteArray>("member"); // of the first line
    QTest::addRow("chat stream") << dataEvent(openAiChunk("Hello")) << QByteArray("the dialect openai-chat")
                                 << QByteArray("text");
    QTest::addRow("chat completion") << openAiCompletion("Hello") << QByteArray("the dialect openai-chat")
                                     << QByteArray("text");
    QTest::addRow("another stream") << dataEvent("tick") << QByteArray("no known dialect")
                                    << QByteArray("data");
    QTest::addRow("nothing") << QByteArray() << QByteArray("no known dialect") << QByteArray("end");
}

void DecodeTest::guess()
{
    QFETCH(QByteArray, input);
    QFETCH(QByteArray, says);
    QFETCH(QByteArray, member);
    Program program({u"decode"_s});
    QCOMPARE(program.end(input), 0);
    QCOMPARE(program.errLines().size(), 1);
    QVERIFY2(program.err().contains(says), program.err().constData());
    QVERIFY(jsonLine(program.outLines().first()).contains(QString::fromLatin1(member)));
}

void DecodeTest::brokenInput_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("says");
    const QStringList asReply{u"--dialect"_s, u"openai-chat"_s};
    QTest::addRow("cut") << asReply << dataEvent(openAiChunk("a")).chopped(9) << QByteArray();
    QTest::addRow("unreadable events")
        << asReply << dataEvent("{a") + dataEvent(openAiChunk("b")) + dataEvent("{c")
        << QByteArray("2 unreadable events");
    QTest::addRow("web page") << asReply << QByteArray("<html><title>no</title>")
                              << QByteArray("neither an event stream nor JSON");
    QTest::addRow("random bytes") << QStringList{u"--sse"_s} << QByteArray("\xFF\x00\x80\r\r\xFE", 6)
                                  << QByteArray();
    QTest::addRow("large event") << asReply + QStringList{u"--max-event-bytes"_s, u"100"_s}
                                 << dataEvent(QByteArray(1000, 'x')) << QByteArray("larger than 100 bytes");
    QTest::addRow("error status") << asReply + QStringList{u"--status"_s, u"500"_s} << QByteArray("oops")
                                  << QByteArray();
}

void DecodeTest::brokenInput()
{
    QFETCH(QStringList, options);
    QFETCH(QByteArray, input);
    QFETCH(QByteArray, says);
    Program program(QStringList{u"decode"_s} + options);
    QCOMPARE(program.end(input), 0);
    for (const QByteArray &line : program.outLines())
        QVERIFY(!jsonLine(line).isEmpty());
    QVERIFY2(program.err().contains(says), program.err().constData());
}

void DecodeTest::eventsComeAtOnce()
{
    Program program({u"decode"_s, u"--sse"_s});
    program.write(dataEvent("one"));
    QTRY_COMPARE(program.out(), "{\"data\":\"one\",\"lastEventId\":\"\",\"type\":\"message\"}\n");
    program.write("data: \xEF\xBB\xBFtwo");
    program.write(QByteArray("\0\xE2\x80\xA8\r\r", 6));
    QTRY_COMPARE(program.outLines().size(), 2);
    QVERIFY(!program.hasEnded());
    QCOMPARE(jsonLine(program.outLines().last())["data"_L1].toString(), u"\uFEFFtwo\0\u2028"_s);
    QCOMPARE(program.end(), 0);
    QCOMPARE(program.outLines().size(), 3);
}

void DecodeTest::inputIsClosed()
{
    Program program = Program::throughShell(u"exec \"$0\" \"$@\" 0<&-"_s, {u"decode"_s, u"--sse"_s});
    QCOMPARE(program.end(), 0);
    QCOMPARE(program.outLines().size(), 1);
}

void DecodeTest::readerGoes()
{
    Program program = Program::throughShell(
        u"{ \"$0\" \"$@\" 2>&3; echo $? >&3; } 3>&2 | head -n 1"_s, {u"decode"_s, u"--sse"_s});
    program.write(dataEvent("one"));
    QTRY_COMPARE(program.outLines().size(), 1);
    QCOMPARE(program.end(dataEvent("two")), 0);
    QCOMPARE(program.err(), "0\n");
}

void DecodeTest::outputIsFull()
{
    Program program = Program::throughShell(u"exec \"$0\" \"$@\" >/dev/full"_s, {u"decode"_s, u"--sse"_s});
    QCOMPARE(program.end(dataEvent("one")), 4);
    QCOMPARE(program.errLines(),
        QByteArrayList{"runnel-cli: Standard output cannot be written: No space left on device."});
}

QTEST_GUILESS_MAIN(DecodeTest)
#include "tst_decode.moc"
