// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/patterngraph.h"

#include <optional>

namespace runnel {

namespace {

constexpr int maxNodeCount = 20'000; // a bound for nested repetitions, far beyond any real language
constexpr int maxNesting = 64;

SymbolSet rangeSet(int first, int last)
{
    SymbolSet set;
    for (int i = first; i <= last; ++i)
        set.set(size_t(i));
    return set;
}

SymbolSet wordSet()
{
    SymbolSet set = rangeSet('a', 'z') | rangeSet('A', 'Z') | rangeSet('0', '9');
    set.set('_');
    set.set(symbol::nonAscii);
    return set;
}

// Everything that stands within a line.
SymbolSet anySet()
{
    SymbolSet set;
    set.set();
    set.reset(symbol::lineEnd);
    return set;
}

SymbolSet blankSet()
{
    SymbolSet set;
    set.set(' ');
    set.set('\t');
    return set;
}

SymbolSet single(QChar c)
{
    SymbolSet set;
    set.set(c.unicode() < 128 ? c.unicode() : size_t(symbol::nonAscii));
    return set;
}

// Nothing for a letter or digit that has no meaning here: it would mislead whoever knows other dialects.
std::optional<SymbolSet> escapedSet(QChar c)
{
    switch (c.unicode()) {
    case 's':
        return blankSet();
    case 'S':
        return anySet() & ~blankSet();
    case 'd':
        return rangeSet('0', '9');
    case 'w':
        return wordSet();
    case 'W':
        return anySet() & ~wordSet();
    case 'u':
        return single(QChar(0x80));
    case 't':
        return single(u'\t');
    default:
        return c.isLetterOrNumber() ? std::nullopt : std::optional(single(c));
    }
}

SymbolSet bothCases(SymbolSet set)
{
    for (size_t lower = 'a'; lower <= 'z'; ++lower) {
        const size_t upper = lower - 'a' + 'A';
        if (set.test(lower) || set.test(upper)) {
            set.set(lower);
            set.set(upper);
        }
    }
    return set;
}

Error malformed(const QString &what, QStringView pattern)
{
    return {Error::Kind::InvalidInput, what + QStringLiteral(" in the pattern ") + pattern.toString(), {}, 0};
}

} // namespace

/// Reads one pattern by recursive descent; stops at the first fault.
class PatternReader final
{
public:
    struct Fragment
    {
        int begin;
        int end;
    };

    PatternReader(PatternGraph &graph, QStringView text) : m_graph(graph), m_text(text) { }

    bool failed() const { return !m_fault.isEmpty(); }
    const QString &fault() const { return m_fault; }
    bool atEnd() const { return m_at == m_text.size(); }

    Fragment readChoice()
    {
        Fragment whole = readSequence();
        while (!failed() && peek() == u'|') {
            ++m_at;
            const Fragment other = readSequence();
            const Fragment both = newFragment();
            link(both.begin, whole.begin);
            link(both.begin, other.begin);
            link(whole.end, both.end);
            link(other.end, both.end);
            whole = both;
        }
        return whole;
    }

    // The set between the brackets; the opening one is read.
    SymbolSet readSet(bool isBracketed)
    {
        SymbolSet set;
        const bool isNegated = peek() == u'^';
        if (isNegated)
            ++m_at;
        bool isFirst = true;
        while (!failed() && !(isBracketed && peek() == u']' && !isFirst)) {
            isFirst = false;
            if (atEnd()) {
                if (isBracketed)
                    fail("an open bracket");
                break;
            }
            const QChar c = m_text[m_at++];
            if (c == u'\\') {
                set |= readEscape();
            } else if (peek() == u'-' && m_at + 1 < m_text.size() && m_text[m_at + 1] != u']') {
                const QChar last = m_text[m_at + 1];
                m_at += 2;
                if (c.unicode() > last.unicode() || last.unicode() > 127)
                    fail("a wrong range");
                else
                    set |= rangeSet(c.unicode(), last.unicode());
            } else {
                set |= single(c);
            }
        }
        if (isBracketed)
            ++m_at; // the closing one
        return isNegated ? anySet() & ~set : set;
    }

private:
    QChar peek() const { return m_at < m_text.size() ? m_text[m_at] : QChar(); }

    void fail(const char *what)
    {
        if (!failed())
            m_fault = QString::fromLatin1(what);
    }

    Fragment newFragment()
    {
        if (m_graph.m_nodes.size() > maxNodeCount)
            fail("too many repetitions");
        const int begin = m_graph.addNode();
        return {begin, m_graph.addNode()};
    }

    void link(int from, int to) { m_graph.m_nodes[size_t(from)].empty.push_back(to); }

    Fragment setFragment(const SymbolSet &set)
    {
        const Fragment made = newFragment();
        PatternGraph::Node &node = m_graph.m_nodes[size_t(made.begin)];
        node.on = m_graph.m_ignoresCase ? bothCases(set) : set;
        node.to = made.end;
        return made;
    }

    Fragment readSequence()
    {
        Fragment whole = newFragment();
        link(whole.begin, whole.end);
        while (!failed() && !atEnd() && peek() != u'|' && peek() != u')') {
            const Fragment next = readRepeated();
            link(whole.end, next.begin);
            whole.end = next.end;
        }
        return whole;
    }

    Fragment readRepeated()
    {
        const qsizetype atomBegin = m_at;
        Fragment atom = readAtom();
        for (;;) {
            const QChar c = peek();
            if (failed() || (c != u'*' && c != u'+' && c != u'?' && c != u'{'))
                return atom;
            if (c == u'{')
                return readCounted(atomBegin, atom);
            ++m_at;
            atom = repeated(atom, c != u'+', c != u'?');
        }
    }

    Fragment repeated(Fragment atom, bool mayLack, bool mayFollow)
    {
        const Fragment outer = newFragment();
        link(outer.begin, atom.begin);
        link(atom.end, outer.end);
        if (mayLack)
            link(outer.begin, outer.end);
        if (mayFollow)
            link(atom.end, atom.begin);
        return outer;
    }

    std::optional<int> readCount()
    {
        const qsizetype begin = m_at;
        while (peek() >= u'0' && peek() <= u'9')
            ++m_at;
        bool ok = false;
        const int count = m_text.sliced(begin, m_at - begin).toInt(&ok);
        return ok ? std::optional(count) : std::nullopt;
    }

    // {n}, {n,} or {n,m}: the atom is read again for each repetition.
    Fragment readCounted(qsizetype atomBegin, Fragment atom)
    {
        ++m_at;
        const std::optional<int> least = readCount();
        const bool hasComma = peek() == u',';
        if (hasComma)
            ++m_at;
        const std::optional<int> most = hasComma ? readCount() : least;
        if (!least || peek() != u'}' || (most && (*most < *least || *most == 0)) || *least > 255) {
            fail("a wrong count");
            return atom;
        }
        const qsizetype after = m_at + 1;
        Fragment whole = newFragment();
        link(whole.begin, whole.end);
        const int copies = most ? *most : *least + 1;
        for (int i = 0; i < copies && !failed(); ++i) {
            m_at = atomBegin;
            Fragment next = readAtom();
            if (i >= *least)
                next = repeated(next, true, !most);
            link(whole.end, next.begin);
            whole.end = next.end;
        }
        m_at = after;
        return whole;
    }

    Fragment readAtom()
    {
        const QChar c = m_text[m_at++];
        switch (c.unicode()) {
        case '(': {
            if (++m_nesting > maxNesting) {
                fail("deep nesting");
                return newFragment();
            }
            const Fragment inner = readChoice();
            --m_nesting;
            if (peek() != u')')
                fail("an open parenthesis");
            else
                ++m_at;
            return inner;
        }
        case '[':
            return setFragment(readSet(true));
        case '.':
            return setFragment(anySet());
        case '\\':
            return setFragment(readEscape());
        case '$':
            if (!atEnd() && peek() != u')' && peek() != u'|')
                fail("a $ that is not last (write \\$)");
            return setFragment(SymbolSet().set(symbol::lineEnd));
        case '*':
        case '+':
        case '?':
        case '{':
        case '^':
            fail("a misplaced sign");
            return newFragment();
        default:
            return setFragment(single(c));
        }
    }

    SymbolSet readEscape()
    {
        if (atEnd()) {
            fail("a lone backslash");
            return {};
        }
        const std::optional<SymbolSet> set = escapedSet(m_text[m_at++]);
        if (!set)
            fail("an unknown escape");
        return set.value_or(SymbolSet());
    }

    PatternGraph &m_graph;
    QStringView m_text;
    qsizetype m_at = 0;
    int m_nesting = 0;
    QString m_fault;
};

int PatternGraph::addNode()
{
    m_nodes.emplace_back();
    return int(m_nodes.size()) - 1;
}

Result<PatternGraph::Entry> PatternGraph::add(QStringView pattern, int number)
{
    const bool isAtLineStart = pattern.startsWith(u'^');
    PatternReader reader(*this, isAtLineStart ? pattern.sliced(1) : pattern);
    const PatternReader::Fragment whole = reader.readChoice();
    if (reader.failed())
        return malformed(reader.fault(), pattern);
    if (!reader.atEnd())
        return malformed(QStringLiteral("a closing parenthesis without its pair"), pattern);
    m_nodes[size_t(whole.end)].accepts = number;
    return Entry{whole.begin, isAtLineStart};
}

Result<SymbolSet> symbolSet(QStringView text)
{
    PatternGraph graph(false);
    PatternReader reader(graph, text);
    const SymbolSet set = reader.readSet(false);
    if (reader.failed() || text.isEmpty())
        return malformed(reader.fault(), text);
    return set;
}

} // namespace runnel
