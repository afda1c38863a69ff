// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "layering.h"

#include "sourcetree.h"

#include <QFileInfo>
#include <QLibraryInfo>
#include <QRegularExpression>

namespace runnel::house {

namespace {

QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts);
}

bool matchesAny(const QString &name, const QStringList &globs)
{
    return std::any_of(globs.begin(), globs.end(), [&name](const QString &glob) {
        return QRegularExpression::fromWildcard(glob, Qt::CaseSensitive).match(name).hasMatch();
    });
}

// The Qt module that owns a header, as the installed headers say; empty for any other header.
QString qtModuleOf(const QString &header)
{
    static const QString headers = QLibraryInfo::path(QLibraryInfo::HeadersPath);
    static const QStringList modules
        = words("Core Network Gui Widgets Qml Quick QuickControls2 DBus HttpServer Sql Svg Concurrent "
                "PrintSupport OpenGL Xml Test WebSockets");
    const qsizetype slash = header.indexOf(u'/');
    if (slash > 0)
        return header.startsWith(u"Qt") ? header.sliced(2, slash - 2) : QString();
    for (const QString &module : modules) {
        if (QFileInfo::exists(headers + QStringLiteral("/Qt") + module + u'/' + header))
            return module;
    }
    return {};
}

QString fault(const QString &path, const QString &what, const RoomRules &rules, const QStringList &allowed)
{
    return QStringLiteral("%1: %2 is not open to %3 (allowed: %4)")
        .arg(path, what, rules.name, allowed.join(QStringLiteral(", ")));
}

QString unknownRoom(const QString &path)
{
    return QStringLiteral("%1: the design has no such room or program").arg(path);
}

void checkLinks(const QString &path, const RoomRules &rules, const QString &arguments, QStringList *faults)
{
    static const QRegularExpression target(QStringLiteral("\\b(runnel_|Qt6?::)(\\w+)"));
    for (auto match = target.globalMatch(arguments); match.hasNext();) {
        const QRegularExpressionMatch found = match.next();
        const bool isRoom = found.captured(1) == u"runnel_";
        const QString name = found.captured(2);
        const QStringList &allowed = isRoom ? rules.arrows : rules.qtModules;
        if (!allowed.contains(name) && !(isRoom && name == u"flags"))
            faults->append(fault(path, found.captured(0), rules, allowed));
    }
}

} // namespace

const QList<RoomRules> &roomRules()
{
    // DESIGN: every room may use base; every room but base, sse, recording, http, markup and desktop may
    // use chat. No other arrow is implied.
    static const QList<RoomRules> rules = [] {
        const char *noSql = "sqlite3.h";
        const char *noIo = "QIODevice QFile* QSaveFile QTemporary* QDir* QBuffer QProcess QTextStream "
                           "sqlite3.h fstream iostream unistd.h sys/socket.h";
        const char *noSockets = "QTcp* QUdp* QSsl* QLocalS* QAbstractSocket QNetworkAccessManager "
                                "sqlite3.h sys/socket.h termios.h iostream";
        const char *onlyBytes = "QObject QTimer* QBasicTimer QJson* simdjson.h QIODevice QFile* sys/socket.h";
        struct Row
        {
            const char *name, *arrows, *qtModules, *neverHeaders;
        };
        static constexpr const char *quick = "Core Gui Qml Quick QuickControls2";
        const Row table[] = {
            {"base", "", "Core", noSql},
            {"sse", "base", "Core", onlyBytes},
            {"recording", "base", "Core", "QJson* simdjson.h sqlite3.h"},
            {"http", "base", "Core Network HttpServer", noSql},
            {"markup", "base", "Core", noIo},
            {"desktop", "base", "Core Network DBus", noSql},
            {"chat", "base", "Core", noIo},
            {"provider", "base chat sse recording", "Core Network", noSql},
            {"demo", "base chat http sse recording", "Core Network HttpServer", noSql},
            {"store", "base chat recording", "Core", ""},
            {"relay", "base chat http sse markup", "Core Network HttpServer", noSql},
            {"transcript", "base chat markup", "Core", noSql},
            {"pdf", "base chat transcript markup", "Core Gui", noSql},
            {"formula", "base chat markup", "Core Gui Qml", noSql},
            {"session", "base chat provider demo store transcript relay desktop recording markup",
                "Core Network", noSockets},
            {"cli", "base chat session sse recording", "Core", noSql},
            {"view", "base chat session markup", "Core Gui Qml Quick", noIo},
            {"qml", "base chat view", quick, noIo},
            {"runnel", "base chat qml view formula session", quick, noSql},
            {"runnel-cli", "base chat cli", "Core", noSql},
            {"runnel-pdf", "base chat pdf", "Core Gui", noSql},
        };
        QList<RoomRules> list;
        for (const Row &row : table)
            list.append({QString::fromLatin1(row.name), words(row.arrows), words(row.qtModules),
                words(row.neverHeaders)});
        return list;
    }();
    return rules;
}

const RoomRules *rulesFor(const QString &path)
{
    const QStringList parts = path.split(u'/');
    if (parts.size() < 3 || parts[0] != u"src")
        return nullptr;
    const bool isProgram = parts[1] == u"apps";
    const QString name = isProgram ? parts[2].section(u'.', 0, 0) : parts[1];
    const QList<RoomRules> &rules = roomRules();
    const auto found = std::find_if(rules.begin(), rules.end(), [&](const RoomRules &candidate) {
        return candidate.name == name && candidate.name.startsWith(u"runnel") == isProgram;
    });
    return found == rules.end() ? nullptr : &*found;
}

QStringList includeFaults(const QString &path, QStringView code)
{
    const RoomRules *rules = rulesFor(path);
    if (!rules)
        return {unknownRoom(path)};
    static const QRegularExpression include(QStringLiteral("^[ \\t]*#[ \\t]*include[ \\t]*([<\"])([^>\"]+)"),
        QRegularExpression::MultilineOption);
    const QString ownRoom = path.section(u'/', 1, 1);
    QStringList faults;
    for (auto match = include.globalMatch(withoutComments(code)); match.hasNext();) {
        const QRegularExpressionMatch found = match.next();
        const QString header = found.captured(2);
        const QString room = header.section(u'/', 0, 0);
        if (found.captured(1) == u"\"") {
            if (!header.contains(u'/') && !header.endsWith(u".moc"))
                faults << QStringLiteral("%1: \"%2\" does not name its room").arg(path, header);
            else if (header.contains(u'/') && room != ownRoom && !rules->arrows.contains(room))
                faults << fault(path, header, *rules, rules->arrows);
            continue;
        }
        const QString module = qtModuleOf(header);
        if (!module.isEmpty() && !rules->qtModules.contains(module))
            faults << fault(
                path, QStringLiteral("<%1> of Qt%2").arg(header, module), *rules, rules->qtModules);
        else if (matchesAny(header.section(u'/', module.isEmpty() ? 0 : -1), rules->neverHeaders))
            faults << QStringLiteral("%1: <%2> is what %3 must never know").arg(path, header, rules->name);
    }
    return faults;
}

QStringList linkFaults(const QString &path, QStringView cmake)
{
    static const QRegularExpression comment(QStringLiteral("#[^\n]*"));
    static const QRegularExpression call(QStringLiteral("\\b(runnel_room|target_link_libraries)\\s*\\(\\s*"
                                                        "([\\w-]+)([^)]*)\\)"));
    QString text = cmake.toString();
    text.remove(comment);
    QStringList faults;
    for (auto match = call.globalMatch(text); match.hasNext();) {
        const QRegularExpressionMatch found = match.next();
        const bool isRoom = found.captured(1) == u"runnel_room";
        // A room links by runnel_room alone, so that its arrows stand in one line.
        QString target = found.captured(2);
        if (target.startsWith(u"runnel_"))
            target.remove(0, 7);
        const QString owner = path.section(u'/', 0, 1) + u'/' + target;
        const RoomRules *rules = rulesFor(path.startsWith(u"src/apps/") ? owner : path);
        if (!rules || (isRoom && rules->name != target)) {
            faults << unknownRoom(owner);
            continue;
        }
        checkLinks(path, *rules, found.captured(3), &faults);
    }
    return faults;
}

QStringList nameFaults(const QString &path, QStringView code)
{
    static const QRegularExpression fileName(
        QStringLiteral("(manager|helper|handler|utils?)\\.\\w+$"), QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression typeName(
        QStringLiteral("\\b(?:class|struct)\\s+(?!Q[A-Z])(\\w*(?:Manager|Helper|Handler|Utils?))\\b"));
    static const QRegularExpression literal(QStringLiteral("\"(?:\\\\.|[^\"\\\\])*\""));
    QStringList faults;
    if (fileName.match(path).hasMatch())
        faults << QStringLiteral("%1: the file's name says nothing").arg(path);
    const QString plain = withoutComments(code).remove(literal);
    for (auto match = typeName.globalMatch(plain); match.hasNext();)
        faults << QStringLiteral("%1: %2 says nothing of what it is").arg(path, match.next().captured(1));
    return faults;
}

} // namespace runnel::house
