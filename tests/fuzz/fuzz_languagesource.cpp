// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/languagecatalog.h"
#include "markup/linelexer.h"

#include <cstdint>
#include <cstdlib>

using namespace runnel;

// Whatever a definition file says, it is refused with its place or makes a lexer that ends.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArrayView text(reinterpret_cast<const char *>(data), qsizetype(size));
    LanguageCatalog catalog;
    const QString id = QStringLiteral("x");
    if (const Result<void> added = catalog.add(id, text); !added)
        return added.error().message.startsWith(u"x.lang:") ? 0 : (std::abort(), 0);
    const Result<LanguageDefinition::Pointer> made = catalog.definition(id);
    if (!made)
        return 0;
    const LineLexer lexer(made.value());
    LineState state;
    QList<CodeToken> tokens;
    for (const QString &line : QString::fromUtf8(text).split(u'\n'))
        state = lexer.lex(line, state, tokens);
    return 0;
}
