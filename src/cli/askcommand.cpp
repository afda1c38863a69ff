// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/askcommand.h"

#include "cli/defaulttarget.h"
#include "cli/interruptwatcher.h"
#include "cli/standardinput.h"
#include "cli/talk.h"
#include "cli/verbparser.h"

#include <QCoreApplication>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;

QString tr(const char *text)
{
    return QCoreApplication::translate("Ask", text);
}

ExitStatus ask(const AskOptions &options, const QString &prompt, Console &console)
{
    auto created = Talk::create(options, console);
    if (!created) {
        console.note(created.error().message);
        return ExitStatus::Misuse;
    }
    const std::unique_ptr<Talk> talk = created.takeValue();
    ChatSession &session = talk->session();
    InterruptWatcher interrupts;
    // Queued: the conversation takes no verb while it tells of a change.
    QObject::connect(&interrupts, &InterruptWatcher::interrupted, &session, &ChatSession::stopAll);
    QObject::connect(
        &talk->printer(), &ReplyPrinter::outputLost, &session, &ChatSession::stopAll, Qt::QueuedConnection);
    std::optional<MessageId> ended;
    QObject::connect(&session, &ChatSession::replyEnded, &session, [&](const MessageId &id) {
        ended = id;
        QCoreApplication::exit();
    });

    const auto reply = session.send(prompt);
    if (!reply) {
        console.note(tr("The request could not be made: %1.").arg(reply.error().message));
        return ExitStatus::Misuse;
    }
    if (!ended)
        QCoreApplication::exec();
    return talk->conclude(reply.value());
}

} // namespace

ExitStatus runAsk(const QStringList &arguments, Console &console)
{
    VerbParser parser(u"ask"_s,
        tr("Ask a model one question; its reply is written to standard output as it comes, all "
           "else to standard error. Without PROMPT the question is read from standard input; with "
           "both, standard input follows PROMPT.\n\nExit status: 0 complete, 2 usage, 3 failed before "
           "any text, 4 interrupted after some, 5 the provider reported an error after some, 130 "
           "stopped."));
    parser.addPositional(u"PROMPT"_s, tr("The question."));
    addAskOptions(parser);
    if (const auto status = parser.parse(arguments, console))
        return *status;
    if (parser.positionalArguments().size() > 1)
        return parser.misuse(tr("More than one prompt was given: put it in quotation marks."), console);
    auto options = readAskOptions(parser);
    if (!options)
        return parser.misuse(options.error().message, console);

    QString prompt = parser.positionalArguments().value(0);
    if (!isStandardInputTerminal()) {
        auto input = readStandardInput(console, !prompt.isEmpty());
        if (!input)
            return parser.misuse(input.error().message, console);
        if (!prompt.isEmpty() && !input.value().isEmpty())
            prompt += "\n\n"_L1;
        prompt += input.value();
    }
    if (prompt.trimmed().isEmpty())
        return parser.misuse(
            tr("There is no question: give it as an argument or on standard input."), console);
    AskOptions settled = options.takeValue();
    if (auto done = settleTarget(settled, console); !done)
        return parser.misuse(done.error().message, console);
    if (!settled.warning.isEmpty())
        console.note(settled.warning);
    return ask(settled, prompt, console);
}

} // namespace runnel
