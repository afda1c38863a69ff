// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/codesample.h"
#include "markup/languagecatalog.h"

#include <QFile>
#include <QTextStream>

using namespace runnel;

// annotatesample LANGUAGE FILE: prints the sample with the annotations of today, to be read and then kept.
// A file that does not begin with `|` is taken for plain source.
int main(int argc, char *argv[])
{
    QTextStream out(stdout);
    QTextStream err(stderr);
    Result<LanguageCatalog> catalog = LanguageCatalog::builtIn();
    QFile file(argc == 3 ? QString::fromLocal8Bit(argv[2]) : QString());
    if (!catalog || argc != 3 || !file.open(QIODevice::ReadOnly)) {
        err << (catalog ? QStringLiteral("usage: annotatesample LANGUAGE FILE") : catalog.error().message)
            << '\n';
        return 2;
    }
    LanguageCatalog languages = catalog.takeValue();
    const Result<LanguageDefinition::Pointer> language
        = languages.definition(languages.idNamed(QString::fromLocal8Bit(argv[1])));
    if (!language) {
        err << language.error().message << '\n';
        return 1;
    }
    QString text = QString::fromUtf8(file.readAll());
    if (text.endsWith(u'\n'))
        text.chop(1);
    const QStringList source = text.startsWith(u'|') ? sampleSource(text) : text.split(u'\n');
    out << annotated(LineLexer(language.value()), source);
    return 0;
}
