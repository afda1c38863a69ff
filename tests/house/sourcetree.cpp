// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sourcetree.h"

#include <QDir>
#include <QFile>
#include <QTest>

namespace runnel::house {

namespace {

const QString treeTop = QStringLiteral(RUNNEL_SOURCE_DIR "/");

void collect(const QString &folder, QStringList *files)
{
    static const QStringList notSource{QStringLiteral("build"), QStringLiteral(".git"),
        QStringLiteral(".cache"), QStringLiteral("node_modules")};
    const QDir dir(treeTop + folder);
    const QString prefix = folder.isEmpty() ? QString() : folder + u'/';
    const QFileInfoList entries = dir.entryInfoList(
        QDir::Files | QDir::Dirs | QDir::Hidden | QDir::NoSymLinks | QDir::NoDotAndDotDot, QDir::Name);
    for (const QFileInfo &entry : entries) {
        if (notSource.contains(entry.fileName()))
            continue;
        if (entry.isDir())
            collect(prefix + entry.fileName(), files);
        else
            files->append(prefix + entry.fileName());
    }
}

// The end of what begins at @p start: a literal or a comment, else one character.
qsizetype endOfLexeme(QStringView code, qsizetype start)
{
    const QStringView rest = code.sliced(start);
    if (rest.startsWith(u"//")) {
        const qsizetype lineEnd = code.indexOf(u'\n', start);
        return lineEnd < 0 ? code.size() : lineEnd;
    }
    if (rest.startsWith(u"/*")) {
        const qsizetype close = code.indexOf(u"*/", start + 2);
        return close < 0 ? code.size() : close + 2;
    }
    // An apostrophe after a digit or letter separates digits.
    const bool separator = start > 0 && code[start - 1].isLetterOrNumber();
    if (rest[0] != u'"' && (rest[0] != u'\'' || separator))
        return start + 1;
    for (qsizetype i = start + 1; i < code.size(); ++i) {
        if (code[i] == u'\\')
            ++i;
        else if (code[i] == rest[0] || code[i] == u'\n')
            return i + 1;
    }
    return code.size();
}

} // namespace

QStringList filesBelow(const QString &folder)
{
    QStringList files;
    collect(folder, &files);
    return files;
}

QString readSource(const QString &path)
{
    QFile file(treeTop + path);
    if (!file.open(QIODevice::ReadOnly)) {
        QTest::qFail(qPrintable(path + QStringLiteral(": ") + file.errorString()), __FILE__, __LINE__);
        return {};
    }
    return QString::fromUtf8(file.readAll());
}

QString withoutComments(QStringView code)
{
    QString result;
    result.reserve(code.size());
    for (qsizetype start = 0; start < code.size();) {
        const qsizetype end = endOfLexeme(code, start);
        const QStringView lexeme = code.sliced(start, end - start);
        if (lexeme.startsWith(u"//") || lexeme.startsWith(u"/*"))
            result += u' ';
        else
            result += lexeme;
        start = end;
    }
    return result;
}

} // namespace runnel::house
