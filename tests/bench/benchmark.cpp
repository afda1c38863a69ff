// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/benchmark.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTextStream>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>

namespace runnel::bench {

namespace {

using namespace std::chrono_literals;
using Seconds = std::chrono::duration<double>;

constexpr int roundCount = 9;          // odd: the median is a measurement
constexpr Seconds minRoundTime = 20ms; // some ten thousand ticks of the clock

Seconds cpuTime()
{
    timespec now = {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

Seconds timeOf(const std::function<void()> &work, qint64 count)
{
    return Seconds(cpuSeconds(work, count));
}

// How many calls fill a round; warms the caches and the allocator on the way.
qint64 callCountFor(const std::function<void()> &work)
{
    qint64 count = 1;
    while (timeOf(work, count) < minRoundTime)
        count *= 2;
    return count;
}

double quantityOf(const Comparison &comparison, Seconds time, double amount)
{
    return comparison.quantity == Comparison::Quantity::Rate ? amount / time.count() : time.count() / amount;
}

std::optional<Budget> budgetOf(QByteArrayView name)
{
    const auto found
        = std::ranges::find(budgets, name, [](const Budget &b) { return QByteArrayView(b.name); });
    return found == std::end(budgets) ? std::nullopt : std::optional(*found);
}

QString numberText(std::optional<double> number, int precision = 4)
{
    return number ? QString::number(*number, 'g', precision) : QStringLiteral("-");
}

} // namespace

double cpuSeconds(const std::function<void()> &work, qint64 count)
{
    const Seconds begin = cpuTime();
    for (qint64 i = 0; i < count; ++i)
        work();
    return (cpuTime() - begin).count();
}

double median(QList<double> values)
{
    Q_ASSERT(!values.isEmpty());
    std::ranges::sort(values);
    const qsizetype middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

std::optional<double> Measurement::judged() const
{
    if (!budget)
        return std::nullopt;
    return budget->of == Budget::Of::Ratio ? ratio : std::optional(value);
}

std::optional<bool> Measurement::isWithinBudget() const
{
    const std::optional<double> measured = judged();
    if (!measured)
        return std::nullopt;
    return budget->bound == Budget::Bound::AtLeast ? *measured >= budget->limit : *measured <= budget->limit;
}

Benchmark::Benchmark(QByteArray filter, Format format, QTextStream &out)
    : m_filter(std::move(filter)), m_format(format), m_out(out)
{
}

void Benchmark::compare(const Comparison &comparison)
{
    if (!wants(comparison.name))
        return;
    const bool isPaired = bool(comparison.reference);
    const qint64 subjectCount = callCountFor(comparison.subject);
    const qint64 referenceCount = isPaired ? callCountFor(comparison.reference) : 0;

    QList<double> values;
    QList<double> references;
    QList<double> ratios;
    const auto measureSubject = [&] {
        const Seconds time = timeOf(comparison.subject, subjectCount);
        values.append(quantityOf(comparison, time, comparison.amount * double(subjectCount)));
    };
    const auto measureReference = [&] {
        const Seconds time = timeOf(comparison.reference, referenceCount);
        references.append(quantityOf(comparison, time, comparison.referenceAmount * double(referenceCount)));
    };
    for (int round = 0; round < roundCount; ++round) {
        if (!isPaired) {
            measureSubject();
        } else if (round % 2 == 0) {
            measureSubject();
            measureReference();
        } else {
            measureReference();
            measureSubject();
        }
        if (isPaired)
            ratios.append(values.last() / references.last());
    }

    Measurement measurement;
    measurement.name = comparison.name;
    measurement.unit = comparison.unit;
    measurement.value = median(values);
    if (isPaired) {
        measurement.reference = median(references);
        measurement.ratio = median(ratios);
    }
    report(measurement);
}

void Benchmark::report(Measurement measurement)
{
    if (!wants(measurement.name))
        return;
    measurement.budget = budgetOf(measurement.name);
    if (measurement.isWithinBudget() == false)
        m_missed.append(measurement);
    print(measurement);
}

void Benchmark::print(const Measurement &measurement)
{
    if (m_format == Format::JsonLines) {
        const auto orNull = [](const auto &value) { return value ? QJsonValue(*value) : QJsonValue::Null; };
        QJsonObject line;
        line[u"name"] = QString::fromUtf8(measurement.name);
        line[u"value"] = measurement.value;
        line[u"unit"] = QString::fromUtf8(measurement.unit);
        line[u"reference"] = orNull(measurement.reference);
        line[u"ratio"] = orNull(measurement.ratio);
        line[u"budget"] = measurement.budget ? QJsonValue(measurement.budget->limit) : QJsonValue::Null;
        line[u"ok"] = orNull(measurement.isWithinBudget());
        m_out << QJsonDocument(line).toJson(QJsonDocument::Compact) << Qt::endl;
        return;
    }
    const auto row
        = [this](const QString &name, const QString &value, const QString &unit, const QString &reference,
              const QString &ratio, const QString &budget, const QString &ok) {
              m_out << name.leftJustified(34) << value.rightJustified(10) << ' ' << unit.leftJustified(10)
                    << reference.rightJustified(10) << ratio.rightJustified(8) << budget.rightJustified(10)
                    << "  " << ok << Qt::endl;
          };
    if (!m_hasHead) {
        row(QStringLiteral("name"), QStringLiteral("value"), QStringLiteral("unit"),
            QStringLiteral("reference"), QStringLiteral("ratio"), QStringLiteral("budget"),
            QStringLiteral("ok"));
        m_hasHead = true;
    }
    QString budget = QStringLiteral("-");
    if (measurement.budget) {
        const bool isLeast = measurement.budget->bound == Budget::Bound::AtLeast;
        budget = (isLeast ? QStringLiteral(">= ") : QStringLiteral("<= "))
            + numberText(measurement.budget->limit);
    }
    const std::optional<bool> ok = measurement.isWithinBudget();
    row(QString::fromUtf8(measurement.name), numberText(measurement.value),
        QString::fromUtf8(measurement.unit), numberText(measurement.reference),
        numberText(measurement.ratio, 3), budget,
        !ok       ? QStringLiteral("-")
            : *ok ? QStringLiteral("yes")
                  : QStringLiteral("NO"));
}

void Benchmark::printSummary()
{
    if (m_format == Format::JsonLines)
        return;
    for (const Measurement &measurement : m_missed) {
        m_out << "short of its budget: " << measurement.name
              << (measurement.budget->of == Budget::Of::Ratio ? ", ratio " : ", value ")
              << numberText(measurement.judged()) << " (budget " << numberText(measurement.budget->limit)
              << ")" << Qt::endl;
    }
}

} // namespace runnel::bench
