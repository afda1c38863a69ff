// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/jsonreader.h"

#include "provider/jsontexts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;

class JsonReaderTest final : public QObject
{
    Q_OBJECT

private slots:
    void strings_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("text");
        for (const StringRow &row : stringRows())
            QTest::addRow("%s", row.name) << row.json << row.text;
    }

    void strings()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, text);
        JsonReader reader;
        for (int round = 0; round < 2; ++round) {
            QString read;
            QVERIFY(reader.read("[" + json + "]", [&](JsonValue &root) {
                auto array = jsonArray(root);
                for (auto element : *array) {
                    JsonValue value;
                    if (const auto error = std::move(element).get(value))
                        return error;
                    read = jsonString(value);
                }
                return simdjson::SUCCESS;
            }));
            QCOMPARE(read, text);
        }
    }

    void integers_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<qint64>("number"); // -1: none
        QTest::addRow("plain") << QByteArray("12") << qint64(12);
        QTest::addRow("quoted") << QByteArray("\"12\"") << qint64(12);
        QTest::addRow("quoted, with spaces") << QByteArray("\" 12 \"") << qint64(12);
        QTest::addRow("fraction") << QByteArray("12.9") << qint64(12);
        QTest::addRow("exponent") << QByteArray("1e3") << qint64(1000);
        QTest::addRow("largest") << QByteArray("9223372036854775807") << qint64(9223372036854775807);
        QTest::addRow("too large") << QByteArray("9223372036854775808") << qint64(-1);
        QTest::addRow("far too large") << QByteArray("1e300") << qint64(-1);
        QTest::addRow("words") << QByteArray("\"many\"") << qint64(-1);
        QTest::addRow("null") << QByteArray("null") << qint64(-1);
        QTest::addRow("true") << QByteArray("true") << qint64(-1);
        QTest::addRow("object") << QByteArray("{\"a\":1}") << qint64(-1);
    }

    void integers()
    {
        QFETCH(QByteArray, json);
        QFETCH(qint64, number);
        JsonReader reader;
        qint64 read = 0;
        QVERIFY(reader.read("{\"n\":" + json + "}", [&](JsonValue &root) {
            JsonValue value;
            if (const auto error = root.find_field("n").get(value))
                return error;
            read = jsonInteger(value).value_or(-1);
            return simdjson::SUCCESS;
        }));
        QCOMPARE(read, number);
    }

    void brokenTexts_data()
    {
        QTest::addColumn<QByteArray>("json");
        for (const char *json : {"", " ", "{", "{\"a\":", "\"a", "{\"a\":1", "]"})
            QTest::addRow("'%s'", json) << QByteArray(json);
    }

    void brokenTexts()
    {
        QFETCH(QByteArray, json);
        JsonReader reader;
        const auto readAll = [](JsonValue &root) {
            JsonObject object;
            if (const auto error = root.get_object().get(object))
                return error;
            for (auto member : object) {
                if (const auto error = member.error())
                    return error;
            }
            return simdjson::SUCCESS;
        };
        QVERIFY(!reader.read(json, readAll));
        QVERIFY(reader.read("{\"a\":1}", readAll)); // what was broken leaves no trace
    }

    /// The views of members hold until the next text.
    void rawStrings()
    {
        JsonReader reader;
        QByteArray raw;
        qsizetype at = -1;
        const QByteArray json = "{\"a\":\"b\\n\\\"c\"}";
        QVERIFY(reader.read("\xEF\xBB\xBF" + json, [&](JsonValue &root) {
            JsonValue value;
            if (const auto error = root.find_field("a").get(value))
                return error;
            QString text;
            const QByteArrayView view = appendRawJsonString(value, text);
            raw = view.toByteArray();
            at = view.data() - reader.text().data();
            return simdjson::SUCCESS;
        }));
        QCOMPARE(reader.text().toByteArray(), json);
        QCOMPARE(raw, json.mid(at, raw.size()));
        QCOMPARE(at, 6);
    }
};

QTEST_GUILESS_MAIN(JsonReaderTest)
#include "tst_jsonreader.moc"
