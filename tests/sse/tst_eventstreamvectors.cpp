// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sse/parsedstream.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace runnel;
using namespace runnel::test;

/// The vectors of tests/data/sse.json, under every split that they ask for.
class EventStreamVectorsTest final : public QObject
{
    Q_OBJECT

private slots:
    void vectors_data()
    {
        QTest::addColumn<QJsonObject>("vector");
        QFile file(QStringLiteral(RUNNEL_TEST_DATA "/sse.json"));
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
        const QJsonArray vectors = QJsonDocument::fromJson(file.readAll()).array();
        QVERIFY(vectors.size() >= 125);
        for (const QJsonValue &vector : vectors)
            QTest::addRow("%s", qPrintable(vector[u"name"].toString())) << vector.toObject();
    }
    void vectors()
    {
        QFETCH(QJsonObject, vector);
        const QByteArray bytes = QByteArray::fromBase64(vector[u"bytes_base64"].toString().toLatin1());
        ParsedStream expected;
        expected.events = eventsOf(vector[u"events"]);
        const QJsonValue retry = vector[u"retry"]; // a string above 2^53-1
        if (!retry.isNull())
            expected.retryDigits
                = retry.isString() ? retry.toString().toLatin1() : QByteArray::number(retry.toInteger());
        expected.idBuffer = vector[u"lastEventId"].toString().toUtf8();
        expected.idString = vector[u"reconnectId"].toString().toUtf8();

        QList<qsizetype> named;
        for (const QJsonValue &split : vector[u"splits"].toArray())
            named.append(qsizetype(split.toInteger()));
        checkAllCuts(bytes, named, StreamEnd::Strict, expected);

        if (vector.contains(u"flushEvents")) {
            const QList<KeptEvent> flushed = eventsOf(vector[u"flushEvents"]);
            QCOMPARE(parseCut(bytes, {}, StreamEnd::Lenient).events, flushed);
            checkAllCuts(bytes, named, StreamEnd::Lenient, parseCut(bytes, {}, StreamEnd::Lenient));
        }
    }

private:
    static QList<KeptEvent> eventsOf(const QJsonValue &array)
    {
        QList<KeptEvent> events;
        for (const QJsonValue &event : array.toArray())
            events.append({event[u"type"].toString().toUtf8(), event[u"data"].toString().toUtf8(),
                event[u"lastEventId"].toString().toUtf8()});
        return events;
    }

    static void checkAllCuts(
        const QByteArray &bytes, const QList<qsizetype> &named, StreamEnd end, const ParsedStream &expected)
    {
        QCOMPARE(parseCut(bytes, {}, end), expected);
        QCOMPARE(parseCut(bytes, named, end), expected);
        QCOMPARE(parseCut(bytes, cutsEverywhere(bytes.size()), end), expected);
        for (qsizetype i = 1; i < bytes.size(); ++i) {
            QCOMPARE(parseCut(bytes, {i}, end), expected);
            if (bytes.size() >= 48)
                continue;
            for (qsizetype j = i + 1; j < bytes.size(); ++j)
                QCOMPARE(parseCut(bytes, {i, j}, end), expected);
        }
    }
};

QTEST_GUILESS_MAIN(EventStreamVectorsTest)
#include "tst_eventstreamvectors.moc"
