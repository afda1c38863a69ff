// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/languagecatalog.h"

#include <QResource>

namespace runnel {

namespace {

constexpr qsizetype guessedLineCount = 100;
constexpr qsizetype guessedLineUnits = 400;
constexpr int leastScore = 5;
constexpr int maxRepeatCount = 3;

// What it lists is protected in Qt; QDir would drag files into this room.
class ResourceFolder final : public QResource
{
public:
    using QResource::children;
    using QResource::QResource;
};

QStringView firstWord(QStringView info)
{
    info = info.trimmed();
    if (info.startsWith(u"{."))
        info = info.sliced(2);
    qsizetype end = 0;
    while (end < info.size() && !info[end].isSpace() && !QStringView(u"{},:;").contains(info[end]))
        ++end;
    info = info.first(end);
    return info.startsWith(u"language-", Qt::CaseInsensitive) ? info.sliced(9) : info;
}

// On how many of @p lines the pattern matches, up to a bound: a list of semicolons proves nothing.
int repeatCount(const Automaton &automaton, const QList<QStringView> &lines)
{
    int count = 0;
    for (const QStringView line : lines) {
        if (automaton.match(line, 0, Automaton::LineStart).pattern >= 0 && ++count == maxRepeatCount)
            break;
    }
    return count;
}

} // namespace

Result<LanguageCatalog> LanguageCatalog::builtIn()
{
    LanguageCatalog catalog;
    const ResourceFolder folder(QStringLiteral(":/languages"));
    for (const QString &file : folder.children()) {
        const QResource resource(QStringLiteral(":/languages/") + file);
        if (Result<void> added = catalog.add(file.section(u'.', 0, 0), resource.uncompressedData()); !added)
            return added.error();
    }
    return catalog;
}

Result<void> LanguageCatalog::add(const QString &id, QByteArrayView text)
{
    Result<LanguageSource> source = LanguageSource::read(id, text);
    if (!source)
        return source.error();
    QStringList names = source.value().aliases;
    names.prepend(id);
    for (const QString &name : names) {
        if (m_idOf.contains(name) || names.count(name) > 1 || name != name.toLower())
            return languageFault(
                id, 1, QStringLiteral("the name %1 is taken or not in lower case").arg(name));
    }
    for (const QString &name : names)
        m_idOf.insert(name, id);
    m_entries[id].source = source.takeValue();
    return {};
}

QStringList LanguageCatalog::ids() const
{
    QStringList list;
    for (const auto &[id, entry] : m_entries)
        list << id;
    return list;
}

QString LanguageCatalog::displayName(const QString &id) const
{
    const auto found = m_entries.find(id);
    return found == m_entries.end() ? QString() : found->second.source.name;
}

QString LanguageCatalog::idNamed(QStringView info) const
{
    const QString word = firstWord(info).toString().toLower();
    if (QString id = m_idOf.value(word); !id.isEmpty())
        return id;
    const QString file = word.section(u'/', -1);
    QString id = m_idOf.value(file);
    return id.isEmpty() && file.contains(u'.') ? m_idOf.value(file.section(u'.', -1)) : id;
}

Result<std::shared_ptr<const LanguageCatalog::Hints>> LanguageCatalog::compileHints(
    const LanguageSource &source)
{
    auto hints = std::make_shared<Hints>();
    for (const LanguageSource::Hint &hint : source.hints) {
        PatternGraph graph(source.ignoresCase);
        const Result<PatternGraph::Entry> entry = graph.add(hint.pattern, 0);
        if (!entry)
            return languageFault(source.id, hint.line, entry.error().message);
        Result<Automaton> automaton = Automaton::build(graph, {{entry.value(), false}});
        if (!automaton)
            return languageFault(source.id, hint.line, automaton.error().message);
        hints->push_back({automaton.takeValue(), hint.weight});
    }
    return std::shared_ptr<const Hints>(hints);
}

QString LanguageCatalog::guess(QStringView text)
{
    QList<QStringView> lines;
    for (qsizetype at = 0; at < text.size() && lines.size() < guessedLineCount;) {
        const qsizetype found = text.indexOf(u'\n', at);
        const qsizetype end = found < 0 ? text.size() : found;
        lines.append(text.sliced(at, std::min(end - at, guessedLineUnits)));
        at = end + 1;
    }
    QString best;
    int bestScore = leastScore - 1;
    for (auto &[id, entry] : m_entries) {
        if (entry.source.hints.isEmpty())
            continue;
        if (!entry.hints) {
            const Result<std::shared_ptr<const Hints>> hints = compileHints(entry.source);
            if (!hints)
                continue; // definition() says why
            entry.hints = hints.value();
        }
        int score = 0;
        for (const Hint &hint : *entry.hints)
            score += hint.weight * repeatCount(hint.automaton, lines);
        if (score == bestScore)
            best.clear();
        if (score > bestScore) {
            bestScore = score;
            best = id;
        }
    }
    return best;
}

Result<LanguageDefinition::Pointer> LanguageCatalog::definition(const QString &id)
{
    const auto found = m_entries.find(id);
    if (found == m_entries.end())
        return Error{Error::Kind::NotFound, QStringLiteral("no language %1").arg(id), {}, 0};
    Entry &entry = found->second;
    if (entry.definition)
        return entry.definition;
    if (entry.isBeingCompiled)
        return languageFault(id, 1, QStringLiteral("the language is a guest in itself"));
    // A definition with malformed hints is malformed as a whole, so that it does not show at a guess first.
    if (const auto hints = compileHints(entry.source); !hints)
        return hints.error();
    entry.isBeingCompiled = true;
    Result<LanguageDefinition::Pointer> made = LanguageDefinition::compile(
        entry.source, [this](const QString &guest) { return definition(guest); });
    entry.isBeingCompiled = false;
    if (made)
        entry.definition = made.value();
    return made;
}

} // namespace runnel
