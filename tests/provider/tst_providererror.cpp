// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/providererror.h"

#include "provider/jsontexts.h"

#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;

class ProviderErrorTest final : public QObject
{
    Q_OBJECT

private slots:
    void bodies_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("message");
        for (const ErrorRow &row : errorRows())
            QTest::addRow("%s", row.name) << row.body << row.code << row.message;
    }

    void bodies()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, code);
        QFETCH(QString, message);
        const ProviderError error = readErrorBody(body);
        QCOMPARE(error.code, code);
        QCOMPARE(error.message, message);
    }

    void noError_data()
    {
        QTest::addColumn<QByteArray>("json");
        for (const char *json :
            {"", "{}", "[]", "null", "{\"choices\":[]}", "{\"error\":null}", "{\"errors\":[]}", "{"})
            QTest::addRow("'%s'", json) << QByteArray(json);
    }

    void noError()
    {
        QFETCH(QByteArray, json);
        QVERIFY(!readProviderError(json));
    }

    void summariesEndBetweenCharacters()
    {
        const QString summary = textSummary(QString(u'a' + QString(u"😀"_s).repeated(300)).toUtf8());
        QCOMPARE(summary.size(), 199);
        QVERIFY(summary.isValidUtf16());
    }
};

QTEST_GUILESS_MAIN(ProviderErrorTest)
#include "tst_providererror.moc"
