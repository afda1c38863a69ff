// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/input.h"
#include "markup/languagecatalog.h"
#include "markup/linelexer.h"

#include <cstdlib>
#include <vector>

using namespace runnel;

namespace {

void check(bool holds)
{
    if (!holds)
        std::abort();
}

// Compiled once: it takes longer than any input.
const std::vector<LineLexer> &lexers()
{
    static const std::vector<LineLexer> all = [] {
        std::vector<LineLexer> made;
        LanguageCatalog catalog = LanguageCatalog::builtIn().takeValue();
        for (const QString &id : catalog.ids())
            made.emplace_back(catalog.definition(id).value());
        return made;
    }();
    return all;
}

LineState lex(const LineLexer &lexer, QStringView line, const LineState &state, QList<CodeToken> &tokens)
{
    // An allocation of the line's own size, so that the sanitizer sees a read outside of it.
    const std::vector<QChar> copy(line.begin(), line.end());
    return lexer.lex(QStringView(copy.data(), line.size()), state, tokens);
}

void checkSound(const QList<CodeToken> &tokens, qsizetype units)
{
    qsizetype end = 0;
    for (const CodeToken &token : tokens) {
        check(token.offset >= end && token.length > 0 && token.tokenClass != TokenClass::Plain);
        end = token.end();
    }
    check(end <= units);
}

} // namespace

// Tokens are sound in any language, the same line in the same state gives the same, and a state of another
// language does no harm.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::Input input(data, size);
    const LineLexer &lexer = lexers()[input.takeByte() % lexers().size()];
    const LineLexer &other = lexers()[input.takeByte() % lexers().size()];
    const bool isUtf16 = input.takeByte() & 1; // then lone surrogates come often
    const QByteArrayView rest = input.rest();
    const QString text = isUtf16
        ? QString(reinterpret_cast<const QChar *>(rest.toByteArray().constData()), rest.size() / 2)
        : QString::fromLatin1(rest);
    LineState state;
    LineState otherState;
    QList<CodeToken> tokens;
    QList<CodeToken> again;
    for (const QStringView line : QStringView(text).split(u'\n')) {
        lex(lexer, line, otherState, tokens);
        checkSound(tokens, line.size());
        otherState = lex(other, line, otherState, tokens);
        checkSound(tokens, line.size());
        const LineState before = state;
        state = lex(lexer, line, before, tokens);
        checkSound(tokens, line.size());
        check(lex(lexer, line, before, again) == state && again == tokens);
    }
    return 0;
}
