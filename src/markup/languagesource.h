// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "markup/tokenclass.h"

#include <QByteArrayView>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace runnel {

/// A definition file, read but not yet compiled: names and patterns are still text.
///
/// The grammar of the files is docs/language-definitions.md.
struct LanguageSource
{
    /// What a match becomes if one of `characters` follows it.
    struct Ahead
    {
        QString characters;
        TokenClass tokenClass = TokenClass::Plain;
        bool skipsBlanks = true;
    };

    struct Rule
    {
        enum class Move
        {
            Stay,
            Push,
            Replace,
            Pop,
            PushAtLineEnd, ///< the body of a heredoc begins on the next line
        };

        int line = 0; ///< of the file, from 1
        TokenClass tokenClass = TokenClass::Plain;
        QString pattern; ///< definitions are expanded
        bool needsOperand = false;
        bool keepsLine = false; ///< a context that ends with its line goes on for one more
        bool looksUp = false;
        QString wordSet;
        int skipUnits = 0; ///< at the beginning of the match, which stay plain
        int popCount = 1;  ///< of contexts that Pop and Replace leave
        Move move = Move::Stay;
        QString target;
        QString delimiterSet; ///< the last run of these in the match is the new context's delimiter
        QList<Ahead> aheads;
    };

    /// How a context ends other than by a rule.
    enum class End
    {
        ByRule,
        Line,   ///< on a line that is the delimiter alone
        Word,   ///< on a line that begins with the delimiter
        Fence,  ///< on a line of the delimiter's character, at least as long
        Indent, ///< before a line that is indented no more than the one it began on
        Text,   ///< at prefix + delimiter + suffix
    };

    struct Context
    {
        int line = 0;
        QString name;
        TokenClass tokenClass = TokenClass::Plain;
        End end = End::ByRule;
        QString endPrefix;
        QString endSuffix;
        bool endsWithLine = false;
        QList<Rule> rules;
    };

    struct Words
    {
        int line = 0;
        QString set;
        TokenClass tokenClass = TokenClass::Plain;
        std::optional<TokenClass> next; ///< what the word after one of these is
        QStringList words;
    };

    /// Another language inside this one, up to a text that ends it wherever it stands.
    struct Guest
    {
        int line = 0;
        QString name; ///< as a rule's target
        QString language;
        QString terminator;
    };

    /// A line that speaks for the language where none is named.
    struct Hint
    {
        int line = 0;
        int weight = 0;
        QString pattern;
    };

    QString id; ///< the name of the file
    QString name;
    QStringList aliases; ///< lower case; the id is not among them
    bool ignoresCase = false;
    QList<Words> words;
    QList<Context> contexts; ///< the first is `main`, where a text begins
    QList<Guest> guests;
    QList<Hint> hints;

    /// Reads the file @p id with the content @p text. InvalidInput names file and line.
    static Result<LanguageSource> read(const QString &id, QByteArrayView text);
};

/// An InvalidInput whose message begins `<id>.lang:<line>: `.
Error languageFault(const QString &id, int line, const QString &what);

} // namespace runnel
