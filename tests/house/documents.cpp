// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents.h"

#include <QDir>
#include <QRegularExpression>

namespace runnel::house {

namespace {

QString withoutPosition(QString word)
{
    static const QRegularExpression position(QStringLiteral("(#.*|:\\d+)$"));
    static const QRegularExpression punctuation(QStringLiteral("^[\\s\"'(]+|[\\s\"',;:.)]+$"));
    return word.remove(punctuation).remove(position);
}

bool looksLikePath(const QString &word, const QStringList &topNames)
{
    static const QRegularExpression plain(QStringLiteral("^[\\w.*+/-]+$"));
    static const QRegularExpression sourceFile(
        QStringLiteral("\\w\\.(cpp|h|qml|js|cmake|json|md|sh|svg|html|css|1)$"));
    const QString first = word.section(u'/', 0, 0);
    if (!plain.match(word).hasMatch() || first == u"build" || first.isEmpty())
        return false;
    return word.startsWith(u"./") || topNames.contains(first) || sourceFile.match(word).hasMatch();
}

} // namespace

QStringList namedPaths(QStringView markdown, const QStringList &topNames)
{
    // Fenced code, code in a line, the target of a link.
    static const QRegularExpression place(
        QStringLiteral("^```[^\\n]*\\n(.*?)^```|`([^`\\n]+)`|\\]\\(([^)\\s]+)[^)]*\\)"),
        QRegularExpression::MultilineOption | QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression space(QStringLiteral("\\s+"));
    static const QRegularExpression scheme(QStringLiteral("^[a-z][a-z0-9+.-]*:"));
    QStringList paths;
    for (auto match = place.globalMatch(markdown.toString()); match.hasNext();) {
        const QRegularExpressionMatch found = match.next();
        if (const QString target = found.captured(3); !target.isEmpty()) {
            if (!target.startsWith(u'#') && !scheme.match(target).hasMatch())
                paths << withoutPosition(target);
            continue;
        }
        for (const QString &word : (found.captured(1) + found.captured(2)).split(space)) {
            if (const QString path = withoutPosition(word); looksLikePath(path, topNames))
                paths << path;
        }
    }
    return paths;
}

bool isInTree(const QString &path, const QString &document, const QStringList &files)
{
    const QString folder = document.contains(u'/') ? document.section(u'/', 0, -2) + u'/' : QString();
    for (const QString &base : {QString(), QStringLiteral("src/"), folder}) {
        const QString clean = QDir::cleanPath(base + path);
        const QString pattern
            = QRegularExpression::escape(clean).replace(QStringLiteral("\\*"), QStringLiteral("[^/]*"));
        const QString anyFolder = path.contains(u'/') ? QString() : QStringLiteral("(.*/)?");
        const QRegularExpression wanted(u'^' + anyFolder + pattern + QStringLiteral("(/|$)"));
        if (!files.filter(wanted).isEmpty())
            return true;
    }
    return false;
}

bool hasLicenseHeader(QStringView text)
{
    // Split, so that this line is no header itself.
    static const QRegularExpression header(QStringLiteral("^(#!.*\\n)?(//|#|--) SPDX-FileCopyright"
                                                          "Text: \\d{4} \\S.*\\n(//|#|--) SPDX-License-"
                                                          "Identifier: GPL-3\\.0-or-later\\n"));
    return header.match(text.toString()).hasMatch();
}

QStringList strayWords(QStringView text)
{
    static const QRegularExpression stray(
        QStringLiteral("(?<![\\w.:/$}~-])/(?:home|work|root|Users)/[\\w.]+|\\b(?:TO"
                       "DO|FIX"
                       "ME|QSK"
                       "IP)\\b"));
    QStringList words;
    for (auto match = stray.globalMatch(text.toString()); match.hasNext();)
        words << match.next().captured();
    return words;
}

} // namespace runnel::house
