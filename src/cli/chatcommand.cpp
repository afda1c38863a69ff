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
    return QCoreApplication::translate("Chat", text);
}

/// Question and answer in turn, until standard input ends or the person has enough.
class ChatLoop final : public QObject
{
public:
    ChatLoop(Talk &talk, Console &console, bool showsPrompt)
        : m_talk(talk), m_console(console), m_showsPrompt(showsPrompt)
    {
        connect(&m_lines, &LineReader::lineRead, this, &ChatLoop::send);
        connect(&m_lines, &LineReader::ended, this, [this] { finish(m_status); });
        connect(&talk.session(), &ChatSession::replyEnded, this, &ChatLoop::conclude, Qt::QueuedConnection);
        connect(
            &talk.printer(), &ReplyPrinter::outputLost, this,
            [this] {
                m_talk.session().stopAll();
                finish(m_talk.lostOutputStatus());
            },
            Qt::QueuedConnection);
        connect(&m_interrupts, &InterruptWatcher::interrupted, this, &ChatLoop::interrupt);
    }

    ExitStatus run()
    {
        next();
        return ExitStatus(QCoreApplication::exec());
    }

private:
    void next()
    {
        if (m_showsPrompt)
            m_console.aside(u"> "_s);
        m_isReplying = false;
        m_lines.readLine();
    }

    void send(const QString &line)
    {
        if (line.trimmed().isEmpty()) {
            next();
            return;
        }
        m_isReplying = true;
        const auto reply = m_talk.session().send(line);
        if (!reply) {
            m_console.note(tr("The request could not be made: %1.").arg(reply.error().message));
            finish(ExitStatus::Misuse);
        }
    }

    void conclude(const MessageId &replyId)
    {
        m_status = m_talk.conclude(replyId);
        m_console.endOutputLine(); // a file is to show where one reply ends and the next begins
        m_interrupts.rearm();
        next();
    }

    void interrupt()
    {
        if (m_isReplying)
            m_talk.session().stopAll();
        else
            finish(ExitStatus::StoppedByPerson);
    }

    void finish(ExitStatus status)
    {
        m_console.freshLine();
        QCoreApplication::exit(int(status));
    }

    Talk &m_talk;
    Console &m_console;
    const bool m_showsPrompt;
    LineReader m_lines;
    InterruptWatcher m_interrupts;
    bool m_isReplying = false;
    ExitStatus m_status = ExitStatus::Complete;
};

} // namespace

ExitStatus runChat(const QStringList &arguments, Console &console)
{
    VerbParser parser(u"chat"_s,
        tr("Hold a conversation in the terminal: every line of standard input is a question. Ctrl+C "
           "stops a reply, Ctrl+D ends. The exit status is that of the last reply."));
    addAskOptions(parser);
    if (const auto status = parser.parse(arguments, console))
        return *status;
    if (!parser.positionalArguments().isEmpty())
        return parser.misuse(
            tr("chat reads its questions from standard input; \"ask\" takes one as an argument."), console);
    auto read = readAskOptions(parser);
    if (!read)
        return parser.misuse(read.error().message, console);
    AskOptions options = read.takeValue();
    if (auto done = settleTarget(options, console); !done)
        return parser.misuse(done.error().message, console);
    if (!options.warning.isEmpty())
        console.note(options.warning);
    auto created = Talk::create(options, console);
    if (!created) {
        console.note(created.error().message);
        return ExitStatus::Misuse;
    }
    const std::unique_ptr<Talk> talk = created.takeValue();
    const bool isDialogue = isStandardInputTerminal();
    if (isDialogue) {
        const ChatTarget &target = options.target;
        const QString server
            = target.isDemo ? tr("the built-in demo, which is no model") : target.endpoint.baseUrl.host();
        console.note(tr("talking to %1. Ctrl+C stops a reply, Ctrl+D ends.")
                         .arg(target.model.isEmpty() ? server : tr("%1 at %2").arg(target.model, server)));
    }
    ChatLoop loop(*talk, console, isDialogue && console.isErrorTerminal());
    return loop.run();
}

} // namespace runnel
