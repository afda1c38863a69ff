// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "layering.h"
#include "sourcetree.h"

#include <QTest>

using namespace runnel::house;

namespace {

bool isCode(const QString &path)
{
    return path.endsWith(u".cpp") || path.endsWith(u".h");
}

QString report(const QStringList &faults)
{
    return faults.join(u'\n');
}

} // namespace

class LayeringTest final : public QObject
{
    Q_OBJECT

private slots:
    void sourcesIncludeAlongTheArrows()
    {
        QStringList faults;
        qsizetype count = 0;
        for (const QString &path : filesBelow(QStringLiteral("src"))) {
            if (!isCode(path))
                continue;
            faults += includeFaults(path, readSource(path));
            ++count;
        }
        QVERIFY(count > 10);
        QCOMPARE(report(faults), QString());
    }

    void targetsLinkAlongTheArrows()
    {
        QStringList faults;
        qsizetype count = 0;
        for (const QString &path : filesBelow(QStringLiteral("src"))) {
            if (!path.endsWith(u"/CMakeLists.txt") || path == u"src/CMakeLists.txt")
                continue;
            faults += linkFaults(path, readSource(path));
            ++count;
        }
        QVERIFY(count >= 2);
        QCOMPARE(report(faults), QString());
    }

    void everyFolderIsARoom()
    {
        for (const QString &path : filesBelow(QStringLiteral("src"))) {
            const QString folder = path.section(u'/', 1, 1);
            if (path.count(u'/') > 1 && folder != u"apps")
                QVERIFY2(rulesFor(path), qPrintable(path));
        }
    }

    void namesSayWhatThingsAre()
    {
        QStringList faults;
        for (const QString &folder : {QStringLiteral("src"), QStringLiteral("tests")}) {
            for (const QString &path : filesBelow(folder)) {
                if (isCode(path))
                    faults += nameFaults(path, readSource(path));
            }
        }
        QCOMPARE(report(faults), QString());
    }

    void theGraphHasNoCycle()
    {
        // Taking away what has no arrows left must take away everything.
        QMap<QString, QStringList> left;
        for (const RoomRules &rules : roomRules())
            left.insert(rules.name, rules.arrows);
        while (!left.isEmpty()) {
            const QStringList free = [&left] {
                QStringList names;
                for (auto room = left.cbegin(); room != left.cend(); ++room) {
                    if (room->isEmpty())
                        names.append(room.key());
                }
                return names;
            }();
            QVERIFY2(!free.isEmpty(), qPrintable(left.keys().join(u' ')));
            for (const QString &name : free)
                left.remove(name);
            for (QStringList &arrows : left) {
                for (const QString &name : free)
                    arrows.removeAll(name);
            }
        }
    }

    void includeRules_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("code");
        QTest::addColumn<qsizetype>("faults");
        const auto row = [](const char *name, const char *path, const char *code, qsizetype faults) {
            QTest::addRow("%s", name) << QString::fromLatin1(path) << QString::fromLatin1(code) << faults;
        };
        row("own room", "src/sse/a.h", "#include \"sse/b.h\"", 0);
        row("an arrow", "src/provider/a.h", "#include \"sse/b.h\"", 0);
        row("no arrow", "src/sse/a.h", "#include \"chat/b.h\"", 1);
        row("against the arrow", "src/base/a.h", "#include \"chat/b.h\"", 1);
        row("two steps", "src/cli/a.h", "#include \"provider/b.h\"", 1);
        row("siblings", "src/relay/a.h", "#include \"store/b.h\"", 1);
        row("no room named", "src/sse/a.cpp", "#include \"b.h\"", 1);
        row("its moc file", "src/chat/a.cpp", "#include \"a.moc\"", 0);
        row("odd spaces", "src/sse/a.h", "  #  include\t\"chat/b.h\"", 1);
        row("in a comment", "src/sse/a.h", "// #include \"chat/b.h\"\n/*\n#include \"chat/b.h\"\n*/", 0);
        row("after a quoted slash", "src/sse/a.h", "auto x = \"/*\";\n#include \"chat/b.h\"", 1);
        row("unknown room", "src/misc/a.h", "", 1);
        row("program", "src/apps/runnel-cli.cpp", "#include \"cli/b.h\"", 0);
        row("program too deep", "src/apps/runnel-cli/main.cpp", "#include \"session/b.h\"", 1);
        row("unknown program", "src/apps/other.cpp", "", 1);
        row("core", "src/sse/a.h", "#include <QByteArray>", 0);
        row("object in sse", "src/sse/a.h", "#include <QObject>", 1);
        row("json in sse", "src/sse/a.h", "#include <QJsonDocument>", 1);
        row("network in sse", "src/sse/a.h", "#include <QTcpSocket>", 1);
        row("network in chat", "src/chat/a.h", "#include <QNetworkReply>", 1);
        row("network by module", "src/chat/a.h", "#include <QtNetwork/QNetworkReply>", 1);
        row("module by name", "src/cli/a.h", "#include <QtQml/QQmlEngine>", 1);
        row("gui in chat", "src/chat/a.h", "#include <QImage>", 1);
        row("file in chat", "src/chat/a.h", "#include <QFile>", 1);
        row("file by module", "src/chat/a.h", "#include <QtCore/QFile>", 1);
        row("gui in cli", "src/cli/a.h", "#include <QGuiApplication>", 1);
        row("gui in pdf", "src/pdf/a.h", "#include <QPdfWriter>", 0);
        row("sql outside store", "src/session/a.h", "#include <sqlite3.h>", 1);
        row("sql in store", "src/store/a.h", "#include <sqlite3.h>", 0);
        row("network in provider", "src/provider/a.h", "#include <QNetworkAccessManager>", 0);
        row("standard library", "src/sse/a.h", "#include <optional>", 0);
    }
    void includeRules()
    {
        QFETCH(QString, path);
        QFETCH(QString, code);
        QFETCH(qsizetype, faults);
        const QStringList found = includeFaults(path, code);
        QVERIFY2(found.size() == faults, qPrintable(report(found)));
    }

    void linkRules_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("cmake");
        QTest::addColumn<qsizetype>("faults");
        const auto row = [](const char *name, const char *path, const char *cmake, qsizetype faults) {
            QTest::addRow("%s", name) << QString::fromLatin1(path) << QString::fromLatin1(cmake) << faults;
        };
        const char *chat = "src/chat/CMakeLists.txt";
        const char *apps = "src/apps/CMakeLists.txt";
        row("an arrow", chat, "runnel_room(chat\n SOURCES a.cpp\n LINKS runnel_base Qt6::Core)", 0);
        row("no arrow", chat, "runnel_room(chat LINKS runnel_base PRIVATE runnel_sse)", 1);
        row("no such module", chat, "runnel_room(chat LINKS runnel_base Qt6::Network)", 1);
        row("unversioned module", chat, "runnel_room(chat LINKS Qt::Gui)", 1);
        row("in a comment", chat, "runnel_room(chat LINKS runnel_base) # never runnel_sse", 0);
        row("another's name", chat, "runnel_room(sse LINKS runnel_base)", 1);
        row("past the room function", chat, "target_link_libraries(runnel_chat PUBLIC runnel_provider)", 1);
        row("program", apps, "target_link_libraries(runnel-cli PRIVATE runnel_flags runnel_cli)", 0);
        row("program too deep", apps, "target_link_libraries(runnel-cli PRIVATE runnel_session)", 1);
        row("program with gui", apps, "target_link_libraries(runnel-cli PRIVATE runnel_cli Qt6::Gui)", 1);
        row("unknown program", apps, "target_link_libraries(other PRIVATE runnel_base)", 1);
    }
    void linkRules()
    {
        QFETCH(QString, path);
        QFETCH(QString, cmake);
        QFETCH(qsizetype, faults);
        const QStringList found = linkFaults(path, cmake);
        QVERIFY2(found.size() == faults, qPrintable(report(found)));
    }

    void nameRules_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("code");
        QTest::addColumn<qsizetype>("faults");
        const auto row = [](const char *name, const char *path, const char *code, qsizetype faults) {
            QTest::addRow("%s", name) << QString::fromLatin1(path) << QString::fromLatin1(code) << faults;
        };
        row("a noun", "src/chat/conversation.h", "class Conversation final", 0);
        row("file", "src/chat/stringutils.h", "", 1);
        row("type", "src/chat/a.h", "class ChatManager final", 1);
        row("struct", "src/chat/a.h", "struct PathHelper", 1);
        row("Qt's own", "src/provider/a.h", "class QNetworkAccessManager;", 0);
        row("a part of a word", "src/chat/a.h", "class UtilityBill", 0);
        row("in a comment", "src/chat/a.h", "/// unlike a class ChatManager would", 0);
        row("in a literal", "src/chat/a.h", "auto x = \"class \\\"ChatManager\";", 0);
    }
    void nameRules()
    {
        QFETCH(QString, path);
        QFETCH(QString, code);
        QFETCH(qsizetype, faults);
        const QStringList found = nameFaults(path, code);
        QVERIFY2(found.size() == faults, qPrintable(report(found)));
    }
};

QTEST_GUILESS_MAIN(LayeringTest)
#include "tst_layering.moc"
