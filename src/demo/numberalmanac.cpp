// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/demoscript.h"

#include <algorithm>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;

struct Divisors
{
    QString factors; // "2³ × 5"; the number itself where it is 1 or prime
    int count = 1;
    int sum = 1;
    bool isPrime = false;
};

QString superscript(int exponent)
{
    static constexpr char16_t digits[] = u"⁰¹²³⁴⁵⁶⁷⁸⁹";
    return exponent == 1 ? QString() : QString(QChar(digits[exponent]));
}

// Exponents stay below ten for every number below 1,024.
Divisors divisorsOf(int number)
{
    Divisors divisors;
    QStringList factors;
    int rest = number;
    for (int prime = 2; rest > 1; ++prime) {
        int exponent = 0;
        int powers = 1; // 1 + prime + prime² …
        for (int power = prime; rest % prime == 0; power *= prime) {
            rest /= prime;
            powers += power;
            ++exponent;
        }
        if (exponent == 0)
            continue;
        factors.append(QString::number(prime) + superscript(exponent));
        divisors.count *= exponent + 1;
        divisors.sum *= powers;
    }
    divisors.factors = factors.isEmpty() ? u"1"_s : factors.join(u" × "_s);
    divisors.isPrime = divisors.count == 2;
    return divisors;
}

QString romanNumeral(int number)
{
    static const std::pair<int, QString> signs[]
        = {{1000, u"M"_s}, {900, u"CM"_s}, {500, u"D"_s}, {400, u"CD"_s}, {100, u"C"_s}, {90, u"XC"_s},
            {50, u"L"_s}, {40, u"XL"_s}, {10, u"X"_s}, {9, u"IX"_s}, {5, u"V"_s}, {4, u"IV"_s}, {1, u"I"_s}};
    QString numeral;
    for (const auto &[value, sign] : signs) {
        for (; number >= value; number -= value)
            numeral += sign;
    }
    return numeral;
}

// By the sum of the divisors that are smaller than the number; the old Greek names.
QString kindOf(int number, const Divisors &divisors)
{
    const int smaller = divisors.sum - number;
    if (divisors.isPrime)
        return u"prime"_s;
    return smaller == number ? u"**perfect**"_s : smaller > number ? u"abundant"_s : u"deficient"_s;
}

QString rowsOf(int first, int last)
{
    QString rows = u"| Number | Factors | Divisors | Their sum | Kind | Binary | Roman |\n"
                   "|---:|---|---:|---:|---|---:|---|\n"_s;
    for (int number = first; number <= last; ++number) {
        const Divisors divisors = divisorsOf(number);
        rows += u"| %1 | %2 | %3 | %4 | %5 | `%6` | %7 |\n"_s.arg(number)
                    .arg(divisors.factors)
                    .arg(divisors.count)
                    .arg(divisors.sum)
                    .arg(kindOf(number, divisors), QString::number(number, 2), romanNumeral(number));
    }
    return rows;
}

} // namespace

QString numberAlmanac(int count)
{
    constexpr int numbersInATable = 20;
    Q_ASSERT(count < 1024);
    QString text;
    int primeCount = 0;
    for (int first = 1; first <= count; first += numbersInATable) {
        const int last = std::min(first + numbersInATable - 1, count);
        QStringList primes;
        for (int number = first; number <= last; ++number) {
            if (divisorsOf(number).isPrime)
                primes.append(QString::number(number));
        }
        primeCount += int(primes.size());
        text += u"### %1 to %2\n\n%3\n"_s.arg(first).arg(last).arg(rowsOf(first, last));
        text += u"Primes among them: %1. Up to %2 there are %3.\n\n"_s
                    .arg(primes.isEmpty() ? u"none"_s : primes.join(u", "_s))
                    .arg(last)
                    .arg(primeCount);
    }
    return text;
}

} // namespace runnel
