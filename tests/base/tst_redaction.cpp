// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/redaction.h"
#include "base/secret.h"

#include <QTest>

using namespace runnel;

class RedactionTest final : public QObject
{
    Q_OBJECT

private slots:
    void secretHeaders_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("secret");
        QTest::addRow("authorization") << QByteArray("Authorization") << true;
        QTest::addRow("proxy") << QByteArray("proxy-authorization") << true;
        QTest::addRow("api key") << QByteArray("X-Api-Key") << true;
        QTest::addRow("goog") << QByteArray("x-goog-api-key") << true;
        QTest::addRow("set-cookie") << QByteArray("Set-Cookie") << true;
        QTest::addRow("own token") << QByteArray("X-Team-Token") << true;
        QTest::addRow("content type") << QByteArray("Content-Type") << false;
        QTest::addRow("request id") << QByteArray("x-request-id") << false;
        QTest::addRow("rate limit counts tokens") << QByteArray("x-ratelimit-remaining-tokens") << false;
    }
    void secretHeaders()
    {
        QFETCH(QByteArray, name);
        QFETCH(bool, secret);
        QCOMPARE(isSecretHeader(name), secret);
        QCOMPARE(redactedHeaderValue(name, "v4lue"), secret ? QByteArray(redactedText) : QByteArray("v4lue"));
    }

    void urls_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("redacted");
        QTest::addRow("plain") << QStringLiteral("https://a.example/v1/x")
                               << QStringLiteral("https://a.example/v1/x");
        QTest::addRow("user info") << QStringLiteral("https://u:p@a.example/v1")
                                   << QStringLiteral("https://a.example/v1");
        QTest::addRow("query") << QStringLiteral("https://a.example/v1?key=abc&alt=sse")
                               << QStringLiteral("https://a.example/v1?key=redacted&alt=redacted");
        QTest::addRow("fragment") << QStringLiteral("http://a.example/#j=CODE")
                                  << QStringLiteral("http://a.example/");
    }
    void urls()
    {
        QFETCH(QString, url);
        QFETCH(QString, redacted);
        QCOMPARE(redactedUrl(QUrl(url)).toString(), redacted);
    }

    void echoedKeyIsCut()
    {
        const QString text = QStringLiteral("Incorrect API key provided: sk-canary-1.");
        QCOMPARE(
            withoutSecret(text, "sk-canary-1"), QStringLiteral("Incorrect API key provided: <redacted>."));
        QCOMPARE(withoutSecret(text, "key"), text);
        QCOMPARE(withoutSecret(text, {}), text);
    }

    void secretCopiesAreDeep()
    {
        Secret first("sk-one");
        const Secret copy = first;
        first = Secret("sk-two");
        QCOMPARE(copy.reveal(), QByteArrayView("sk-one"));
        QCOMPARE(first.reveal(), QByteArrayView("sk-two"));
        const Secret moved = std::move(first);
        QCOMPARE(moved.reveal(), QByteArrayView("sk-two"));
    }
};

QTEST_GUILESS_MAIN(RedactionTest)
#include "tst_redaction.moc"
