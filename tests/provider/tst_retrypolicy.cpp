// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/retrypolicy.h"

#include <QTest>

using namespace runnel;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

using Cause = Failure::Cause;
using HeaderList = QList<std::pair<QByteArray, QByteArray>>;

Failure httpError(int status, const QString &code = {})
{
    Failure failure;
    failure.cause = Cause::HttpError;
    failure.httpStatus = status;
    failure.code = code;
    return failure;
}

Failure because(Cause cause)
{
    Failure failure;
    failure.cause = cause;
    return failure;
}

} // namespace

class RetryPolicyTest final : public QObject
{
    Q_OBJECT

private slots:
    void verdicts_data()
    {
        QTest::addColumn<Failure>("failure");
        QTest::addColumn<RetryHints>("hints");
        QTest::addColumn<qint64>("delay"); // ms without jitter; -1: not again

        const auto row
            = [](const char *name, const Failure &failure, qint64 delay, const RetryHints &hints = {}) {
                  QTest::addRow("%s", name) << failure << hints << delay;
              };
        for (const int status : {408, 409, 429, 500, 502, 503, 504, 529, 599})
            row(qPrintable(QString::number(status)), httpError(status), 500);
        for (const int status : {400, 401, 403, 404, 413, 422})
            row(qPrintable(QString::number(status)), httpError(status), -1);
        row("quota", httpError(429, u"insufficient_quota"_s), -1);
        row("server says yes", httpError(400), 500, {true, {}});
        row("server says no", httpError(503), -1, {false, {}});
        row("asked wait", httpError(429), 1234, {{}, 1234ms});
        row("asked wait of a minute", httpError(429), 60000, {{}, 60s});
        row("asked wait too long", httpError(429), -1, {{}, 60001ms});
        row("asked wait of nothing", httpError(429), 500, {{}, 0ms});
        row("name", because(Cause::NameNotResolved), 500);
        row("refused", because(Cause::ConnectionRefused), 500);
        row("unreachable", because(Cause::Unreachable), 500);
        row("handshake", because(Cause::TlsHandshake), 500);
        row("connect timer", because(Cause::ConnectTimeout), 500);
        for (const Cause cause : {Cause::InvalidRequest, Cause::TlsCertificate, Cause::FirstTokenTimeout,
                 Cause::IdleTimeout, Cause::ProgressTimeout, Cause::AnswerUnknown, Cause::ConnectionLost,
                 Cause::CutShort, Cause::NotHttp, Cause::UnexpectedStatus, Cause::UnexpectedContent,
                 Cause::Redirected, Cause::ProviderError, Cause::EventTooLarge, Cause::ReplyTooLarge,
                 Cause::Proxy, Cause::Stopped})
            row(qPrintable(u"cause %1"_s.arg(int(cause))), because(cause), -1);
        row("hints of no answer", because(Cause::AnswerUnknown), -1, {true, 1ms});
    }

    void verdicts()
    {
        QFETCH(Failure, failure);
        QFETCH(RetryHints, hints);
        QFETCH(qint64, delay);
        const RetryPolicy policy;
        const auto decision = policy.delayBeforeRetry(failure, hints, 0, false, 0.0);
        QCOMPARE(decision ? qint64(decision->count()) : -1, delay);
        QVERIFY(!policy.delayBeforeRetry(failure, hints, 0, true, 0.0));  // a byte was accepted
        QVERIFY(!policy.delayBeforeRetry(failure, hints, 2, false, 0.0)); // two retries are all
        QCOMPARE(policy.delayBeforeRetry(failure, hints, 1, false, 0.0).has_value(), delay >= 0);
    }

    void backoff()
    {
        const RetryPolicy policy;
        const std::chrono::milliseconds expected[] = {500ms, 1s, 2s, 4s, 8s, 8s, 8s};
        for (int i = 0; i < 7; ++i) {
            QCOMPARE(policy.backoff(i, 0.0), expected[i]);
            for (const double jitter : {0.001, 0.25, 0.5, 0.75, 0.999}) {
                const auto delay = policy.backoff(i, jitter);
                QVERIFY(delay <= expected[i] && delay >= expected[i] * 3 / 4);
            }
        }
        QVERIFY(policy.backoff(0, 0.5) < policy.backoff(0, 0.0));
    }

    void hints_data()
    {
        QTest::addColumn<HeaderList>("headers");
        QTest::addColumn<RetryHints>("expected");
        QTest::addRow("none") << HeaderList{{"Content-Type", "x"}} << RetryHints{};
        QTest::addRow("seconds") << HeaderList{{"Retry-After", "7"}} << RetryHints{{}, 7s};
        QTest::addRow("part of a second") << HeaderList{{"retry-after", "0.5"}} << RetryHints{{}, 500ms};
        QTest::addRow("date") << HeaderList{{"Retry-After", "Sun, 06 Nov 1994 08:49:47 GMT"}}
                              << RetryHints{{}, 10s};
        QTest::addRow("RFC 850 date")
            << HeaderList{{"Retry-After", "Sunday, 06-Nov-94 08:49:47 GMT"}} << RetryHints{{}, 10s};
        QTest::addRow("asctime date")
            << HeaderList{{"Retry-After", "Sun Nov  6 08:49:47 1994"}} << RetryHints{{}, 10s};
        QTest::addRow("date in the past")
            << HeaderList{{"Retry-After", "Sun, 06 Nov 1994 08:00:00 GMT"}} << RetryHints{{}, 0ms};
        QTest::addRow("milliseconds win")
            << HeaderList{{"Retry-After-Ms", "1500"}, {"Retry-After", "7"}} << RetryHints{{}, 1500ms};
        QTest::addRow("nonsense") << HeaderList{{"Retry-After", "soon"}} << RetryHints{};
        QTest::addRow("negative") << HeaderList{{"Retry-After", "-1"}} << RetryHints{};
        QTest::addRow("not a number") << HeaderList{{"Retry-After", "nan"}} << RetryHints{};
        QTest::addRow("for ever") << HeaderList{{"Retry-After", "1e300"}} << RetryHints{};
        QTest::addRow("should") << HeaderList{{"X-Should-Retry", "TRUE"}} << RetryHints{true, {}};
        QTest::addRow("should not") << HeaderList{{"x-should-retry", "false"}} << RetryHints{false, {}};
        QTest::addRow("should what") << HeaderList{{"x-should-retry", "maybe"}} << RetryHints{};
    }

    void hints()
    {
        QFETCH(HeaderList, headers);
        QFETCH(RetryHints, expected);
        const QDateTime now(QDate(1994, 11, 6), QTime(8, 49, 37), Qt::UTC);
        QCOMPARE(readRetryHints(headers, now), expected);
    }
};

QTEST_GUILESS_MAIN(RetryPolicyTest)
#include "tst_retrypolicy.moc"
