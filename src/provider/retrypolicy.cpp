// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/retrypolicy.h"

#include <QLocale>

#include <cmath>

namespace runnel {

namespace {

using std::chrono::milliseconds;

constexpr double longestMilliseconds = 1e12; // some 30 years: far beyond any use, far below overflow

std::optional<milliseconds> fromNumber(const QByteArray &text, double unitMilliseconds)
{
    bool ok = false;
    const double value = text.trimmed().toDouble(&ok) * unitMilliseconds;
    if (!ok || !(value >= 0) || value > longestMilliseconds)
        return std::nullopt;
    return milliseconds(qint64(std::ceil(value)));
}

/// RFC 9110, 5.6.7: the preferred form and the two obsolete ones.
std::optional<milliseconds> untilDate(const QByteArray &text, const QDateTime &now)
{
    static constexpr const char *formats[]
        = {"ddd, dd MMM yyyy hh:mm:ss 'GMT'", "dddd, dd-MMM-yy hh:mm:ss 'GMT'", "ddd MMM d hh:mm:ss yyyy"};
    const QString simplified = QString::fromLatin1(text).simplified();
    for (const char *format : formats) {
        QDateTime date = QLocale::c().toDateTime(simplified, QString::fromLatin1(format));
        if (!date.isValid())
            continue;
        date.setTimeSpec(Qt::UTC);
        if (date.date().year() < 1970)
            date = date.addYears(100); // a year of two digits
        return milliseconds(qMax<qint64>(0, now.msecsTo(date)));
    }
    return std::nullopt;
}

/// Whether the server cannot have begun on the request, or said itself that it may come again.
bool mayComeAgain(const Failure &failure)
{
    switch (failure.cause) {
    case Failure::Cause::NameNotResolved:
    case Failure::Cause::ConnectionRefused:
    case Failure::Cause::Unreachable:
    case Failure::Cause::TlsHandshake:
    case Failure::Cause::ConnectTimeout:
        return true;
    case Failure::Cause::HttpError:
        // No wait brings an exhausted quota back.
        if (failure.code == QLatin1StringView("insufficient_quota"))
            return false;
        return failure.httpStatus == 408 || failure.httpStatus == 409 || failure.httpStatus == 429
            || failure.httpStatus >= 500;
    default:
        return false;
    }
}

} // namespace

RetryHints readRetryHints(const QList<std::pair<QByteArray, QByteArray>> &headers, const QDateTime &now)
{
    RetryHints hints;
    std::optional<milliseconds> exact;
    for (const auto &[name, value] : headers) {
        const QByteArray lower = name.toLower();
        if (lower == "x-should-retry") {
            const QByteArray word = value.trimmed().toLower();
            if (word == "true" || word == "false")
                hints.shouldRetry = word == "true";
        } else if (lower == "retry-after-ms") {
            exact = fromNumber(value, 1);
        } else if (lower == "retry-after") {
            hints.retryAfter = fromNumber(value, 1000);
            if (!hints.retryAfter)
                hints.retryAfter = untilDate(value, now);
        }
    }
    if (exact)
        hints.retryAfter = exact;
    return hints;
}

std::optional<milliseconds> RetryPolicy::delayBeforeRetry(const Failure &failure, const RetryHints &hints,
    int retriesSoFar, bool hasAcceptedBytes, double jitter) const
{
    if (hasAcceptedBytes || retriesSoFar >= m_settings.maxRetryCount)
        return std::nullopt;
    const bool isAnswer = failure.cause == Failure::Cause::HttpError;
    if (!(isAnswer && hints.shouldRetry ? *hints.shouldRetry : mayComeAgain(failure)))
        return std::nullopt;
    if (isAnswer && hints.retryAfter && hints.retryAfter->count() > 0) {
        if (*hints.retryAfter > m_settings.longestAskedDelay)
            return std::nullopt;
        return *hints.retryAfter;
    }
    return backoff(retriesSoFar, jitter);
}

milliseconds RetryPolicy::backoff(int retriesSoFar, double jitter) const
{
    const double full = std::min(double(m_settings.firstDelay.count()) * std::pow(2.0, retriesSoFar),
        double(m_settings.longestDelay.count()));
    return milliseconds(qint64(full * (1.0 - 0.25 * jitter)));
}

} // namespace runnel
