// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/circuitbreaker.h"

#include <QRandomGenerator>
#include <QTest>

#include <cmath>
#include <vector>

using namespace runnel;
using namespace std::chrono_literals;

using Asker = CircuitBreaker::Asker;
using Cause = Failure::Cause;
using Outcome = CircuitBreaker::Outcome;
using State = CircuitBreaker::State;
using Time = CircuitBreaker::Time;

Q_DECLARE_METATYPE(CircuitBreaker::Outcome)
Q_DECLARE_METATYPE(CircuitBreaker::State)
Q_DECLARE_METATYPE(Failure)

namespace {

/// The rules again, written down as plainly as they are said: it keeps every event and looks through all of
/// them each time. One request at a time, so that no outcome comes late.
class PlainBreaker final
{
public:
    bool admits(Asker asker, Time now) const
    {
        return asker == Asker::Person || m_until == Time(0) || now >= m_until;
    }

    void record(Outcome outcome, Time now)
    {
        if (outcome == Outcome::Neutral)
            return;
        if (m_until != Time(0)) { // a probe
            if (outcome == Outcome::Success)
                *this = PlainBreaker();
            else
                open(now, m_openings + 1);
            return;
        }
        m_events.push_back({now, outcome == Outcome::Failure});
        int inRow = 0;
        for (const auto &[at, failed] : m_events)
            inRow = failed ? inRow + 1 : 0;
        int recent = 0;
        int recentFailures = 0;
        for (const auto &[at, failed] : m_events) {
            recent += at > now - 30s ? 1 : 0;
            recentFailures += at > now - 30s && failed ? 1 : 0;
        }
        if (inRow >= 5 || (recent >= 10 && recentFailures * 2 > recent))
            open(now, 0);
    }

private:
    void open(Time now, int openings)
    {
        m_openings = openings;
        m_until = now + Time(qint64(std::min(30000.0 * std::pow(2.0, openings), 300000.0)));
        m_events.clear();
    }

    std::vector<std::pair<Time, bool>> m_events;
    int m_openings = 0;
    Time m_until{0}; // 0: closed
};

void fail(CircuitBreaker &breaker, Time now)
{
    const auto permit = breaker.admit(Asker::Person, now);
    breaker.record(*permit, Outcome::Failure, now);
}

CircuitBreaker opened(Time now)
{
    CircuitBreaker breaker;
    for (int i = 0; i < 5; ++i)
        fail(breaker, now);
    return breaker;
}

Failure failureOf(Cause cause, int httpStatus = 0, const QString &code = {})
{
    Failure failure;
    failure.cause = cause;
    failure.httpStatus = httpStatus;
    failure.code = code;
    return failure;
}

} // namespace

class TestCircuitBreaker final : public QObject
{
    Q_OBJECT

private slots:
    void whatOpensIt_data();
    void whatOpensIt();
    void pausesDouble();
    void oneProbeAtATime();
    void personIsAlwaysLetThrough();
    void neutralProbeLeavesItHalfOpen();
    void successClosesAndForgets();
    void lateOutcomesCountForNothing();
    void secondProbeBringsOnlyGoodNews();
    void outcomes_data();
    void outcomes();
    void agreesWithThePlainModel();
    void oneBreakerAnEndpoint();
};

void TestCircuitBreaker::whatOpensIt_data()
{
    // "f" a failure, "s" a success, "n" neutral, "." a second.
    QTest::addColumn<QByteArray>("events");
    QTest::addColumn<State>("state");
    QTest::addRow("nothing") << QByteArray("") << State::Closed;
    QTest::addRow("four in a row") << QByteArray("ffff") << State::Closed;
    QTest::addRow("five in a row") << QByteArray("fffff") << State::Open;
    QTest::addRow("five, however slowly") << ("f" + QByteArray(60, '.')).repeated(4) + 'f' << State::Open;
    QTest::addRow("a success between") << QByteArray("ffffsffff") << State::Closed;
    QTest::addRow("neutral between counts for nothing") << QByteArray("ffnffnf") << State::Open;
    QTest::addRow("only neutral") << QByteArray(50, 'n') << State::Closed;
    QTest::addRow("half of ten") << QByteArray("sfsfsfsfsf") << State::Closed;
    QTest::addRow("over half of ten") << QByteArray("sfsfsfsfff") << State::Open;
    QTest::addRow("over half of nine") << QByteArray("sfsfsfsff") << State::Closed;
    QTest::addRow("over half, but not within 30 s")
        << "ffsff" + QByteArray(30, '.') + "sffsf" << State::Closed;
    QTest::addRow("over half, just within 30 s") << "ffsff" + QByteArray(29, '.') + "sffsf" << State::Open;
}

void TestCircuitBreaker::whatOpensIt()
{
    QFETCH(QByteArray, events);
    QFETCH(State, state);
    CircuitBreaker breaker;
    Time now = 1000s;
    for (const char event : events) {
        if (event == '.') {
            now += 1s;
            continue;
        }
        QCOMPARE(breaker.state(now), State::Closed);
        const auto permit = breaker.admit(Asker::Program, now);
        QVERIFY(permit);
        breaker.record(*permit,
            event == 'f'       ? Outcome::Failure
                : event == 's' ? Outcome::Success
                               : Outcome::Neutral,
            now);
    }
    QCOMPARE(breaker.state(now), state);
}

void TestCircuitBreaker::pausesDouble()
{
    Time now = 0s;
    CircuitBreaker breaker = opened(now);
    for (const Time pause : {Time(30s), Time(60s), Time(120s), Time(240s), Time(300s), Time(300s)}) {
        QCOMPARE(breaker.nextTry(), now + pause);
        QVERIFY(!breaker.admit(Asker::Program, now + pause - 1ms));
        QCOMPARE(breaker.state(now + pause - 1ms), State::Open);
        now += pause;
        QCOMPARE(breaker.state(now), State::HalfOpen);
        const auto probe = breaker.admit(Asker::Program, now);
        QVERIFY(probe && probe->isProbe);
        breaker.record(*probe, Outcome::Failure, now);
    }
}

void TestCircuitBreaker::oneProbeAtATime()
{
    CircuitBreaker breaker = opened(0s);
    const auto probe = breaker.admit(Asker::Program, 30s);
    QVERIFY(probe);
    QVERIFY(!breaker.admit(Asker::Program, 30s));
    QVERIFY(!breaker.admit(Asker::Program, 3000s));
    breaker.record(*probe, Outcome::Success, 31s);
    QVERIFY(breaker.admit(Asker::Program, 31s));
    QVERIFY(breaker.admit(Asker::Program, 31s));
}

void TestCircuitBreaker::personIsAlwaysLetThrough()
{
    CircuitBreaker breaker = opened(0s);
    const auto probe = breaker.admit(Asker::Person, 1s);
    QVERIFY(probe && probe->isProbe);
    QVERIFY(breaker.admit(Asker::Person, 1s)); // while the first is under way, too
    QVERIFY(!breaker.admit(Asker::Program, 1s));
    breaker.record(*probe, Outcome::Success, 2s);
    QCOMPARE(breaker.state(2s), State::Closed);
}

void TestCircuitBreaker::neutralProbeLeavesItHalfOpen()
{
    CircuitBreaker breaker = opened(0s);
    const auto probe = breaker.admit(Asker::Program, 30s);
    breaker.record(*probe, Outcome::Neutral, 31s);
    QCOMPARE(breaker.state(31s), State::HalfOpen);
    QVERIFY(breaker.admit(Asker::Program, 31s));
    // A person's, stopped before the pause is over, does not cut the pause short.
    CircuitBreaker other = opened(0s);
    const auto asked = other.admit(Asker::Person, 10s);
    other.record(*asked, Outcome::Neutral, 11s);
    QCOMPARE(other.state(11s), State::Open);
    QCOMPARE(other.nextTry(), Time(30s));
}

void TestCircuitBreaker::successClosesAndForgets()
{
    CircuitBreaker breaker = opened(0s);
    const auto first = breaker.admit(Asker::Program, 30s);
    breaker.record(*first, Outcome::Failure, 30s); // 60 s next
    const auto second = breaker.admit(Asker::Program, 90s);
    breaker.record(*second, Outcome::Success, 90s);
    for (int i = 0; i < 4; ++i)
        fail(breaker, 91s);
    QCOMPARE(breaker.state(91s), State::Closed);
    fail(breaker, 91s);
    QCOMPARE(breaker.nextTry(), Time(91s + 30s)); // from the beginning again
}

void TestCircuitBreaker::lateOutcomesCountForNothing()
{
    CircuitBreaker breaker;
    const auto slow = breaker.admit(Asker::Program, 0s);
    const auto slower = breaker.admit(Asker::Program, 0s);
    for (int i = 0; i < 5; ++i)
        fail(breaker, 1s);
    breaker.record(*slow, Outcome::Failure, 20s);
    QCOMPARE(breaker.nextTry(), Time(31s));
    breaker.record(*slower, Outcome::Success, 20s);
    QCOMPARE(breaker.state(20s), State::Open);
}

void TestCircuitBreaker::secondProbeBringsOnlyGoodNews()
{
    CircuitBreaker breaker = opened(0s);
    const auto first = breaker.admit(Asker::Person, 1s);
    const auto second = breaker.admit(Asker::Person, 1s);
    const auto third = breaker.admit(Asker::Person, 1s);
    breaker.record(*first, Outcome::Failure, 2s);
    const Time nextTry = breaker.nextTry();
    QCOMPARE(nextTry, Time(62s));
    breaker.record(*second, Outcome::Failure, 3s);
    QCOMPARE(breaker.nextTry(), nextTry);
    breaker.record(*third, Outcome::Success, 4s);
    QCOMPARE(breaker.state(4s), State::Closed);
}

void TestCircuitBreaker::outcomes_data()
{
    QTest::addColumn<Failure>("failure");
    QTest::addColumn<Outcome>("outcome");
    for (const int status : {400, 401, 403, 404, 408, 409, 413, 422, 499})
        QTest::addRow("status %d", status) << failureOf(Cause::HttpError, status) << Outcome::Neutral;
    for (const int status : {429, 500, 502, 503, 504, 529})
        QTest::addRow("status %d", status) << failureOf(Cause::HttpError, status) << Outcome::Failure;
    for (const Cause cause : {Cause::NameNotResolved, Cause::ConnectionRefused, Cause::Unreachable,
             Cause::TlsHandshake, Cause::ConnectTimeout, Cause::FirstTokenTimeout, Cause::IdleTimeout,
             Cause::ProgressTimeout, Cause::AnswerUnknown, Cause::ConnectionLost, Cause::CutShort,
             Cause::NotHttp, Cause::UnexpectedStatus, Cause::UnexpectedContent, Cause::ProviderError})
        QTest::addRow("failure %d", int(cause)) << failureOf(cause) << Outcome::Failure;
    for (const Cause cause : {Cause::InvalidRequest, Cause::TlsCertificate, Cause::TlsCertificateChanged,
             Cause::Redirected, Cause::EventTooLarge, Cause::ReplyTooLarge, Cause::Proxy, Cause::Stopped,
             Cause::CircuitOpen, Cause::ModelNotListed})
        QTest::addRow("neutral %d", int(cause)) << failureOf(cause) << Outcome::Neutral;
    QTest::addRow("400 in the stream")
        << failureOf(Cause::ProviderError, 200, QStringLiteral("400")) << Outcome::Neutral;
    QTest::addRow("429 in the stream")
        << failureOf(Cause::ProviderError, 200, QStringLiteral("429")) << Outcome::Failure;
}

void TestCircuitBreaker::outcomes()
{
    QFETCH(Failure, failure);
    QTEST(outcomeOf(failure), "outcome");
}

void TestCircuitBreaker::agreesWithThePlainModel()
{
    for (quint32 seed = 1; seed <= 300; ++seed) {
        QRandomGenerator random(seed);
        CircuitBreaker breaker;
        PlainBreaker plain;
        Time now = 0s;
        const int failurePercent = int(random.bounded(20, 95));
        for (int step = 0; step < 300; ++step) {
            now += Time(random.bounded(random.bounded(10) == 0 ? 400000 : 4000));
            const Asker asker = random.bounded(6) == 0 ? Asker::Person : Asker::Program;
            const auto permit = breaker.admit(asker, now);
            QVERIFY2(permit.has_value() == plain.admits(asker, now),
                qPrintable(QStringLiteral("seed %1, step %2").arg(seed).arg(step)));
            if (!permit)
                continue;
            now += Time(random.bounded(500));
            const int dice = int(random.bounded(100));
            const Outcome outcome = random.bounded(10) == 0 ? Outcome::Neutral
                : dice < failurePercent                     ? Outcome::Failure
                                                            : Outcome::Success;
            breaker.record(*permit, outcome, now);
            plain.record(outcome, now);
        }
    }
}

void TestCircuitBreaker::oneBreakerAnEndpoint()
{
    CircuitBreakers breakers;
    const auto breaker = breakers.breakerFor(QUrl(QStringLiteral("http://a:1/v1")));
    QCOMPARE(breakers.breakerFor(QUrl(QStringLiteral("http://a:1/v1/"))), breaker);
    QVERIFY(breakers.breakerFor(QUrl(QStringLiteral("http://a:2/v1"))) != breaker);
    QVERIFY(breakers.breakerFor(QUrl(QStringLiteral("https://a:1/v1"))) != breaker);
}

QTEST_APPLESS_MAIN(TestCircuitBreaker)

#include "tst_circuitbreaker.moc"
