// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/answerfailure.h"
#include "provider/completionclient.h"
#include "provider/httpfetch.h"

#include "support/faultserver.h"

#include <QSignalSpy>
#include <QSslCertificate>
#include <QTest>

using namespace runnel;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

using Cause = Failure::Cause;

Q_DECLARE_METATYPE(Certificate)

namespace {

CertificateFingerprint fingerprintOf(const FaultServer &server, Certificate certificate)
{
    return CertificateFingerprint(QSslCertificate(server.certificatePem(certificate)));
}

struct Outcome
{
    bool isFinished = false;
    QString text;
    std::optional<Failure> failure;
};

/// Asks once, with nothing but @p trusted to go by.
Outcome ask(const FaultServer &server, const TrustedCertificates &trusted)
{
    CompletionClient::Settings settings;
    settings.trusted = trusted;
    settings.retries = RetryPolicy({0, 1ms, 1ms, 1s});
    Endpoint endpoint;
    endpoint.baseUrl = server.url();
    endpoint.key = Secret("sk-canary-4711");
    CompletionRequest request;
    request.model = u"m"_s;
    Message message;
    message.parts = {TextPart{u"hello"_s}};
    request.messages = {message};
    auto stream = CompletionClient(settings).createStream(request, endpoint).takeValue();
    Outcome outcome;
    QObject::connect(
        stream.get(), &CompletionStream::deltasReceived, stream.get(), [&](const QList<ReplyDelta> &deltas) {
            for (const ReplyDelta &delta : deltas)
                outcome.text += delta.text;
        });
    QSignalSpy finished(stream.get(), &CompletionStream::finished);
    QObject::connect(stream.get(), &CompletionStream::failed, stream.get(),
        [&](const Failure &failure) { outcome.failure = failure; });
    stream->start();
    (void)QTest::qWaitFor([&] { return outcome.failure || !finished.isEmpty(); }, 20000);
    outcome.isFinished = !finished.isEmpty();
    return outcome;
}

} // namespace

class TestTrustedCertificates final : public QObject
{
    Q_OBJECT

private slots:
    void fingerprintText_data();
    void fingerprintText();
    void refusedWithItsFingerprint_data();
    void refusedWithItsFingerprint();
    void acceptedAfterConsent_data();
    void acceptedAfterConsent();
    void refusedAgainWhenItChanges();
    void consentIsForOneServer();
    void laterConsentReplacesTheEarlier();
    void fetchObeysTheSameConsent();
};

void TestTrustedCertificates::fingerprintText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isValid");
    const QString bytes = u"00112233445566778899AABBCCDDEEFF"_s;
    QString colons;
    for (const QChar c : bytes + bytes)
        colons += c + QString((colons.size() + 2) % 3 == 0 ? u":"_s : QString());
    colons.chop(1);
    QTest::addRow("bare") << bytes + bytes << true;
    QTest::addRow("lower case") << (bytes + bytes).toLower() << true;
    QTest::addRow("colons") << colons << true;
    QTest::addRow("spaces") << QString(colons).replace(u':', u' ') << true;
    QTest::addRow("openssl") << u"sha256 Fingerprint="_s + colons + u'\n' << true;
    QTest::addRow("prefix") << u"SHA256:"_s + bytes + bytes << true;
    QTest::addRow("SHA-1") << bytes + u"00112233"_s << false;
    QTest::addRow("too long") << bytes + bytes + u"00"_s << false;
    QTest::addRow("no hexadecimal") << bytes + u"0011223344556677889900xx11223344"_s << false;
    QTest::addRow("empty") << QString() << false;
}

void TestTrustedCertificates::fingerprintText()
{
    QFETCH(QString, text);
    const auto fingerprint = CertificateFingerprint::fromText(text);
    QTEST(fingerprint.isOk(), "isValid");
    if (!fingerprint)
        return;
    QVERIFY(fingerprint.value().text().startsWith(u"00:11:22:"_s));
    QCOMPARE(fingerprint.value().text().size(), 32 * 3 - 1);
    QCOMPARE(CertificateFingerprint::fromText(fingerprint.value().text()).value(), fingerprint.value());
}

void TestTrustedCertificates::refusedWithItsFingerprint_data()
{
    QTest::addColumn<Certificate>("certificate");
    QTest::addRow("self-signed") << Certificate::ForLoopback;
    QTest::addRow("expired") << Certificate::Expired;
    QTest::addRow("for another name") << Certificate::ForOtherHost;
}

void TestTrustedCertificates::refusedWithItsFingerprint()
{
    QFETCH(Certificate, certificate);
    const FaultServer server(FaultScript::reply({"Hello"}).overTls(certificate));
    const Outcome outcome = ask(server, {});
    QVERIFY(outcome.failure);
    QCOMPARE(outcome.failure->cause, Cause::TlsCertificate);
    QCOMPARE(outcome.failure->fingerprint, fingerprintOf(server, certificate).text());
    QVERIFY(!outcome.failure->detail.isEmpty());
    QCOMPARE(server.requests().size(), 0);
}

void TestTrustedCertificates::acceptedAfterConsent_data()
{
    refusedWithItsFingerprint_data();
}

void TestTrustedCertificates::acceptedAfterConsent()
{
    QFETCH(Certificate, certificate);
    const FaultServer server(FaultScript::reply({"Hello"}).overTls(certificate));
    TrustedCertificates trusted;
    trusted.accept(hostAndPort(server.url()), fingerprintOf(server, certificate));
    const Outcome outcome = ask(server, trusted);
    QVERIFY(outcome.isFinished);
    QCOMPARE(outcome.text, u"Hello"_s);
    QCOMPARE(server.requestCount("POST"), 1);
    QCOMPARE(server.connectionCount(), 1);
}

/// Each server makes a certificate of its own: the second is to the first what a changed one is.
void TestTrustedCertificates::refusedAgainWhenItChanges()
{
    const FaultServer before(FaultScript::reply({"Hello"}).overTls());
    const FaultServer after(FaultScript::reply({"Hello"}).overTls());
    TrustedCertificates trusted;
    trusted.accept(hostAndPort(after.url()), fingerprintOf(before, Certificate::ForLoopback));
    const Outcome outcome = ask(after, trusted);
    QVERIFY(outcome.failure);
    QCOMPARE(outcome.failure->cause, Cause::TlsCertificateChanged);
    QCOMPARE(outcome.failure->fingerprint, fingerprintOf(after, Certificate::ForLoopback).text());
    QCOMPARE(after.requests().size(), 0);
}

void TestTrustedCertificates::consentIsForOneServer()
{
    const FaultServer server(FaultScript::reply({"Hello"}).overTls());
    const CertificateFingerprint fingerprint = fingerprintOf(server, Certificate::ForLoopback);
    TrustedCertificates trusted;
    trusted.accept(u"other.test:443"_s, fingerprint);
    trusted.accept(u"127.0.0.1:%1"_s.arg(server.port() - 1), fingerprint);
    trusted.accept(u"localhost:%1"_s.arg(server.port()), fingerprint);
    const Outcome outcome = ask(server, trusted);
    QVERIFY(outcome.failure);
    QCOMPARE(outcome.failure->cause, Cause::TlsCertificate);
    QCOMPARE(server.requests().size(), 0);
}

void TestTrustedCertificates::laterConsentReplacesTheEarlier()
{
    const auto first = CertificateFingerprint::fromText(QString(64, u'1')).value();
    const auto second = CertificateFingerprint::fromText(QString(64, u'2')).value();
    TrustedCertificates trusted;
    trusted.accept(u"Host.Test:443"_s, first);
    trusted.accept(u"host.test:443"_s, second);
    QCOMPARE(trusted.acceptedFor(u"HOST.test:443"_s), second);
    trusted.forget(u"host.TEST:443"_s);
    QVERIFY(trusted.acceptedFor(u"host.test:443"_s).isEmpty());
}

void TestTrustedCertificates::fetchObeysTheSameConsent()
{
    const FaultServer server(FaultScript::answer(200, "{}").overTls());
    const auto request = encodeFetch(server.url(), Endpoint());
    HttpFetch::Settings settings;
    for (const bool isAccepted : {false, true}) {
        if (isAccepted)
            settings.trusted.accept(
                hostAndPort(server.url()), fingerprintOf(server, Certificate::ForLoopback));
        HttpFetch fetch(settings);
        FetchedAnswer answer;
        QSignalSpy ended(&fetch, &HttpFetch::ended);
        connect(&fetch, &HttpFetch::ended, this, [&](const FetchedAnswer &a) { answer = a; });
        fetch.start(request.value());
        QTRY_COMPARE(ended.count(), 1);
        QCOMPARE(answer.failure.has_value(), !isAccepted);
        QCOMPARE(server.requestCount("GET"), isAccepted ? 1 : 0);
    }
}

QTEST_GUILESS_MAIN(TestTrustedCertificates)

#include "tst_trustedcertificates.moc"
