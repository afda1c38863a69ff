// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/failuresentence.h"

#include <QRegularExpression>
#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Cause = Failure::Cause;
using EndedBy = Failure::EndedBy;

constexpr Cause firstCause = Cause::InvalidRequest;
constexpr Cause lastCause = Cause::Stopped;

/// A failure with everything said, in words that a careless sentence would trip over.
Failure fullFailure(Cause cause)
{
    Failure failure;
    failure.cause = cause;
    failure.endedBy = EndedBy::PeerReset;
    failure.code = u"c%1"_s;
    failure.message = u"words %1 %2 %3\nand more"_s;
    failure.detail = u"detail %1 %2"_s;
    failure.host = u"host:8080"_s;
    failure.fingerprint = u"AB:CD"_s;
    failure.limit = 2500ms;
    failure.limitBytes = 32 << 20;
    return failure;
}

bool isSentence(const QString &text)
{
    return !text.isEmpty() && !text.contains(u'\n') && (text.endsWith(u'.') || text.endsWith(u'?'));
}

/// @p text without the words that came from elsewhere: what is left holds no place marker.
QString ownWords(QString text)
{
    return text.remove(u"words %1 %2 %3 and more"_s).remove(u"detail %1 %2"_s).remove(u"c%1"_s);
}

} // namespace

/// Every failure is said in a whole sentence, whatever the server's words are.
class FailureSentenceTest final : public QObject
{
    Q_OBJECT

private slots:
    void everyCause_data()
    {
        QTest::addColumn<Failure>("failure");
        for (int cause = int(firstCause); cause <= int(lastCause); ++cause) {
            if (Cause(cause) == Cause::HttpError)
                continue;
            QTest::addRow("cause %d", cause) << fullFailure(Cause(cause));
            Failure silent;
            silent.cause = Cause(cause);
            silent.host = u"host:8080"_s;
            // The one fact that these two never lack: without it there is no certificate to speak of.
            if (silent.cause == Cause::TlsCertificate || silent.cause == Cause::TlsCertificateChanged)
                silent.fingerprint = u"AB:CD"_s;
            QTest::addRow("cause %d, nothing said", cause) << silent;
        }
        for (const int status :
            {400, 401, 402, 403, 404, 407, 408, 409, 413, 418, 422, 429, 500, 503, 529, 599}) {
            Failure failure = fullFailure(Cause::HttpError);
            failure.httpStatus = status;
            QTest::addRow("status %d", status) << failure;
            failure.message.clear();
            failure.code.clear();
            failure.retryAfter = 90s;
            QTest::addRow("status %d, nothing said", status) << failure;
        }
        Failure proxy = fullFailure(Cause::Proxy);
        proxy.httpStatus = 407;
        QTest::addRow("proxy wants credentials") << proxy;
    }

    void everyCause()
    {
        QFETCH(Failure, failure);
        const QString sentence = failureSentence(failure, false);
        QVERIFY2(isSentence(sentence), qPrintable(sentence));
        QVERIFY2(!ownWords(sentence).contains(u'%'), qPrintable(sentence));
        for (const char *gap : {"  ", " .", ": .", "()"})
            QVERIFY2(!sentence.contains(QLatin1StringView(gap)), qPrintable(sentence));

        const QString withText = failureSentence(failure, true);
        QVERIFY(withText.startsWith(sentence));
        QVERIFY(withText.endsWith(u"What came before is kept."_s));

        const QString retry = retrySentence(failure, 500ms, 2);
        QVERIFY2(retry.endsWith(u" Trying again in 0.5 s (try 2)."_s), qPrintable(retry));
        QVERIFY2(!ownWords(retry).contains(u'%'), qPrintable(retry));

        const QJsonObject json = failureJson(failure, false);
        QVERIFY(!json["code"_L1].toString().isEmpty());
        QVERIFY(!json["message"_L1].toString().isEmpty());
        QVERIFY(!json["cause"_L1].toString().isEmpty());
    }

    void serversWordsAreQuoted()
    {
        Failure failure = fullFailure(Cause::HttpError);
        failure.httpStatus = 400;
        QVERIFY(failureSentence(failure, false).contains(u": “words %1 %2 %3 and more” (c%1)."_s));
        failure.message = u"c%1 already says it"_s;
        QVERIFY(failureSentence(failure, false).contains(u": “c%1 already says it”."_s));
        failure.message.clear();
        QVERIFY(failureSentence(failure, false).contains(u" (c%1)."_s));
    }

    void whoHasToWait()
    {
        Failure failure;
        failure.cause = Cause::HttpError;
        failure.httpStatus = 429;
        failure.host = u"host:1"_s;
        failure.retryAfter = 30s;
        QVERIFY(failureSentence(failure, false).endsWith(u"It asks to wait 30 s; try again then."_s));
        QVERIFY(!retrySentence(failure, 30s, 2).contains(u"try again then"_s));
        QCOMPARE(failureJson(failure, false)["retryAfterMs"_L1].toInt(), 30000);
    }

    void names_data()
    {
        QTest::addColumn<Cause>("cause");
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("says");
        QTest::addRow("a name has no port")
            << Cause::NameNotResolved << u"host.test:80"_s << u"the name host.test."_s;
        QTest::addRow("known server")
            << Cause::ConnectionRefused << u"127.0.0.1:11434"_s << u"Is Ollama running?"_s;
        QTest::addRow("the same port elsewhere")
            << Cause::ConnectionRefused << u"192.168.1.2:11434"_s << u"Is it running,"_s;
    }

    void names()
    {
        QFETCH(Cause, cause);
        QFETCH(QString, host);
        QFETCH(QString, says);
        Failure failure;
        failure.cause = cause;
        failure.host = host;
        const QString sentence = failureSentence(failure, false);
        QVERIFY2(sentence.contains(says), qPrintable(sentence));
    }

    void durations_data()
    {
        QTest::addColumn<std::chrono::milliseconds>("duration");
        QTest::addColumn<QString>("text");
        const std::pair<std::chrono::milliseconds, const char *> rows[]
            = {{10ms, "0.01 s"}, {437ms, "0.44 s"}, {500ms, "0.5 s"}, {2500ms, "2.5 s"}, {12s, "12 s"},
                {60s, "60 s"}, {119s, "119 s"}, {120s, "2 min"}, {150s, "2.5 min"}, {3600s, "60 min"}};
        for (const auto &[duration, text] : rows)
            QTest::addRow("%s", text) << duration << QString::fromLatin1(text);
    }

    void durations()
    {
        QFETCH(std::chrono::milliseconds, duration);
        QFETCH(QString, text);
        QLocale::setDefault(QLocale::c());
        QCOMPARE(durationText(duration), text);
    }
};

QTEST_GUILESS_MAIN(FailureSentenceTest)
#include "tst_failuresentence.moc"
