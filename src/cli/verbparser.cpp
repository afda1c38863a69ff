// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/verbparser.h"

#include "cli/console.h"
#include "cli/exitstatus.h"

#include <QCoreApplication>

namespace runnel {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("VerbParser", text);
}

} // namespace

VerbParser::VerbParser(const QString &verb, const QString &description) : m_verb(verb)
{
    m_parser.setApplicationDescription(description);
    m_parser.addOption(
        QCommandLineOption({QStringLiteral("h"), QStringLiteral("help")}, tr("Show this help.")));
}

void VerbParser::add(const QString &name, const QString &help, const QString &value)
{
    m_parser.addOption(
        value.isEmpty() ? QCommandLineOption(name, help) : QCommandLineOption(name, help, value));
}

void VerbParser::addPositional(const QString &name, const QString &help)
{
    m_parser.addPositionalArgument(name, help, u'[' + name + u']');
}

std::optional<ExitStatus> VerbParser::parse(const QStringList &arguments, Console &console)
{
    if (!m_parser.parse(arguments))
        return misuse(m_parser.errorText(), console);
    if (!isSet(QStringLiteral("help")))
        return std::nullopt;
    // Qt names the program as it was called; the verb belongs to that.
    QString help = m_parser.helpText();
    help.replace(0, help.indexOf(QStringLiteral("[options]")), tr("Usage: runnel-cli %1 ").arg(m_verb));
    console.write(help);
    return ExitStatus::Complete;
}

ExitStatus VerbParser::misuse(const QString &sentence, Console &console) const
{
    console.note(tr("%1 (runnel-cli %2 --help lists the options)").arg(sentence, m_verb));
    return ExitStatus::Misuse;
}

} // namespace runnel
