// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/jsonsalvage.h"

#include "provider/jsontexts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;

namespace {

/// All strings in the order of the text, keys too.
void collect(const QJsonValue &value, QStringList &strings)
{
    if (value.isString()) {
        strings.append(value.toString());
    } else if (value.isArray()) {
        for (const QJsonValue &element : value.toArray())
            collect(element, strings);
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            collect(it.value(), strings);
    }
}

} // namespace

class JsonSalvageTest final : public QObject
{
    Q_OBJECT

private slots:
    void everyCutParses_data()
    {
        QTest::addColumn<QByteArray>("json");
        const QList<QByteArray> documents = jsonDocuments();
        for (qsizetype i = 0; i < documents.size(); ++i)
            QTest::addRow("%d", int(i)) << documents[i];
    }

    void everyCutParses()
    {
        QFETCH(QByteArray, json);
        const QJsonDocument whole = QJsonDocument::fromJson(json);
        QVERIFY(!whole.isNull());
        for (qsizetype cut = 1; cut <= json.size(); ++cut) {
            // The caller's text is valid UTF-8: half a character at the end is U+FFFD there.
            const QByteArray closed = closedJson(QString::fromUtf8(json.first(cut)).toUtf8());
            QJsonParseError error;
            const QJsonDocument parsed = QJsonDocument::fromJson(closed, &error);
            QVERIFY2(!parsed.isNull(), closed + ": " + error.errorString().toUtf8());
        }
        QCOMPARE(QJsonDocument::fromJson(closedJson(json)), whole);
    }

    /// The text that a person was to read is kept up to the cut.
    void textIsKept()
    {
        const QByteArray before = "{\"choices\":[{\"message\":{\"content\":\"";
        const QByteArray content = "one two \\n three \\u00e4 four \\ud83d\\ude00";
        const QString text = u"one two \n three ä four 😀"_s;
        for (qsizetype cut = 0; cut <= content.size(); ++cut) {
            const QJsonDocument parsed = QJsonDocument::fromJson(closedJson(before + content.first(cut)));
            QStringList strings;
            collect(parsed.object(), strings);
            QCOMPARE(strings.size(), 1);
            QString kept = strings.first();
            if (!kept.isEmpty() && kept.back().isHighSurrogate())
                kept.chop(1); // for the joiner to judge
            QVERIFY(text.startsWith(kept));
            QVERIFY(kept.size() >= text.size() * cut / content.size() - 6);
        }
    }

    void closings_data()
    {
        QTest::addColumn<QByteArray>("cut");
        QTest::addColumn<QByteArray>("closed");
        const auto row = [](const char *cut, const char *closed) {
            QTest::addRow("%s", cut) << QByteArray(cut) << QByteArray(closed);
        };
        row("{", "{}");
        row("{\"a", "{\"a\":null}");
        row("{\"a\"", "{\"a\":null}");
        row("{\"a\":", "{\"a\":null}");
        row("{\"a\":tr", "{\"a\":null}");
        row("{\"a\":12", "{\"a\":null}"); // half a number is another number
        row("{\"a\":\"b", "{\"a\":\"b\"}");
        row("{\"a\":\"b\",", "{\"a\":\"b\"}");
        row("{\"a\":[1,", "{\"a\":[1]}");
        row("[{},[", "[{},[]]");
        row("", "");
    }

    void closings()
    {
        QFETCH(QByteArray, cut);
        QFETCH(QByteArray, closed);
        QCOMPARE(closedJson(cut), closed);
    }
};

QTEST_GUILESS_MAIN(JsonSalvageTest)
#include "tst_jsonsalvage.moc"
