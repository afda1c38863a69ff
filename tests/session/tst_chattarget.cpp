// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/chattarget.h"

#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;

namespace {

/// Every variable that a vendor's SDK reads, each with a value of its own.
QProcessEnvironment allVendorKeys()
{
    QProcessEnvironment environment;
    for (const char *name : {"OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", "OPENROUTER_API_KEY",
             "DEEPSEEK_API_KEY", "GROQ_API_KEY", "MISTRAL_API_KEY", "TOGETHER_API_KEY", "XAI_API_KEY"})
        environment.insert(QString::fromLatin1(name), u"value-of-"_s + QString::fromLatin1(name));
    return environment;
}

TargetDescription at(const QString &url, const QString &provider = {})
{
    TargetDescription description;
    description.url = url;
    description.provider = provider;
    return description;
}

} // namespace

/// Which server is meant, and which key it gets.
class ChatTargetTest final : public QObject
{
    Q_OBJECT

private slots:
    void vendorKeys_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("variable"); // whose value is sent; empty: none
        const auto row = [](const char *url, const char *variable) {
            QTest::addRow("%s", url) << QString::fromLatin1(url) << QString::fromLatin1(variable);
        };
        row("https://api.openai.com/v1", "OPENAI_API_KEY");
        row("https://API.OpenAI.com/v1", "OPENAI_API_KEY");
        row("https://api.openai.com:443/v1", "OPENAI_API_KEY");
        row("https://eu.api.openai.com/v1", "OPENAI_API_KEY");
        row("https://mine.openai.azure.com/openai/v1", "AZURE_OPENAI_API_KEY");
        row("https://openrouter.ai/api/v1", "OPENROUTER_API_KEY");
        row("https://api.deepseek.com/v1", "DEEPSEEK_API_KEY");
        row("https://api.groq.com/openai/v1", "GROQ_API_KEY");
        row("https://api.mistral.ai/v1", "MISTRAL_API_KEY");
        row("https://api.together.xyz/v1", "TOGETHER_API_KEY");
        row("https://api.x.ai/v1", "XAI_API_KEY");

        row("http://api.openai.com/v1", "");
        row("api.openai.com/v1", ""); // what has no scheme is http
        row("https://evil-api.openai.com/v1", "");
        row("https://api.openai.com.evil.example/v1", "");
        row("https://evil-api.openai.com.example/v1", "");
        row("https://evil.example/api.openai.com/v1", "");
        row("https://evil.example/?api.openai.com", "");
        row("https://evil.example/#https://api.openai.com/v1", "");
        row("https://apiXopenai.com/v1", "");
        row("https://openai.com/v1", "");
        row("https://evilopenai.azure.com/v1", "");
        row("https://xopenrouter.ai/api/v1", "");
        row("http://localhost:11434/v1", "");
        row("https://127.0.0.1/v1", "");
    }

    void vendorKeys()
    {
        QFETCH(QString, url);
        QFETCH(QString, variable);
        // Whatever the person calls the server: the address decides.
        for (const char *provider : {"", "openai", "azure", "ollama"}) {
            const auto target = resolveTarget(at(url, QString::fromLatin1(provider)), allVendorKeys());
            QVERIFY(target);
            const QString key = QString::fromUtf8(target.value().endpoint.key.reveal());
            QCOMPARE(key, variable.isEmpty() ? QString() : u"value-of-"_s + variable);
        }
    }

    void ownKeyGoesAnywhere()
    {
        QProcessEnvironment environment = allVendorKeys();
        environment.insert(u"RUNNEL_API_KEY"_s, u" own \n"_s);
        for (const char *url :
            {"https://api.openai.com/v1", "http://localhost:1/v1", "https://evil.example"}) {
            const auto target = resolveTarget(at(QString::fromLatin1(url)), environment);
            QVERIFY(target);
            QCOMPARE(target.value().endpoint.key.reveal(), "own");
        }
        environment.insert(u"RUNNEL_API_KEY"_s, u"  "_s); // as good as unset
        QCOMPARE(resolveTarget(at(u"https://api.openai.com"_s), environment).value().endpoint.key.reveal(),
            "value-of-OPENAI_API_KEY");
    }

    void keyOfTwoLinesIsRefused()
    {
        QProcessEnvironment environment;
        environment.insert(u"RUNNEL_API_KEY"_s, u"sk-canary\nX-Evil: 1"_s);
        const auto target = resolveTarget(at(u"http://localhost:1"_s), environment);
        QVERIFY(!target);
        QCOMPARE(target.error().kind, Error::Kind::InvalidInput);
        QVERIFY(target.error().message.contains(u"RUNNEL_API_KEY"_s));
        QVERIFY(!target.error().message.contains(u"canary"_s));
    }

    void addresses_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("provider");
        QTest::addColumn<QString>("base"); // empty: refused
        QTest::addRow("whole") << u"https://host/v1"_s << QString() << u"https://host/v1"_s;
        QTest::addRow("no scheme") << u"localhost:11434/v1"_s << QString() << u"http://localhost:11434/v1"_s;
        QTest::addRow("IPv6") << u"http://[::1]:8080/v1"_s << QString() << u"http://[::1]:8080/v1"_s;
        QTest::addRow("white space around") << u" http://host "_s << QString() << u"http://host"_s;
        QTest::addRow("query is kept")
            << u"https://host/v1?api-version=1"_s << QString() << u"https://host/v1?api-version=1"_s;
        QTest::addRow("by name") << QString() << u"ollama"_s << u"http://localhost:11434/v1"_s;
        QTest::addRow("by name in any case") << QString() << u"OpenAI"_s << u"https://api.openai.com/v1"_s;
        QTest::addRow("the address wins") << u"http://host"_s << u"openai"_s << u"http://host"_s;
        QTest::addRow("nothing") << QString() << QString() << QString();
        QTest::addRow("unknown name") << QString() << u"frob"_s << QString();
        QTest::addRow("name without an address") << QString() << u"azure"_s << QString();
        QTest::addRow("user and password") << u"http://u:p@host"_s << QString() << QString();
        QTest::addRow("user") << u"http://sk-canary@host"_s << QString() << QString();
        QTest::addRow("another scheme") << u"ftp://host"_s << QString() << QString();
        QTest::addRow("space within") << u"http://ho st"_s << QString() << QString();
    }

    void addresses()
    {
        QFETCH(QString, url);
        QFETCH(QString, provider);
        QFETCH(QString, base);
        const auto target = resolveTarget(at(url, provider), {});
        QCOMPARE(bool(target), !base.isEmpty());
        if (target)
            QCOMPARE(target.value().endpoint.baseUrl, QUrl(base));
        else
            QVERIFY2(target.error().message.endsWith(u'.') && !target.error().message.contains(u"canary"_s),
                qPrintable(target.error().message));
    }

    void azureTakesItsKeyElsewhere()
    {
        const auto target = resolveTarget(at(u"https://mine.openai.azure.com/openai/v1"_s), allVendorKeys());
        QVERIFY(target);
        QCOMPARE(target.value().endpoint.keyPlacement, Endpoint::KeyPlacement::ApiKeyHeader);
    }

    void headers_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<bool>("isTaken");
        QTest::addRow("ordinary") << u"X-Title: Runnel: the chat"_s << true;
        QTest::addRow("no value") << u"X-Title:"_s << true;
        QTest::addRow("no colon") << u"X-Title"_s << false;
        QTest::addRow("no name") << u": x"_s << false;
        QTest::addRow("space in the name") << u"X Title: x"_s << false;
        QTest::addRow("line end in the value") << u"X-Title: x\r\nX-Evil: 1"_s << false;
        QTest::addRow("key") << u"Authorization: Bearer sk-canary"_s << false;
        QTest::addRow("cookie") << u"Cookie: a=sk-canary"_s << false;
        QTest::addRow("of the transport") << u"content-LENGTH: 1"_s << false;
    }

    void headers()
    {
        QFETCH(QString, line);
        QFETCH(bool, isTaken);
        TargetDescription description = at(u"http://localhost:1"_s);
        description.headers = QStringList{line};
        const auto target = resolveTarget(description, {});
        QCOMPARE(bool(target), isTaken);
        if (!isTaken)
            QVERIFY(!target.error().message.contains(u"canary"_s));
    }

    void exposedKeys_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("isExposed");
        QTest::addRow("https") << u"https://host/v1"_s << false;
        QTest::addRow("http") << u"http://host/v1"_s << true;
        QTest::addRow("http in the LAN") << u"http://192.168.1.2/v1"_s << true;
        QTest::addRow("a name that only looks local") << u"http://localhost.evil.example/v1"_s << true;
        QTest::addRow("loopback") << u"http://127.0.0.1:1/v1"_s << false;
        QTest::addRow("IPv6 loopback") << u"http://[::1]:1/v1"_s << false;
        QTest::addRow("localhost") << u"http://localhost:1/v1"_s << false;
    }

    void exposedKeys()
    {
        QFETCH(QString, url);
        QFETCH(bool, isExposed);
        Endpoint endpoint;
        endpoint.baseUrl = QUrl(url);
        QVERIFY(!isKeyExposed(endpoint)); // there is none
        endpoint.key = Secret("sk-canary");
        QCOMPARE(isKeyExposed(endpoint), isExposed);
    }
};

QTEST_GUILESS_MAIN(ChatTargetTest)
#include "tst_chattarget.moc"
