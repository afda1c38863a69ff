// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/exitstatus.h"

#include <QCommandLineParser>
#include <QString>
#include <QStringList>

#include <optional>

namespace runnel {

class Console;

/// The command line of one verb: QCommandLineParser, with --help on standard output and misuse as one
/// sentence on standard error.
class VerbParser final
{
public:
    VerbParser(const QString &verb, const QString &description);

    /// An option; with @p value it takes one, of that name in the help.
    void add(const QString &name, const QString &help, const QString &value = {});
    void addPositional(const QString &name, const QString &help);

    /// Reads @p arguments, which begin with the verb. A status: there is nothing more to do, and the
    /// program ends with it.
    std::optional<ExitStatus> parse(const QStringList &arguments, Console &console);

    /// Says @p sentence and where help is; the status to end with.
    ExitStatus misuse(const QString &sentence, Console &console) const;

    bool isSet(const QString &name) const { return m_parser.isSet(name); }
    QString value(const QString &name) const { return m_parser.value(name); }
    QStringList values(const QString &name) const { return m_parser.values(name); }
    QStringList positionalArguments() const { return m_parser.positionalArguments(); }

private:
    const QString m_verb;
    QCommandLineParser m_parser;
};

} // namespace runnel
