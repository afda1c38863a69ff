// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/benchmark.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QTextStream>

using namespace runnel::bench;

class BenchmarkTest final : public QObject
{
    Q_OBJECT

private slots:
    void medians()
    {
        QCOMPARE(median({3}), 3.0);
        QCOMPARE(median({9, 1, 2}), 2.0);
        QCOMPARE(median({9, 1, 2, 4}), 3.0);
    }

    void budgetsHaveADirection()
    {
        Measurement measurement;
        measurement.ratio = 0.6;
        QVERIFY(!measurement.isWithinBudget());
        measurement.budget = Budget{"", Budget::Bound::AtLeast, 0.6};
        QCOMPARE(measurement.isWithinBudget(), std::optional(true));
        measurement.budget = Budget{"", Budget::Bound::AtLeast, 0.61};
        QCOMPARE(measurement.isWithinBudget(), std::optional(false));
        measurement.budget = Budget{"", Budget::Bound::AtMost, 0.61};
        QCOMPARE(measurement.isWithinBudget(), std::optional(true));
        measurement.budget = Budget{"", Budget::Bound::AtMost, 0.59};
        QCOMPARE(measurement.isWithinBudget(), std::optional(false));
    }

    void jsonLine()
    {
        QString text;
        QTextStream out(&text);
        Benchmark benchmark("sse/", Benchmark::Format::JsonLines, out);
        Measurement measurement;
        measurement.name = "other/skipped";
        benchmark.report(measurement);
        measurement.name = "sse/alone";
        measurement.unit = "GB/s";
        measurement.value = 2;
        benchmark.report(measurement);
        const QJsonObject expected = {{QStringLiteral("name"), QStringLiteral("sse/alone")},
            {QStringLiteral("value"), 2}, {QStringLiteral("unit"), QStringLiteral("GB/s")},
            {QStringLiteral("reference"), QJsonValue::Null}, {QStringLiteral("ratio"), QJsonValue::Null},
            {QStringLiteral("budget"), QJsonValue::Null}, {QStringLiteral("ok"), QJsonValue::Null}};
        QCOMPARE(QJsonDocument::fromJson(text.toUtf8()).object(), expected);

        text.clear();
        measurement.name = "sse/chat-250B/16KB";
        measurement.reference = 4;
        measurement.ratio = 0.5;
        benchmark.report(measurement);
        const QJsonObject missed = QJsonDocument::fromJson(text.toUtf8()).object();
        QCOMPARE(missed[u"budget"].toDouble(), 0.6);
        QCOMPARE(missed[u"ok"], QJsonValue(false));
    }
};

QTEST_GUILESS_MAIN(BenchmarkTest)
#include "tst_benchmark.moc"
