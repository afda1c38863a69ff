// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commandline.h"

#include "cli/askcommand.h"
#include "cli/console.h"
#include "cli/decodecommand.h"
#include "cli/exitstatus.h"
#include "cli/modelscommand.h"
#include "cli/replaycommand.h"

#include <QCoreApplication>

#include <algorithm>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;

QString tr(const char *text)
{
    return QCoreApplication::translate("CommandLine", text);
}

struct Verb
{
    QLatin1StringView name;
    const char *help;
    ExitStatus (*run)(const QStringList &, Console &);
};

constexpr Verb verbs[] = {
    {QLatin1StringView("ask"), QT_TRANSLATE_NOOP("CommandLine", "ask a model one question"), runAsk},
    {QLatin1StringView("chat"), QT_TRANSLATE_NOOP("CommandLine", "hold a conversation, line by line"),
        runChat},
    {QLatin1StringView("decode"), QT_TRANSLATE_NOOP("CommandLine", "see what a server really sent"),
        runDecode},
    {QLatin1StringView("models"), QT_TRANSLATE_NOOP("CommandLine", "list the models of a server"), runModels},
    {QLatin1StringView("replay"), QT_TRANSLATE_NOOP("CommandLine", "play a recording"), runReplay},
};

QString help()
{
    QString text = tr("Usage: runnel-cli VERB [options]\n\nChat with any LLM from the terminal.\n\nVerbs:\n");
    for (const Verb &verb : verbs)
        text += "  "_L1 + QString(verb.name).leftJustified(10) + tr(verb.help) + u'\n';
    return text + tr("\n\"runnel-cli VERB --help\" tells the options of one; --version, the version.\n");
}

} // namespace

ExitStatus runCommandLine(const QStringList &arguments)
{
    Console console;
    const QString word = arguments.value(1);
    if (word == "--help"_L1 || word == "-h"_L1 || word == "help"_L1) {
        console.write(help());
        return ExitStatus::Complete;
    }
    if (word == "--version"_L1 || word == "-v"_L1) {
        console.write(QStringLiteral("runnel-cli " RUNNEL_VERSION "\n"));
        return ExitStatus::Complete;
    }
    const auto verb
        = std::find_if(std::begin(verbs), std::end(verbs), [&](const Verb &v) { return word == v.name; });
    if (verb == std::end(verbs)) {
        console.note(word.isEmpty()
                ? tr("Say what to do, such as ask or chat. \"runnel-cli --help\" tells more.")
                : tr("There is no verb \"%1\". \"runnel-cli --help\" lists what there is.").arg(word));
        return ExitStatus::Misuse;
    }
    return verb->run(arguments.mid(1), console);
}

} // namespace runnel
