// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/linelexer.h"

#include <algorithm>
#include <utility>

namespace runnel {

namespace {

using Context = LanguageDefinition::Context;
using Rule = LanguageDefinition::Rule;
using Move = LanguageSource::Rule::Move;
using End = LanguageSource::End;

constexpr qsizetype maxDelimiterUnits = 32; // C++ allows 16; a bound keeps the search for the end linear
constexpr size_t maxPendingCount = 4;       // heredocs begun on one line

bool isBlank(char16_t unit)
{
    return unit == u' ' || unit == u'\t' || unit == u'\r';
}

bool isWordUnit(char16_t unit)
{
    return unit >= 128 || unit == u'_' || (unit >= u'0' && unit <= u'9') || (unit >= u'a' && unit <= u'z')
        || (unit >= u'A' && unit <= u'Z');
}

// Whether an operator, rather than an operand, may follow what ends so.
bool endsValue(char16_t unit)
{
    return isWordUnit(unit) || unit == u')' || unit == u']';
}

quint32 hashOf(QStringView text)
{
    quint32 hash = 2166136261; // FNV-1a
    for (const QChar c : text)
        hash = (hash ^ c.unicode()) * 16777619;
    return hash;
}

qsizetype indentation(QStringView line)
{
    qsizetype at = 0;
    while (at < line.size() && isBlank(line[at].unicode()))
        ++at;
    return at;
}

// YAML: "- " indents like blanks; what stands right after it is indented as far as the last dash.
qsizetype blockIndentation(QStringView line, qsizetype matchBegin)
{
    qsizetype at = 0;
    qsizetype lastDash = -1;
    for (; at < line.size(); ++at) {
        const bool isDash = line[at] == u'-' && (at + 1 == line.size() || isBlank(line[at + 1].unicode()));
        if (isDash)
            lastDash = at;
        else if (!isBlank(line[at].unicode()))
            break;
    }
    return at >= matchBegin && lastDash >= 0 ? lastDash : at;
}

// The last run of units of the set in the match.
QStringView lastRun(QStringView match, const SymbolSet &set)
{
    const auto has
        = [&](QChar c) { return set.test(c.unicode() < 128 ? c.unicode() : size_t(symbol::nonAscii)); };
    qsizetype end = match.size();
    while (end > 0 && !has(match[end - 1]))
        --end;
    qsizetype begin = end;
    while (begin > 0 && has(match[begin - 1]))
        --begin;
    return match.sliced(begin, end - begin);
}

} // namespace

/// One line being lexed.
class LineRun final
{
public:
    LineRun(const LanguageDefinition &language, QStringView line, const LineState &state,
        QList<CodeToken> &tokens)
        : m_contexts(language.contexts()), m_line(line), m_state(state), m_tokens(tokens)
    {
        for (quint32 i = 0; i < std::min<quint32>(m_state.m_frameCount, quint32(m_state.m_frames.size()));
             ++i) {
            if (m_state.m_frames[i].context >= m_contexts.size())
                m_state = {};
        }
        enterTop();
    }

    LineState run()
    {
        if (m_state.m_frameCount > 0)
            closeAtLineStart();
        while (m_at < m_line.size()) {
            findLimit();
            lexToLimit();
            if (m_at == m_limit && m_limit < m_line.size() && m_limitFrame < m_state.m_frameCount)
                closeFrom(m_limitFrame);
        }
        endLine();
        return m_state;
    }

private:
    using Frame = LineState::Frame;

    Frame *top() { return m_state.m_frameCount == 0 ? nullptr : &m_state.m_frames[m_state.m_frameCount - 1]; }

    void enterTop()
    {
        const Frame *frame = top();
        m_context = &m_contexts[frame ? frame->context : 0];
    }

    void closeFrom(quint32 frame)
    {
        std::fill(m_state.m_frames.begin() + frame, m_state.m_frames.end(), Frame());
        m_state.m_frameCount = frame;
        m_state.m_overflowCount = 0;
        enterTop();
    }

    void push(const Frame &frame)
    {
        Frame *const current = top();
        if (m_state.m_overflowCount > 0
            || (current && current->context == frame.context && current->repeatCount == 0xffff)) {
            m_state.m_overflowCount += m_state.m_overflowCount < 0xffffffff;
        } else if (current && current->context == frame.context && current->delimiter == frame.delimiter
            && current->delimiterUnits == frame.delimiterUnits) {
            ++current->repeatCount;
        } else if (m_state.m_frameCount == m_state.m_frames.size()) {
            ++m_state.m_overflowCount;
        } else {
            m_state.m_frames[m_state.m_frameCount++] = frame;
            enterTop();
            m_limitIsStale = m_limitIsStale || !m_context->terminator.isEmpty();
        }
    }

    void pop()
    {
        Frame *const current = top();
        if (!current)
            return;
        if (m_state.m_overflowCount > 0)
            --m_state.m_overflowCount;
        else if (current->repeatCount > 0)
            --current->repeatCount;
        else
            closeFrom(m_state.m_frameCount - 1);
    }

    // The outermost context that ends on this line takes all within it along.
    void closeAtLineStart()
    {
        const qsizetype indent = indentation(m_line);
        if (indent == m_line.size())
            return;
        const QStringView words = m_line.sliced(indent).trimmed();
        for (quint32 i = 0; i < m_state.m_frameCount; ++i) {
            const Frame &frame = m_state.m_frames[i];
            const Context &context = m_contexts[frame.context];
            if (context.end == End::Indent && indent <= qsizetype(frame.delimiter))
                return closeFrom(i);
            const qsizetype units = delimiterLength(context.end, frame, words);
            if (units > 0) {
                append(indent, indent + units, context.tokenClass);
                m_at = indent + units;
                m_isAfterValue = true;
                return closeFrom(i);
            }
        }
    }

    // How long the delimiter at the beginning of the line is; 0 where there is none.
    static qsizetype delimiterLength(End end, const Frame &frame, QStringView words)
    {
        const qsizetype units = frame.delimiterUnits;
        if (units > words.size() || units == 0 || end == End::ByRule || end == End::Text || end == End::Indent
            || hashOf(words.first(units)) != frame.delimiter)
            return 0;
        const QStringView rest = words.sliced(units);
        switch (end) {
        case End::Line:
            return rest.isEmpty() ? units : 0;
        case End::Word:
            return rest.isEmpty() || !isWordUnit(rest.front().unicode()) ? units : 0;
        default:
            return std::ranges::all_of(rest, [&](QChar c) { return c == words.front(); }) ? words.size() : 0;
        }
    }

    // Goes by the first character, which is a sign: a search that ignores case costs more than the lexing.
    qsizetype indexOfTerminator(QStringView terminator) const
    {
        const QStringView text = m_line.first(m_limit);
        qsizetype at = text.indexOf(terminator.front(), m_at);
        while (at >= 0 && !text.sliced(at).startsWith(terminator, Qt::CaseInsensitive))
            at = text.indexOf(terminator.front(), at + 1);
        return at;
    }

    // Where the innermost guest ends that ends on this line.
    void findLimit()
    {
        m_limit = m_line.size();
        m_limitIsStale = false;
        for (quint32 i = 0; i < m_state.m_frameCount; ++i) {
            const QString &terminator = m_contexts[m_state.m_frames[i].context].terminator;
            if (terminator.isEmpty())
                continue;
            const qsizetype found = indexOfTerminator(terminator);
            if (found >= 0) {
                m_limit = found;
                m_limitFrame = i;
            }
        }
    }

    void lexToLimit()
    {
        const QStringView text = m_line.first(m_limit);
        while (m_at < m_limit && !m_limitIsStale) {
            if (m_context->end == End::Text) {
                findEndText(text);
                continue;
            }
            if (m_at > 0 && skip(text))
                continue;
            const int situation = (m_at == 0 ? Automaton::LineStart : Automaton::WithinLine)
                | (m_isAfterValue ? Automaton::AfterValue : Automaton::WithinLine);
            const Automaton::Match match = m_context->automaton->match(text, m_at, situation);
            if (match.pattern >= 0)
                apply(m_context->rules[size_t(match.pattern)], match.end);
            else
                pass(m_at + 1);
        }
    }

    // Runs over what no rule begins with. True where that was the rest.
    bool skip(QStringView text)
    {
        qsizetype at = m_at;
        while (at < text.size() && m_context->automaton->skips(text[at].unicode()))
            ++at;
        if (at > m_at)
            pass(at);
        return at == text.size();
    }

    // Takes the text up to @p end for what the context is.
    void pass(qsizetype end)
    {
        m_keepsLine = false;
        append(m_at, end, m_context->tokenClass);
        for (qsizetype at = end; at > m_at; --at) {
            const char16_t unit = m_line[at - 1].unicode();
            if (isBlank(unit))
                continue;
            m_isAfterValue = endsValue(unit);
            m_next.reset();
            break;
        }
        m_at = end;
    }

    void findEndText(QStringView text)
    {
        const Frame frame = *top();
        const Context &context = *m_context;
        const qsizetype units = frame.delimiterUnits;
        const qsizetype whole = context.endPrefix.size() + units + context.endSuffix.size();
        for (qsizetype at = m_at; at + whole <= text.size(); ++at) {
            const QStringView here = text.sliced(at, whole);
            if (here.startsWith(context.endPrefix) && here.endsWith(context.endSuffix)
                && hashOf(here.sliced(context.endPrefix.size(), units)) == frame.delimiter) {
                append(m_at, at + whole, context.tokenClass);
                m_at = at + whole;
                m_isAfterValue = true;
                return pop();
            }
        }
        append(m_at, text.size(), context.tokenClass);
        m_at = text.size();
    }

    void apply(const Rule &rule, qsizetype end)
    {
        qsizetype begin = std::min(m_at + rule.skipUnits, end);
        if (m_at == 0
            && (m_context->tokenClass == TokenClass::Plain || rule.tokenClass != m_context->tokenClass))
            begin += indentation(m_line.sliced(begin, end - begin));
        const TokenClass tokenClass = classOf(rule, begin, end);
        append(begin, end, tokenClass);
        switch (tokenClass) {
        case TokenClass::Comment:
            break;
        case TokenClass::Keyword:
        case TokenClass::Operator:
        case TokenClass::Preprocessor:
        case TokenClass::Tag:
            m_isAfterValue = false;
            break;
        case TokenClass::Plain:
            if (!isBlank(m_line[end - 1].unicode()))
                m_isAfterValue = endsValue(m_line[end - 1].unicode());
            break;
        default:
            m_isAfterValue = true;
        }
        m_keepsLine = rule.keepsLine;
        m_at = end;
        move(rule, begin);
    }

    // What the match is, by the word it is, the word before it and what follows it; in this order.
    TokenClass classOf(const Rule &rule, qsizetype begin, qsizetype end)
    {
        if (rule.words) {
            const WordTable::Word *word = rule.words->find(m_line.sliced(begin, end - begin));
            const std::optional<TokenClass> expected
                = std::exchange(m_next, word ? word->next : std::nullopt);
            if (word)
                return word->tokenClass;
            if (expected)
                return *expected;
        } else if (rule.tokenClass != TokenClass::Comment) {
            m_next.reset();
        }
        for (const LanguageSource::Ahead &ahead : rule.aheads) {
            qsizetype at = end;
            while (ahead.skipsBlanks && at < m_limit && isBlank(m_line[at].unicode()))
                ++at;
            if (at < m_limit && ahead.characters.contains(m_line[at]))
                return ahead.tokenClass;
        }
        return rule.tokenClass;
    }

    void move(const Rule &rule, qsizetype begin)
    {
        if (rule.move == Move::Stay)
            return;
        if (rule.move == Move::Pop) {
            for (int i = 0; i < rule.popCount; ++i)
                pop();
            return;
        }
        Frame frame;
        frame.context = rule.target;
        if (rule.takesDelimiter) {
            const QStringView delimiter = lastRun(m_line.sliced(begin, m_at - begin), rule.delimiterSet);
            if (delimiter.size() > maxDelimiterUnits)
                return;
            frame.delimiter = hashOf(delimiter);
            frame.delimiterUnits = quint8(delimiter.size());
        } else if (m_contexts[rule.target].end == End::Indent) {
            frame.delimiter = quint32(blockIndentation(m_line, begin));
        } else {
            frame.delimiter = hashOf({});
        }
        if (rule.move == Move::PushAtLineEnd) {
            if (m_pendingCount < maxPendingCount)
                m_pending[m_pendingCount++] = frame;
            return;
        }
        if (rule.move == Move::Replace)
            pop();
        push(frame);
    }

    void append(qsizetype begin, qsizetype end, TokenClass tokenClass)
    {
        if (begin >= end || tokenClass == TokenClass::Plain)
            return;
        if (!m_tokens.isEmpty()) {
            CodeToken &last = m_tokens.last();
            if (last.tokenClass == tokenClass && last.end() == begin) {
                last.length += end - begin;
                return;
            }
        }
        m_tokens.append({begin, end - begin, tokenClass});
    }

    void endLine()
    {
        while (!m_keepsLine && m_state.m_frameCount > 0 && m_context->endsWithLine)
            closeFrom(m_state.m_frameCount - 1);
        // The first heredoc's body comes first.
        while (m_pendingCount > 0)
            push(m_pending[--m_pendingCount]);
    }

    const std::vector<Context> &m_contexts;
    QStringView m_line;
    LineState m_state;
    QList<CodeToken> &m_tokens;
    const Context *m_context = nullptr;
    qsizetype m_at = 0;
    qsizetype m_limit = 0; // the end of the line, or of the guest within it
    quint32 m_limitFrame = 0;
    bool m_limitIsStale = false;
    bool m_isAfterValue = false;
    bool m_keepsLine = false;
    std::optional<TokenClass> m_next; // what the next word is
    std::array<Frame, maxPendingCount> m_pending = {};
    size_t m_pendingCount = 0;
};

LineState LineLexer::lex(QStringView line, const LineState &state, QList<CodeToken> &tokens) const
{
    tokens.clear();
    return LineRun(*m_language, line, state, tokens).run();
}

} // namespace runnel
