// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1StringView>
#include <QStringView>

#include <optional>

namespace runnel {

/// What a stretch of code is, as far as a theme tells it apart. The name of the design's colour
/// (`syntax.<name>`) stands beside each that has no colour of its own.
enum class TokenClass : quint8
{
    Plain,
    Keyword,
    Type,
    String, ///< also regular expressions and characters
    Number,
    Comment,
    Function, ///< where it is named or called
    Operator,
    Preprocessor, ///< also decorators, annotations, macros
    Tag,
    Attribute, ///< also the key of a pair
    Variable,  ///< marked as such by the language ($x); syntax.attribute
    Constant,  ///< true, null, self; syntax.number
    Heading,   ///< also the name of a section; syntax.keyword
    Added,
    Removed,
};

inline constexpr int tokenClassCount = int(TokenClass::Removed) + 1;

/// The lower-case name of @p tokenClass in definition files and on the wire.
QLatin1StringView tokenClassName(TokenClass tokenClass);

/// Nothing where no class has that name.
std::optional<TokenClass> tokenClassNamed(QStringView name);

/// A stretch of one line, in UTF-16 units. Plain text is what no token covers.
struct CodeToken
{
    qsizetype offset = 0;
    qsizetype length = 0;
    TokenClass tokenClass = TokenClass::Plain;

    qsizetype end() const { return offset + length; }
    friend bool operator==(const CodeToken &, const CodeToken &) = default;
};

} // namespace runnel
