// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "markup/languagedefinition.h"

#include <QByteArrayView>
#include <QHash>
#include <QString>
#include <QStringList>

#include <map>

namespace runnel {

/// The languages that code may be in. Compiles a definition when it is first asked for.
///
/// Of one thread; the definitions that it gives are of any.
class LanguageCatalog final
{
public:
    /// The languages compiled into the program. Fails only if one of their files is malformed, as add().
    static Result<LanguageCatalog> builtIn();

    /// Adds the language of one definition file. InvalidInput where @p text is malformed or a name of it is
    /// taken; the catalogue stays as it was.
    Result<void> add(const QString &id, QByteArrayView text);

    /// Sorted.
    QStringList ids() const;

    /// What people call the language; empty for an unknown @p id.
    QString displayName(const QString &id) const;

    /// The id for what a fence is marked with: a name or alias of any case, a file name, "language-…",
    /// "{.name}"; the rest of the info string is ignored. Empty where no language is meant.
    QString idNamed(QStringView info) const;

    /// The id of the language that @p text seems to be in, by its first 100 lines; empty when in doubt.
    QString guess(QStringView text);

    /// NotFound for an unknown @p id; as LanguageDefinition::compile() otherwise.
    Result<LanguageDefinition::Pointer> definition(const QString &id);

private:
    struct Hint
    {
        Automaton automaton; // one each: together they would multiply their rows
        int weight = 0;
    };
    using Hints = std::vector<Hint>;

    struct Entry
    {
        LanguageSource source;
        LanguageDefinition::Pointer definition; // null until asked for
        std::shared_ptr<const Hints> hints;     // the same
        bool isBeingCompiled = false;
    };

    static Result<std::shared_ptr<const Hints>> compileHints(const LanguageSource &source);

    std::map<QString, Entry> m_entries;
    QHash<QString, QString> m_idOf; // names and aliases, in lower case
};

} // namespace runnel
