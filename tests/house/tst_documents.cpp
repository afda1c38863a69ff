// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents.h"
#include "sourcetree.h"

#include <QTest>

using namespace runnel::house;

namespace {

QStringList topNames()
{
    QStringList names;
    for (const QString &path : filesBelow({}))
        names << path.section(u'/', 0, 0);
    names.removeDuplicates();
    return names;
}

bool isSource(const QString &path)
{
    static const QStringList endings{QStringLiteral(".cpp"), QStringLiteral(".h"), QStringLiteral(".qml"),
        QStringLiteral(".js"), QStringLiteral(".cmake"), QStringLiteral(".sh"),
        QStringLiteral("CMakeLists.txt")};
    return path == u"dev" || path == u".ci/run"
        || std::any_of(
            endings.begin(), endings.end(), [&](const QString &end) { return path.endsWith(end); });
}

} // namespace

class DocumentsTest final : public QObject
{
    Q_OBJECT

private slots:
    void everyNamedPathExists()
    {
        const QStringList files = filesBelow({});
        const QStringList top = topNames();
        QStringList missing;
        qsizetype count = 0;
        for (const QString &document : files) {
            if (!document.endsWith(u".md"))
                continue;
            for (const QString &path : namedPaths(readSource(document), top)) {
                ++count;
                if (!isInTree(path, document, files))
                    missing << document + QStringLiteral(" names ") + path;
            }
        }
        QVERIFY(count > 20);
        QCOMPARE(missing.join(u'\n'), QString());
    }

    void architectureStaysShort()
    {
        const qsizetype lines = readSource(QStringLiteral("ARCHITECTURE.md")).count(u'\n');
        QVERIFY(lines > 0);
        QVERIFY2(lines <= 200, qPrintable(QString::number(lines)));
    }

    void everySourceHasItsLicense()
    {
        QStringList bare;
        for (const QString &path : filesBelow({})) {
            if (isSource(path) && !hasLicenseHeader(readSource(path)))
                bare << path;
        }
        QCOMPARE(bare.join(u'\n'), QString());
    }

    void nothingStrayIsCommitted()
    {
        QStringList found;
        for (const QString &path : filesBelow({})) {
            // Recorded bytes are data, whatever they seem to say.
            if (path.startsWith(u"tests/data/") || path.startsWith(u"tests/fuzz/seeds/"))
                continue;
            for (const QString &word : strayWords(readSource(path)))
                found << path + QStringLiteral(": ") + word;
        }
        QCOMPARE(found.join(u'\n'), QString());
    }

    void pathsAreRecognised_data()
    {
        QTest::addColumn<QString>("markdown");
        QTest::addColumn<QStringList>("paths");
        const auto row = [](const char *name, const char *markdown, const QStringList &paths) {
            QTest::addRow("%s", name) << QString::fromLatin1(markdown) << paths;
        };
        const QStringList a{QStringLiteral("src/a.cpp")};
        row("code", "see `src/a.cpp`.", a);
        row("plain words", "see src/a.cpp and/or not", {});
        row("link", "see [it](src/a.cpp#L3).", a);
        row("link with title", "[it](src/a.cpp \"the title\")", a);
        row("link out of the tree", "[it](https://example.org/src/a.cpp)", {});
        row("link within", "[it](#words)", {});
        row("line number", "`src/a.cpp:12`", a);
        row("command", "run `./dev test --filter x`", {QStringLiteral("./dev")});
        row("fenced", "```sh\nsed -n 1p src/a.cpp\n```\n", a);
        row("folder", "`src/`", {QStringLiteral("src/")});
        row("bare file", "`error.h`", {QStringLiteral("error.h")});
        row("made, not named", "`build/release/bin/runnel-cli`", {});
        row("a placeholder", "`src/<room>/`", {});
        row("not of this tree", "`/v1/chat` `chat/completions` `Ctrl+K`", {});
    }
    void pathsAreRecognised()
    {
        QFETCH(QString, markdown);
        QFETCH(QStringList, paths);
        QCOMPARE(namedPaths(markdown, {QStringLiteral("src"), QStringLiteral("dev")}), paths);
    }

    void pathsAreFound_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("found");
        const auto row = [](const char *path, bool found) {
            QTest::addRow("%s", path) << QString::fromLatin1(path) << found;
        };
        row("src/base/error.h", true);
        row("./dev", true);
        row("src/base", true);
        row("src/base/", true);
        row("base/error.h", true);
        row("error.h", true);
        row("near.md", true);
        row("../dev", true);
        row("src/*/error.h", true);
        row("src/base/*.h", true);
        row("src/base/err", false);
        row("src/base/none.h", false);
        row("none.h", false);
        row("src/*.h", false);
        row("tests/base", false);
    }
    void pathsAreFound()
    {
        QFETCH(QString, path);
        QFETCH(bool, found);
        const QStringList files{
            QStringLiteral("dev"), QStringLiteral("src/base/error.h"), QStringLiteral("docs/near.md")};
        QCOMPARE(isInTree(path, QStringLiteral("docs/a.md"), files), found);
    }

    void licenseHeaders_data()
    {
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        QTest::addColumn<bool>("whole");
        const QString copyright = QStringLiteral(" SPDX-FileCopyrightText: 2026 Runnel contributors\n");
        const QString license = QStringLiteral(" SPDX-License-Identifier: GPL-3.0-or-later\n");
        QTest::addRow("code") << QStringLiteral("//") + copyright << QStringLiteral("//") + license << true;
        QTest::addRow("script") << QStringLiteral("#!/bin/sh\n#") + copyright << QStringLiteral("#") + license
                                << true;
        QTest::addRow("no license") << QStringLiteral("//") + copyright << QString() << false;
        QTest::addRow("no copyright") << QString() << QStringLiteral("//") + license << false;
        QTest::addRow("later") << QStringLiteral("\n//") + copyright << QStringLiteral("//") + license
                               << false;
    }
    void licenseHeaders()
    {
        QFETCH(QString, first);
        QFETCH(QString, second);
        QFETCH(bool, whole);
        QCOMPARE(hasLicenseHeader(QString(first + second)), whole);
    }

    void strayWordsAreFound_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qsizetype>("count");
        const auto row = [](const char *name, const char *text, qsizetype count) {
            QTest::addRow("%s", name) << QString::fromLatin1(text) << count;
        };
        row("a home",
            "in /ho"
            "me/ada/x",
            1);
        row("quoted",
            "\"/ro"
            "ot/.cache\"",
            1);
        row("a route",
            "https://example.org/ho"
            "me/x",
            0);
        row("below a variable",
            "$HOME/wo"
            "rk/x",
            0);
        row("the bare folder",
            "below /ho"
            "me",
            0);
        row("mark",
            "// TO"
            "DO: later",
            1);
        row("part of a word",
            "TO"
            "DOS",
            0);
        row("skipped test",
            "QSK"
            "IP(\"no\")",
            1);
    }
    void strayWordsAreFound()
    {
        QFETCH(QString, text);
        QFETCH(qsizetype, count);
        QCOMPARE(strayWords(text).size(), count);
    }
};

QTEST_GUILESS_MAIN(DocumentsTest)
#include "tst_documents.moc"
