// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/capture.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;

class CaptureTest final : public QObject
{
    Q_OBJECT

private slots:
    void namesGoBothWays()
    {
        for (const QString &name : dialectNames()) {
            QVERIFY(dialectNamed(name));
            QCOMPARE(dialectName(*dialectNamed(name)), name);
        }
        QVERIFY(!dialectNamed(u"smoke-signals"_s));
    }

    void guessesEveryVector()
    {
        QFile file(QStringLiteral(RUNNEL_TEST_DATA "/dialects.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        for (const QJsonValue &vector : QJsonDocument::fromJson(file.readAll()).array()) {
            if (vector["status"_L1].toInt() != 200)
                continue;
            const QByteArray bytes = QByteArray::fromBase64(vector["bytes_base64"_L1].toString().toLatin1());
            QVERIFY2(guessDialect(bytes) == dialectNamed(vector["dialect"_L1].toString()),
                qPrintable(vector["name"_L1].toString()));
        }
    }

    void guesses_data()
    {
        QTest::addColumn<QByteArray>("beginning");
        QTest::addColumn<QString>("name"); // empty: none
        const auto row = [](const char *name, const QByteArray &beginning, const QString &dialect) {
            QTest::addRow("%s", name) << beginning << dialect;
        };
        row("another dialect quoted in a text",
            "data: {\"choices\":[{\"delta\":{\"content\":\"{\\\"candidates\\\":[]}\"}}]}", u"openai-chat"_s);
        row("and before the mark", "data: {\"note\":\"\\\"candidates\\\":[\",\"choices\":[{\"delta\":{}}]}",
            u"openai-chat"_s);
        row("another dialect in a call's arguments",
            "data: "
            "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"args\":{\"choices\":[]}}}]}}]}",
            u"gemini"_s);
        row("pretty-printed", "{\n  \"type\" : \"message\",\n  \"content\": []\n}", u"anthropic"_s);
        row("a whole response",
            "{\"id\":\"r\",\"object\":\"response\",\"created_at\":1741290958,\"output\":[{\"type\":"
            "\"message\"}]}",
            u"openai-responses"_s);
        row("an event stream of something else", "data: {\"temperature\":21}\n\n", {});
        row("nothing", {}, {});
    }

    void guesses()
    {
        QFETCH(QByteArray, beginning);
        QFETCH(QString, name);
        QVERIFY(guessDialect(beginning) == dialectNamed(name));
    }
};

QTEST_GUILESS_MAIN(CaptureTest)
#include "tst_capture.moc"
