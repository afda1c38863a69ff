// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/languagedefinition.h"

#include <QHash>

namespace runnel {

/// The names and patterns of one source, resolved.
class LanguageCompiler final
{
public:
    LanguageCompiler(const LanguageSource &source, const LanguageDefinition::GuestSource &guests)
        : m_source(source), m_guests(guests), m_made(new LanguageDefinition)
    {
    }

    Result<LanguageDefinition::Pointer> compile()
    {
        m_made->m_id = m_source.id;
        m_made->m_name = m_source.name;
        for (const LanguageSource::Context &context : m_source.contexts)
            m_numbers.insert(context.name, m_numbers.size());
        if (!readWords() || !addGuests())
            return *m_error;
        for (qsizetype i = 0; i < m_source.contexts.size(); ++i) {
            if (!compileContext(m_source.contexts[i], m_made->m_contexts[size_t(i)]))
                return *m_error;
        }
        return LanguageDefinition::Pointer(std::move(m_made));
    }

private:
    using Context = LanguageDefinition::Context;
    using Rule = LanguageDefinition::Rule;
    using Move = LanguageSource::Rule::Move;

    bool fail(int line, const QString &what)
    {
        m_error = languageFault(m_source.id, line, what);
        return false;
    }

    bool readWords()
    {
        for (const LanguageSource::Words &words : m_source.words) {
            std::shared_ptr<WordTable> &table = m_words[words.set];
            if (!table)
                table = std::make_shared<WordTable>(m_source.ignoresCase);
            for (const QString &word : words.words) {
                if (!table->add(word, {words.tokenClass, words.next}))
                    return fail(words.line, QStringLiteral("%1 stands twice").arg(word));
            }
        }
        return true;
    }

    // A guest's contexts follow the host's; their targets move along.
    bool addGuests()
    {
        std::vector<Context> &contexts = m_made->m_contexts;
        contexts.resize(size_t(m_source.contexts.size()));
        for (const LanguageSource::Guest &guest : m_source.guests) {
            const Result<LanguageDefinition::Pointer> found = m_guests(guest.language);
            if (!found) {
                m_error = found.error();
                return false;
            }
            const size_t offset = contexts.size();
            if (m_numbers.contains(guest.name))
                return fail(guest.line, QStringLiteral("%1 names a context and a guest").arg(guest.name));
            m_numbers.insert(guest.name, qsizetype(offset));
            for (Context context : found.value()->contexts()) {
                for (Rule &rule : context.rules)
                    rule.target = quint8(rule.target + offset);
                contexts.push_back(std::move(context));
            }
            contexts[offset].terminator = guest.terminator;
            if (contexts.size() > 255)
                return fail(guest.line, QStringLiteral("over 255 contexts"));
        }
        return true;
    }

    bool compileContext(const LanguageSource::Context &from, Context &to)
    {
        to.name = from.name;
        to.tokenClass = from.tokenClass;
        to.end = from.end;
        to.endPrefix = from.endPrefix;
        to.endSuffix = from.endSuffix;
        to.endsWithLine = from.endsWithLine;
        PatternGraph graph(m_source.ignoresCase);
        std::vector<Automaton::Start> starts;
        for (const LanguageSource::Rule &rule : from.rules) {
            const Result<PatternGraph::Entry> entry = graph.add(rule.pattern, int(starts.size()));
            if (!entry)
                return fail(rule.line, entry.error().message);
            starts.push_back({entry.value(), rule.needsOperand});
            to.rules.emplace_back();
            if (!compileRule(rule, to.rules.back()))
                return false;
        }
        Result<Automaton> automaton = Automaton::build(graph, starts);
        if (!automaton)
            return fail(from.line, automaton.error().message);
        to.automaton = std::make_shared<const Automaton>(automaton.takeValue());
        return true;
    }

    bool compileRule(const LanguageSource::Rule &from, Rule &to)
    {
        to.tokenClass = from.tokenClass;
        to.move = from.move;
        to.skipUnits = quint8(from.skipUnits);
        to.popCount = quint8(from.popCount);
        to.keepsLine = from.keepsLine;
        to.aheads = from.aheads;
        if (from.looksUp) {
            if (!m_words.contains(from.wordSet))
                return fail(from.line, QStringLiteral("no words of the set \"%1\"").arg(from.wordSet));
            to.words = m_words.value(from.wordSet);
        }
        if (!from.target.isEmpty()) {
            if (!m_numbers.contains(from.target))
                return fail(from.line, QStringLiteral("no context %1").arg(from.target));
            to.target = quint8(m_numbers.value(from.target));
        }
        if (!from.delimiterSet.isEmpty()) {
            const Result<SymbolSet> set = symbolSet(from.delimiterSet);
            if (!set)
                return fail(from.line, set.error().message);
            to.takesDelimiter = true;
            to.delimiterSet = set.value();
        }
        return true;
    }

    const LanguageSource &m_source;
    const LanguageDefinition::GuestSource &m_guests;
    std::unique_ptr<LanguageDefinition> m_made;
    QHash<QString, std::shared_ptr<WordTable>> m_words;
    QHash<QString, qsizetype> m_numbers;
    std::optional<Error> m_error;
};

Result<LanguageDefinition::Pointer> LanguageDefinition::compile(
    const LanguageSource &source, const GuestSource &guests)
{
    return LanguageCompiler(source, guests).compile();
}

} // namespace runnel
