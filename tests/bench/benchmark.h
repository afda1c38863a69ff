// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/budgets.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <functional>
#include <optional>
#include <span>

class QTextStream;

namespace runnel::bench {

/// Makes the compiler compute @p value, and forget what it knows of memory.
template <typename T> void keep(const T &value)
{
    asm volatile("" : : "r,m"(value) : "memory");
}

/// One line of the table.
struct Measurement
{
    QByteArray name;
    QByteArray unit;
    double value = 0;
    std::optional<double> reference; ///< in the same unit
    std::optional<double> ratio;     ///< value by reference, the median over paired rounds
    std::optional<Budget> budget;

    /// What its budget bounds; nothing where there is no budget.
    std::optional<double> judged() const;
    /// Nothing where there is no budget.
    std::optional<bool> isWithinBudget() const;
};

/// Two ways to do the same amount of work, measured side by side.
struct Comparison
{
    enum class Quantity
    {
        Rate, ///< amount by second: more is better
        Cost, ///< seconds by amount: less is better
    };

    QByteArray name; ///< "room/subject/variant"
    QByteArray unit; ///< of the value, such as "GB/s"
    Quantity quantity = Quantity::Rate;
    double amount
        = 1; ///< of work in one call of the subject, in the unit's measure; seconds are scaled by it
    std::function<void()> subject;
    double referenceAmount = 1;      ///< the same for one call of the reference
    std::function<void()> reference; ///< may be empty: the value then stands alone
};

/// Runs benchmarks and collects what they say.
///
/// Subject and reference take turns, so that what slows the machine for a while slows both; the value, the
/// reference and their ratio are medians over the rounds. Time is the CPU time of the process: other
/// programs on the machine cost little precision.
class Benchmark final
{
public:
    enum class Format
    {
        Table,
        JsonLines
    };

    Benchmark(QByteArray filter, Format format, QTextStream &out);

    /// Whether the filter lets @p name through; asked first where the preparation is dear.
    bool wants(QByteArrayView name) const { return name.contains(m_filter); }

    /// Measures and prints, if wanted.
    void compare(const Comparison &comparison);

    /// Prints what was measured elsewhere (another process, a wall clock), if wanted.
    void report(Measurement measurement);

    /// The benchmarks that missed their budgets; printed at the end of a table.
    void printSummary();

private:
    void print(const Measurement &measurement);

    QByteArray m_filter;
    Format m_format;
    QTextStream &m_out;
    bool m_hasHead = false;
    QList<Measurement> m_missed;
};

/// The CPU time of the process for @p count calls.
double cpuSeconds(const std::function<void()> &work, qint64 count);

/// The middle value; the mean of the two in the middle where their count is even.
double median(QList<double> values);

} // namespace runnel::bench
