// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/capturedecoding.h"

#include "provider/openaichatrows.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;

namespace {

struct Vector
{
    QString name;
    CapturedAnswer answer;
    QByteArray bytes;
    QJsonObject expected;
    QJsonArray textAnyOf;
    bool comparesArgumentsAsJson = false;
    QList<qsizetype> splits;
};

std::optional<Dialect> dialectOf(const QString &name)
{
    if (name == "openai-chat"_L1 || name == "openai-compat"_L1)
        return Dialect::OpenAiChat;
    return std::nullopt;
}

QList<Vector> readVectors()
{
    QFile file(QStringLiteral(RUNNEL_TEST_DATA "/dialects.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no vectors");
    QList<Vector> vectors;
    const QJsonArray cases = QJsonDocument::fromJson(file.readAll()).array();
    for (const QJsonValue &value : cases) {
        const QJsonObject object = value.toObject();
        const auto dialect = dialectOf(object["dialect"_L1].toString());
        if (!dialect)
            continue;
        Vector vector;
        vector.name = object["name"_L1].toString();
        vector.answer = {*dialect, object["status"_L1].toInt(), object["contentType"_L1].toString().toUtf8()};
        vector.bytes = QByteArray::fromBase64(object["bytes_base64"_L1].toString().toLatin1());
        vector.expected = object["expect"_L1].toObject();
        vector.textAnyOf = object["textAnyOf"_L1].toArray();
        vector.comparesArgumentsAsJson = object["argsCompare"_L1].toString() == "json"_L1;
        for (const QJsonValue &split : object["splits"_L1].toArray())
            vector.splits.append(split.toInt());
        vectors.append(vector);
    }
    return vectors;
}

/// Feeds @p bytes cut at @p cuts.
DecodedReply decodeCut(const CapturedAnswer &answer, const QByteArray &bytes, const QList<qsizetype> &cuts)
{
    CaptureDecoder decoder(answer);
    qsizetype at = 0;
    for (const qsizetype cut : cuts) {
        decoder.feed(QByteArrayView(bytes).sliced(at, cut - at));
        at = cut;
    }
    decoder.feed(QByteArrayView(bytes).sliced(at));
    return decoder.end();
}

DecodedReply decodeInChunks(const CapturedAnswer &answer, const QByteArray &bytes, qsizetype size)
{
    QList<qsizetype> cuts;
    for (qsizetype cut = size; cut < bytes.size(); cut += size)
        cuts.append(cut);
    return decodeCut(answer, bytes, cuts);
}

QJsonObject canonical(QJsonObject object, const Vector &vector)
{
    if (vector.textAnyOf.contains(object["text"_L1]))
        object["text"_L1] = vector.textAnyOf.first();
    if (vector.comparesArgumentsAsJson) {
        QJsonArray calls;
        for (const QJsonValue &call : object["toolCalls"_L1].toArray()) {
            QJsonObject changed = call.toObject();
            changed["arguments"_L1]
                = QJsonDocument::fromJson(changed["arguments"_L1].toString().toUtf8()).object();
            calls.append(changed);
        }
        object["toolCalls"_L1] = calls;
    }
    return object;
}

const CapturedAnswer openAi{Dialect::OpenAiChat, 200, "text/event-stream"};

} // namespace

class ReplyStreamDecoderTest final : public QObject
{
    Q_OBJECT

private slots:
    void vectors_data()
    {
        QTest::addColumn<int>("index");
        const QList<Vector> all = readVectors();
        for (int i = 0; i < all.size(); ++i)
            QTest::addRow("%s", qUtf8Printable(all[i].name)) << i;
    }

    void vectors()
    {
        QFETCH(int, index);
        const Vector vector = readVectors().at(index);
        const QJsonObject expected = canonical(vector.expected, vector);
        const auto check
            = [&](const DecodedReply &reply) { return canonical(toJson(reply), vector) == expected; };

        const DecodedReply whole = decodeCut(vector.answer, vector.bytes, {});
        QVERIFY2(check(whole), QJsonDocument(toJson(whole)).toJson());
        for (const qsizetype size : {1, 2, 3, 7, 64})
            QVERIFY2(
                check(decodeInChunks(vector.answer, vector.bytes, size)), qPrintable(QString::number(size)));
        for (qsizetype cut = 1; cut < vector.bytes.size(); ++cut)
            QVERIFY2(check(decodeCut(vector.answer, vector.bytes, {cut})), qPrintable(QString::number(cut)));
        if (!vector.splits.isEmpty())
            QVERIFY(check(decodeCut(vector.answer, vector.bytes, vector.splits)));
    }

    /// The parts of a reply must not depend on how the network cut it either: the steps merge by kind.
    void stepsDoNotDependOnCuts()
    {
        const QByteArray bytes = chunk(R"({"choices":[{"delta":{"reasoning":"a"}}]})")
            + chunk(R"({"choices":[{"delta":{"content":"b"}}]})")
            + chunk(R"({"choices":[{"delta":{"reasoning":"c"}}]})")
            + chunk(R"({"choices":[{"delta":{"content":"d"},"finish_reason":"stop"}]})") + "data: [DONE]\n\n";
        const auto order = [&](qsizetype chunkBytes) {
            ReplyStreamDecoder decoder(Dialect::OpenAiChat, "text/event-stream");
            QString result;
            for (qsizetype at = 0; at < bytes.size(); at += chunkBytes) {
                QList<ReplyDelta> deltas;
                decoder.feed(QByteArrayView(bytes).sliced(at, qMin(chunkBytes, bytes.size() - at)), deltas);
                for (const ReplyDelta &delta : deltas)
                    result += delta.reasoning + delta.text;
            }
            return result;
        };
        for (const qsizetype chunkBytes : {qsizetype(1), qsizetype(60), bytes.size()})
            QCOMPARE(order(chunkBytes), u"abcd"_s);
    }

    void oneReadIsOneStep()
    {
        ReplyStreamDecoder decoder(Dialect::OpenAiChat, "text/event-stream");
        QList<ReplyDelta> deltas;
        decoder.feed(content("a") + content("b") + content("c"), deltas);
        QCOMPARE(deltas.size(), 1);
        QCOMPARE(deltas.first().text, u"abc"_s);
    }

    void rules_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("contentType");
        QTest::addColumn<QByteArray>("expected"); // the members to compare

        for (const DecoderRow &row : openAiChatRows())
            QTest::addRow("%s", row.name) << row.bytes << row.contentType << row.expected;
    }

    void rules()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, contentType);
        QFETCH(QByteArray, expected);
        const QJsonDocument expectedDocument = QJsonDocument::fromJson(expected);
        QVERIFY(expectedDocument.isObject());
        const QJsonObject members = expectedDocument.object();
        const CapturedAnswer answer{Dialect::OpenAiChat, 200, contentType};
        for (const qsizetype size : {bytes.size() + 1, qsizetype(1), qsizetype(5)}) {
            const QJsonObject reply = toJson(decodeInChunks(answer, bytes, size));
            for (auto it = members.begin(); it != members.end(); ++it)
                QCOMPARE(reply.value(it.key()), it.value());
        }
    }

    void unreadableEventsAreCounted()
    {
        const DecodedReply reply
            = decodeCut(openAi, content("a") + chunk("{x") + chunk("[]") + content("b"), {});
        QCOMPARE(reply.outcome.unreadableEventCount, 2);
        QCOMPARE(reply.text, u"ab"_s);
    }

    void foreignBodies_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("contentType");
        QTest::addColumn<bool>("foreign");
        QTest::addRow("html") << QByteArray("<!DOCTYPE html><title>x</title>") << QByteArray("text/html")
                              << true;
        QTest::addRow("html as stream") << QByteArray("<html>") << QByteArray("text/event-stream") << true;
        QTest::addRow("plain words") << QByteArray("Bad Gateway") << QByteArray("text/plain") << true;
        QTest::addRow("words like a field")
            << QByteArray("database is down") << QByteArray("text/plain") << true;
        QTest::addRow("unknown field of a stream")
            << QByteArray("x-foo: 1\ndata: {}\n\n") << QByteArray("text/event-stream") << false;
        QTest::addRow("comment") << QByteArray(": hi\n\n") << QByteArray("text/plain") << false;
        QTest::addRow("event first") << QByteArray("event: ping\ndata: {}\n\n") << QByteArray() << false;
        QTest::addRow("field without colon") << QByteArray("data\n\n") << QByteArray() << false;
    }

    void foreignBodies()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, contentType);
        QFETCH(bool, foreign);
        for (const qsizetype step : {bytes.size(), qsizetype(1)}) {
            ReplyStreamDecoder decoder(Dialect::OpenAiChat, contentType);
            QList<ReplyDelta> deltas;
            for (qsizetype at = 0; at < bytes.size(); at += step)
                decoder.feed(QByteArrayView(bytes).sliced(at, step), deltas);
            decoder.end(deltas);
            QCOMPARE(decoder.framing() == ReplyStreamDecoder::Framing::Foreign, foreign);
            if (foreign)
                QCOMPARE(decoder.foreignBody(), bytes);
        }
    }

    /// The framing must not depend on how the network cut what stands before it.
    void byteOrderMarks_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray mark("\xEF\xBB\xBF");
        QTest::addRow("JSON") << mark
                + "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}";
        QTest::addRow("event stream") << mark + content("a") + "data: [DONE]\n\n";
        QTest::addRow("white space") << mark + " \r\n\n" + content("a") + "data: [DONE]\n\n";
    }

    void byteOrderMarks()
    {
        QFETCH(QByteArray, bytes);
        for (const char *type : {"application/json", "text/event-stream", ""}) {
            for (const qsizetype size : {bytes.size(), qsizetype(1), qsizetype(2), qsizetype(3)}) {
                const DecodedReply reply = decodeInChunks({Dialect::OpenAiChat, 200, type}, bytes, size);
                QCOMPARE(reply.text, u"a"_s);
                QVERIFY(reply.outcome.isComplete);
            }
        }
    }

    void limits()
    {
        QList<ReplyDelta> deltas;
        ReplyStreamDecoder eventLimit(Dialect::OpenAiChat, "text/event-stream", {200, 1000});
        eventLimit.feed(content("kept") + "data: " + QByteArray(300, 'x'), deltas);
        QCOMPARE(eventLimit.limitPassed(), ReplyStreamDecoder::LimitPassed::Event);
        QVERIFY(eventLimit.isOver());
        QCOMPARE(deltas.value(0).text, u"kept"_s);

        deltas.clear();
        ReplyStreamDecoder replyLimit(Dialect::OpenAiChat, "text/event-stream", {200, 150});
        for (int i = 0; i < 4; ++i)
            replyLimit.feed(content("kept"), deltas);
        QCOMPARE(replyLimit.limitPassed(), ReplyStreamDecoder::LimitPassed::Reply);
        QString text;
        for (const ReplyDelta &delta : std::as_const(deltas))
            text += delta.text;
        QCOMPARE(text, u"keptkept"_s);
        QVERIFY(!replyLimit.outcome().isComplete);
    }

    void errorStatus_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("message");
        QTest::addRow("fastapi") << 422
                                 << QByteArray(
                                        R"({"detail":[{"loc":["body","model"],"msg":"field required"}]})")
                                 << QString() << u"field required"_s;
        QTest::addRow("ollama") << 404 << QByteArray(R"({"error":"model 'x' not found"})") << QString()
                                << u"model 'x' not found"_s;
        QTest::addRow("number code") << 400 << QByteArray(R"({"error":{"code":400,"message":"bad"}})")
                                     << u"400"_s << u"bad"_s;
        QTest::addRow("vllm")
            << 400 << QByteArray(R"({"object":"error","message":"bad","type":"BadRequestError","code":400})")
            << u"400"_s << u"bad"_s;
        QTest::addRow("html") << 502 << QByteArray("<html><head><title>502 Bad\n Gateway</title></head>")
                              << QString() << u"502 Bad Gateway"_s;
        QTest::addRow("text") << 500 << QByteArray("oops\n") << QString() << u"oops"_s;
        QTest::addRow("stream") << 500
                                << QByteArray("data: {\"error\":{\"message\":\"m\",\"type\":\"t\"}}\n\n")
                                << u"t"_s << u"m"_s;
        QTest::addRow("empty") << 503 << QByteArray() << QString() << QString();
    }

    void errorStatus()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, code);
        QFETCH(QString, message);
        const DecodedReply reply = decodeCut({Dialect::OpenAiChat, status, "text/html"}, body, {});
        QVERIFY(reply.outcome.error);
        QCOMPARE(reply.outcome.error->code, code);
        QCOMPARE(reply.outcome.error->message, message);
        QVERIFY(!reply.outcome.isComplete);
        QCOMPARE(reply.outcome.finishReason, FinishReason::Error);
    }
};

QTEST_GUILESS_MAIN(ReplyStreamDecoderTest)
#include "tst_replystreamdecoder.moc"
