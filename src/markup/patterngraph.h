// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QStringView>

#include <bitset>
#include <vector>

namespace runnel {

/// What an automaton reads: the 128 ASCII characters, one symbol for every other UTF-16 unit, and the end of
/// the line, which is read but not consumed.
namespace symbol {
inline constexpr int nonAscii = 128;
inline constexpr int lineEnd = 129;
inline constexpr int count = 130;
} // namespace symbol

using SymbolSet = std::bitset<symbol::count>;

/// A nondeterministic automaton grown from patterns, after Thompson (CACM 11, 1968).
///
/// A pattern is a regular expression of literals, `.`, `[a-z]`, `[^…]`, `( )`, `|`, `* + ? {n} {n,} {n,m}`,
/// `^` as its first and `$` as its last character. `\s` is a blank or a tab, `\d` a digit, `\w` a letter,
/// digit, underscore or any unit beyond ASCII, `\S` and `\W` anything but those, `\u` any unit beyond ASCII,
/// `\t` a tab; a sign after `\` is itself. There are no captures and no look-around: what a language needs of
/// those is an option of its rule.
class PatternGraph final
{
public:
    struct Node
    {
        SymbolSet on; ///< leads to `to`
        int to = -1;
        std::vector<int> empty; ///< lead on without reading
        int accepts = -1;       ///< the pattern's number
    };

    struct Entry
    {
        int node = 0;
        bool isAtLineStart = false; ///< the pattern began with `^`
    };

    explicit PatternGraph(bool ignoresCase) : m_ignoresCase(ignoresCase) { }

    /// Adds @p pattern, which accepts as @p number. InvalidInput where it is malformed or matches nothing at
    /// all; the graph is of no use then.
    Result<Entry> add(QStringView pattern, int number);

    const std::vector<Node> &nodes() const { return m_nodes; }

private:
    friend class PatternReader;

    int addNode();

    bool m_ignoresCase;
    std::vector<Node> m_nodes;
};

/// The set that @p text describes as the inside of `[…]`. InvalidInput where it is malformed.
Result<SymbolSet> symbolSet(QStringView text);

} // namespace runnel
