// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "markup/automaton.h"
#include "markup/languagesource.h"
#include "markup/wordtable.h"

#include <functional>
#include <memory>
#include <vector>

namespace runnel {

/// A language ready to lex: immutable, shared by all lexers of it in any thread.
class LanguageDefinition final
{
public:
    using Pointer = std::shared_ptr<const LanguageDefinition>;

    /// How the definition of a guest is found.
    using GuestSource = std::function<Result<Pointer>(const QString &id)>;

    struct Rule
    {
        TokenClass tokenClass = TokenClass::Plain;
        LanguageSource::Rule::Move move = LanguageSource::Rule::Move::Stay;
        quint8 target = 0;
        quint8 skipUnits = 0;
        quint8 popCount = 1;
        bool keepsLine = false;
        bool takesDelimiter = false;
        SymbolSet delimiterSet;
        std::shared_ptr<const WordTable> words; ///< null: no look-up
        QList<LanguageSource::Ahead> aheads;
    };

    struct Context
    {
        QString name;
        TokenClass tokenClass = TokenClass::Plain;
        LanguageSource::End end = LanguageSource::End::ByRule;
        QString endPrefix;
        QString endSuffix;
        bool endsWithLine = false;
        QString terminator; ///< of a guest's first context: where the guest ends
        std::shared_ptr<const Automaton> automaton;
        std::vector<Rule> rules;
    };

    /// InvalidInput, with file and line, where a name does not resolve, a pattern is malformed or a word
    /// stands twice; whatever @p guests fails with.
    static Result<Pointer> compile(const LanguageSource &source, const GuestSource &guests);

    const QString &id() const { return m_id; }
    const QString &name() const { return m_name; }
    const std::vector<Context> &contexts() const { return m_contexts; }

private:
    friend class LanguageCompiler;
    LanguageDefinition() = default;

    QString m_id;
    QString m_name;
    std::vector<Context> m_contexts; // the first is where a text begins
};

} // namespace runnel
