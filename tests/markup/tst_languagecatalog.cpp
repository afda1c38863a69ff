// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/languagecatalog.h"

#include <QFile>
#include <QTest>

using namespace runnel;

class LanguageCatalogTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        Result<LanguageCatalog> built = LanguageCatalog::builtIn();
        QVERIFY2(built, built ? "" : qPrintable(built.error().message));
        m_catalog = built.takeValue();
    }

    void everyLanguageCompiles()
    {
        const QStringList ids = m_catalog.ids();
        QCOMPARE(ids.size(), 45);
        for (const QString &id : ids) {
            const Result<LanguageDefinition::Pointer> made = m_catalog.definition(id);
            QVERIFY2(made, made ? "" : qPrintable(made.error().message));
            QCOMPARE(made.value()->id(), id);
            QVERIFY(!m_catalog.displayName(id).isEmpty());
            QCOMPARE(made.value()->contexts().front().name, QStringLiteral("main"));
            for (const LanguageDefinition::Context &context : made.value()->contexts())
                QVERIFY2(context.automaton->rowCount() <= 500, qPrintable(id + u' ' + context.name));
        }
    }

    void names_data()
    {
        QTest::addColumn<QString>("info");
        QTest::addColumn<QString>("id");
        const auto row = [](const char *info, const char *id) {
            QTest::newRow(info) << QString::fromLatin1(info) << QString::fromLatin1(id);
        };
        row("c++", "cpp");
        row("C", "c");
        row("Python", "python");
        row("  js {1,3}", "javascript");
        row("language-rust", "rust");
        row("{.python .numberLines}", "python");
        row("ts:app/main.ts", "typescript");
        row("src/main.cpp", "cpp");
        row("CMakeLists.txt", "cmake");
        row("go title=\"x.py\"", "go");
        row("c#", "csharp");
        row("sh", "bash");
        row("", "");
        row("no-such-language", "");
        row("x.unknown", "");
        row("{}", "");
    }

    void names()
    {
        QFETCH(QString, info);
        QFETCH(QString, id);
        QCOMPARE(m_catalog.idNamed(info), id);
    }

    void everyNameIsOfOneLanguage()
    {
        LanguageCatalog catalog;
        QVERIFY(catalog.add(QStringLiteral("a"), "name A\naliases x\ncontext main\n"));
        const QByteArray taken[] = {"name B\naliases x\ncontext main\n", "name B\naliases a\ncontext main\n",
            "name B\naliases y y\ncontext main\n", "name B\naliases Y\ncontext main\n"};
        for (const QByteArray &text : taken) {
            QVERIFY(!catalog.add(QStringLiteral("b"), text));
            QCOMPARE(catalog.ids(), QStringList(QStringLiteral("a")));
        }
        QVERIFY(!catalog.add(QStringLiteral("a"), "name A\ncontext main\n"));
        QVERIFY(catalog.add(QStringLiteral("b"), "name B\naliases y\ncontext main\n"));
    }

    void malformedFiles_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("fault");
        const auto row = [](const char *text, const char *fault) {
            QTest::addRow("%s", fault) << QByteArray(text) << QString::fromLatin1(fault);
        };
        row("", "x.lang:1: a language needs a name");
        row("name X\n", "x.lang:2: a language needs a name");
        row("nonsense\n", "x.lang:1: unknown or incomplete directive nonsense");
        row("name X\n  a b\n", "x.lang:2: an indented line");
        row("name X\nhint many a\n", "x.lang:2: a hint's weight");
        row("name X\nwords colour\n", "x.lang:2: unknown token class colour");
        row("name X\nwords keyword a a\ncontext main\n", "x.lang:2: a stands twice");
        row("name X\ncontext main\n  comment\n", "x.lang:3: a rule is");
        row("name X\ncontext main\n  blue a\n", "x.lang:3: unknown token class blue");
        row("name X\ncontext main\n  plain a jump\n", "x.lang:3: unknown or incomplete option jump");
        row("name X\ncontext main\n  plain a push:\n", "x.lang:3: unknown or incomplete option push:");
        row("name X\ncontext main\n  plain a push:y\n", "x.lang:3: no context y");
        row("name X\ncontext main\n  plain a pop push:y\n", "x.lang:3: a rule moves once");
        row("name X\ncontext main\n  plain a word\n", "x.lang:3: no words of the set \"\"");
        row("name X\ncontext main\n  plain {b}\n", "x.lang:3: no definition of {b}");
        row("name X\ncontext main\n  include y\n", "x.lang:3: no context y");
        row("name X\ncontext main end:never\n", "x.lang:2: unknown end never");
        row("name X\ncontext main\ncontext main\n", "x.lang:3: a second context main");
        row("name X\ncontext main\n  plain (a\n", "x.lang:3: an open parenthesis in the pattern (a");
        row("name X\ncontext main\n  plain a)\n", "x.lang:3: a closing parenthesis");
        row("name X\ncontext main\n  plain [a\n", "x.lang:3: an open bracket");
        row("name X\ncontext main\n  plain [z-a]\n", "x.lang:3: a wrong range");
        row("name X\ncontext main\n  plain a{3,1}\n", "x.lang:3: a wrong count");
        row("name X\ncontext main\n  plain *a\n", "x.lang:3: a misplaced sign");
        row("name X\ncontext main\n  plain $a\n", "x.lang:3: a $ that is not last");
        row("name X\ncontext main\n  plain a\\\n", "x.lang:3: a lone backslash");
        row("name X\ncontext main\n  plain \\bx\n", "x.lang:3: an unknown escape");
        row("name X\ncontext main\n  plain a*\n", "x.lang:2: a pattern matches the empty text");
        row("name X\ncontext main\n  plain (a|b)*a(a|b){13}\n", "x.lang:2: patterns need over 2000 rows");
        row("name X\ncontext main\n  plain ((a{99}){99}){99}\n", "x.lang:3: too many repetitions");
        row("name X\nguest y y end\ncontext main\n", "x.lang:2: unknown or incomplete directive guest");
        row("name X\nguest y y </y\ncontext main\n", "no language y");
        row("name X\nguest y x </y\ncontext main\n", "x.lang:1: the language is a guest in itself");
        row("name X\nhint 1 (\ncontext main\n", "x.lang:2: an open parenthesis");
    }

    void malformedFiles()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, fault);
        LanguageCatalog catalog;
        const QString id = QStringLiteral("x");
        const Result<void> added = catalog.add(id, text);
        const QString message = added ? catalog.definition(id).error().message : added.error().message;
        QVERIFY2(message.startsWith(fault), qPrintable(message));
    }

    void guesses_data()
    {
        QTest::addColumn<QString>("id");
        for (const QString &id : m_catalog.ids())
            QTest::newRow(qPrintable(id)) << id;
    }

    // Each sample without a name is taken for what it is.
    void guesses()
    {
        QFETCH(QString, id);
        QFile file(QStringLiteral(RUNNEL_TEST_DATA "/highlight/%1.txt").arg(id));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QString text;
        for (const QByteArray &line : file.readAll().split('\n')) {
            if (line.startsWith('|'))
                text += QString::fromUtf8(line.sliced(1)) + u'\n';
        }
        QCOMPARE(m_catalog.guess(text), id);
    }

    void doubts_data()
    {
        QTest::addColumn<QString>("text");
        const auto row = [](const char *text) { QTest::newRow(text) << QString::fromLatin1(text); };
        row("");
        row("hello world");
        row("This is a sentence. It has: a colon, and more; really.");
        row("1 2 3\n4 5 6");
        row("Name    Age\nAda     36\n");
        row("x = 1");
        row("+---+\n|   |\n+---+");
        row("src/\n  main/\n  test/\n");
        row("error: no such file\n  at line 3\n");
    }

    void doubts()
    {
        QFETCH(QString, text);
        QCOMPARE(m_catalog.guess(text), QString());
    }

private:
    LanguageCatalog m_catalog;
};

QTEST_GUILESS_MAIN(LanguageCatalogTest)
#include "tst_languagecatalog.moc"
