// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/codesample.h"

namespace runnel {

namespace {

constexpr QLatin1StringView letters(" ktsncfopgavdh+-"); // in the order of TokenClass
static_assert(letters.size() == tokenClassCount);

} // namespace

QStringList sampleSource(QStringView sample)
{
    QStringList source;
    for (const QStringView line : sample.split(u'\n')) {
        if (line.startsWith(u'|'))
            source << line.sliced(1).toString();
    }
    return source;
}

QString annotated(const LineLexer &lexer, const QStringList &source)
{
    QString sample;
    LineState state;
    QList<CodeToken> tokens;
    for (const QString &line : source) {
        state = lexer.lex(line, state, tokens);
        QString classes(line.size(), u' ');
        for (const CodeToken &token : tokens) {
            for (qsizetype at = token.offset; at < token.end(); ++at)
                classes[at] = letters[int(token.tokenClass)];
        }
        while (classes.endsWith(u' '))
            classes.chop(1);
        sample += u'|' + line + QStringLiteral("\n'") + classes + u'\n';
    }
    return sample;
}

} // namespace runnel
