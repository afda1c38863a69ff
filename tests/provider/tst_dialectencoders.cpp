// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/requestencoder.h"

#include "provider/completionclient.h"
#include "provider/encoderrows.h"
#include "provider/providerpreset.h"
#include "support/faultserver.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;

namespace {

QByteArray headerOf(const EncodedRequest &request, QByteArrayView name)
{
    for (const auto &[key, value] : request.headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

CompletionRequest question(const QString &model)
{
    CompletionRequest request;
    request.model = model;
    Message message;
    message.parts = {TextPart{u"hello"_s}};
    request.messages = {message};
    return request;
}

/// The first vector of a dialect: what its server really answers.
QJsonObject firstVector(const QString &dialect)
{
    QFile file(QStringLiteral(RUNNEL_TEST_DATA "/dialects.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no vectors");
    for (const QJsonValue &vector : QJsonDocument::fromJson(file.readAll()).array()) {
        if (vector["dialect"_L1] == dialect)
            return vector.toObject();
    }
    qFatal("no vector");
}

} // namespace

class DialectEncodersTest final : public QObject
{
    Q_OBJECT

private slots:
    void bodies_data()
    {
        QTest::addColumn<int>("index");
        MemoryBlobSource blobs;
        const QList<EncoderRow> rows = encoderRows(blobs);
        for (int i = 0; i < rows.size(); ++i)
            QTest::addRow("%d: %s", int(rows[i].dialect), rows[i].name) << i;
    }

    void bodies()
    {
        QFETCH(int, index);
        MemoryBlobSource blobs;
        const EncoderRow row = encoderRows(blobs).at(index);
        Endpoint endpoint;
        endpoint.baseUrl = QUrl(u"http://localhost:1"_s);
        endpoint.dialect = row.dialect;
        const auto encoded = encodeRequest(row.request, endpoint);
        if (row.expected.isEmpty()) {
            QVERIFY(!encoded);
            QCOMPARE(encoded.error().kind, Error::Kind::InvalidInput);
            return;
        }
        QVERIFY(encoded);
        const QJsonObject body = QJsonDocument::fromJson(encoded.value().body).object();
        const QJsonDocument expected = QJsonDocument::fromJson(row.expected);
        QVERIFY(expected.isObject());
        const QJsonObject members = expected.object();
        for (auto it = members.begin(); it != members.end(); ++it) {
            if (it.value().isNull())
                QVERIFY2(!body.contains(it.key()), qPrintable(it.key()));
            else
                QVERIFY2(body.value(it.key()) == it.value(), encoded.value().body);
        }
    }

    void addresses_data()
    {
        QTest::addColumn<int>("dialect");
        QTest::addColumn<QString>("base");
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, Dialect dialect, const char *base, const char *expected,
                             const char *model = "m") {
            QTest::addRow("%s", name) << int(dialect) << QString::fromUtf8(base) << QString::fromUtf8(model)
                                      << QString::fromUtf8(expected);
        };
        row("responses", Dialect::OpenAiResponses, "https://api.openai.com/v1",
            "https://api.openai.com/v1/responses");
        row("anthropic", Dialect::Anthropic, "https://api.anthropic.com",
            "https://api.anthropic.com/v1/messages");
        row("anthropic with its version", Dialect::Anthropic, "https://api.anthropic.com/v1/",
            "https://api.anthropic.com/v1/messages");
        row("anthropic behind a path", Dialect::Anthropic, "http://h/anthropic/",
            "http://h/anthropic/v1/messages");
        row("gemini", Dialect::Gemini, "https://generativelanguage.googleapis.com/v1beta",
            "https://generativelanguage.googleapis.com/v1beta/models/"
            "gemini-2.5-pro:streamGenerateContent?alt=sse",
            "gemini-2.5-pro");
        row("gemini with the collection", Dialect::Gemini, "http://h/v1beta?x=1&alt=json",
            "http://h/v1beta/tunedModels/a:streamGenerateContent?x=1&alt=sse", "tunedModels/a");
        row("gemini with a strange name", Dialect::Gemini, "http://h",
            "http://h/models/a%3Fb%23c%20d:streamGenerateContent?alt=sse", "a?b#c d");
        row("ollama", Dialect::Ollama, "http://localhost:11434", "http://localhost:11434/api/chat");
    }

    void addresses()
    {
        QFETCH(int, dialect);
        QFETCH(QString, base);
        QFETCH(QString, model);
        QFETCH(QString, expected);
        Endpoint endpoint;
        endpoint.baseUrl = QUrl(base);
        endpoint.dialect = Dialect(dialect);
        const auto encoded = encodeRequest(question(model), endpoint);
        QVERIFY(encoded);
        QCOMPARE(encoded.value().url.toString(QUrl::FullyEncoded), expected);
    }

    void geminiWantsAModel()
    {
        Endpoint endpoint;
        endpoint.baseUrl = QUrl(u"http://h"_s);
        endpoint.dialect = Dialect::Gemini;
        QVERIFY(!encodeRequest(question({}), endpoint));
    }

    /// Through a socket and back: what the vendor's server would see, and what its answer becomes.
    void endToEnd_data()
    {
        QTest::addColumn<QString>("dialect");
        QTest::addColumn<QString>("preset");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("keyHeader");
        QTest::addColumn<QByteArray>("key");
        QTest::addRow("openai-responses")
            << u"openai-responses"_s << u"openai-responses"_s << QByteArray("/base/responses")
            << QByteArray("Authorization") << QByteArray("Bearer k-1");
        QTest::addRow("anthropic") << u"anthropic"_s << u"anthropic"_s << QByteArray("/base/v1/messages")
                                   << QByteArray("x-api-key") << QByteArray("k-1");
        QTest::addRow("gemini") << u"gemini"_s << u"gemini"_s
                                << QByteArray("/base/models/m:streamGenerateContent?alt=sse")
                                << QByteArray("x-goog-api-key") << QByteArray("k-1");
        QTest::addRow("ollama") << u"ollama"_s << u"ollama-native"_s << QByteArray("/base/api/chat")
                                << QByteArray("Authorization") << QByteArray("Bearer k-1");
    }

    void endToEnd()
    {
        QFETCH(QString, dialect);
        QFETCH(QString, preset);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, keyHeader);
        QFETCH(QByteArray, key);
        const QJsonObject vector = firstVector(dialect);
        ReplyOptions options;
        options.contentType = vector["contentType"_L1].toString().toUtf8();
        const QByteArray bytes = QByteArray::fromBase64(vector["bytes_base64"_L1].toString().toLatin1());
        FaultServer server(FaultScript::head(options).body(bytes).end());
        const ProviderPreset *known = providerPresetNamed(preset);
        QVERIFY(known);
        Endpoint endpoint;
        endpoint.baseUrl = server.url(u"/base"_s);
        endpoint.dialect = known->dialect;
        endpoint.keyPlacement = known->keyPlacement;
        endpoint.key = Secret("k-1");

        auto created = CompletionClient({}).createStream(question(u"m"_s), endpoint, nullptr);
        QVERIFY(created);
        const auto stream = created.takeValue();
        QString text;
        connect(stream.get(), &CompletionStream::deltasReceived, this, [&](const QList<ReplyDelta> &deltas) {
            for (const ReplyDelta &delta : deltas)
                text += delta.text;
        });
        QSignalSpy finished(stream.get(), &CompletionStream::finished);
        stream->start();
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(text, vector["expect"_L1]["text"_L1].toString());
        QVERIFY(stream->outcome().isComplete);
        QCOMPARE(stream->outcome().finishReason, FinishReason::Stop);

        const RecordedRequest request = server.requests().value(0);
        QCOMPARE(request.method, "POST");
        QCOMPARE(request.target, target);
        QCOMPARE(request.header(keyHeader), key);
        QCOMPARE(request.header("anthropic-version"),
            dialect == "anthropic"_L1 ? QByteArray("2023-06-01") : QByteArray());
        QVERIFY(!QJsonDocument::fromJson(request.body).object().isEmpty());
        QCOMPARE(request.head.count("k-1"), 1);
        QVERIFY(!request.body.contains("k-1"));
    }

    void keyPlacesDoNotMix()
    {
        Endpoint endpoint;
        endpoint.baseUrl = QUrl(u"http://h"_s);
        endpoint.dialect = Dialect::Anthropic;
        endpoint.key = Secret("k");
        endpoint.keyPlacement = usualKeyPlacement(endpoint.dialect);
        endpoint.headers = {{"anthropic-version", "2099-01-01"}};
        const auto encoded = encodeRequest(question(u"m"_s), endpoint);
        QVERIFY(encoded);
        QCOMPARE(headerOf(encoded.value(), "x-api-key"), "k");
        QVERIFY(headerOf(encoded.value(), "Authorization").isEmpty());
        QCOMPARE(headerOf(encoded.value(), "anthropic-version"), "2099-01-01"); // the person's own wins
    }
};

QTEST_GUILESS_MAIN(DialectEncodersTest)
#include "tst_dialectencoders.moc"
