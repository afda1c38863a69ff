// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/replaycommand.h"

#include "cli/interruptwatcher.h"
#include "cli/replyprinter.h"
#include "cli/verbparser.h"
#include "session/capture.h"
#include "session/replaysession.h"

#include <QCoreApplication>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;

QString tr(const char *text)
{
    return QCoreApplication::translate("Replay", text);
}

/// "max", or a factor above 0.
std::optional<double> parseSpeed(const QString &text)
{
    if (text == "max"_L1)
        return Player::asFastAsPossible;
    constexpr double slowest = 0.001;
    constexpr double fastest = 1e6;
    bool ok = false;
    const double speed = text.toDouble(&ok);
    return ok && speed >= slowest && speed <= fastest ? std::optional(speed) : std::nullopt;
}

/// What of the file could not be played.
QString lossSentence(const FrameReport &report)
{
    return tr(
        "the recording is damaged: of %1 bytes %2 belong to no whole frame, %3 are cut off at the end and %4 "
        "belong to broken pieces; what is whole is played.")
        .arg(report.inputBytes)
        .arg(report.skippedBytes)
        .arg(report.cutTailBytes)
        .arg(report.brokenPayloadBytes);
}

ExitStatus play(std::shared_ptr<const Recording> recording, std::optional<Dialect> dialect, double speed,
    ReplyPrinter::Format format, Console &console)
{
    Conversation conversation(ConversationId::create());
    ReplyPrinter printer(conversation, console, format);
    ReplaySession session(conversation, std::move(recording), dialect, speed);
    InterruptWatcher interrupts;
    std::optional<ExitStatus> status;
    const auto stop = [&] {
        session.stop();
        status = ExitStatus::StoppedByPerson;
        QCoreApplication::exit();
    };
    QObject::connect(&session, &ReplaySession::replyEnded, &session,
        [&](const MessageId &reply) { status = printer.conclude(reply); });
    QObject::connect(&session, &ReplaySession::finished, &session, [] { QCoreApplication::exit(); });
    QObject::connect(&session, &ReplaySession::failed, &session, [&](const Error &error) {
        console.note(tr("The recording cannot be read on: %1.").arg(error.message));
        status = status.value_or(ExitStatus::FailedBeforeText);
        QCoreApplication::exit();
    });
    QObject::connect(&interrupts, &InterruptWatcher::interrupted, &session, stop);
    // Queued: the conversation takes no verb while it tells of a change.
    QObject::connect(&printer, &ReplyPrinter::outputLost, &session, stop, Qt::QueuedConnection);
    session.start();
    QCoreApplication::exec();
    if (!status)
        console.note(tr("there is no answer in the recording."));
    return status.value_or(ExitStatus::FailedBeforeText);
}

} // namespace

ExitStatus runReplay(const QStringList &arguments, Console &console)
{
    VerbParser parser(u"replay"_s,
        tr("Play a recording made by --record: what the server sent is decoded again, at its pace, and the "
           "replies are written as \"ask\" writes them. The exit status is that of the last reply, as "
           "\"ask\" "
           "gives it."));
    parser.addPositional(u"FILE"_s, tr("The recording."));
    parser.add(u"speed"_s, tr("So many times as fast (1), or max: without any wait."), u"NUMBER"_s);
    parser.add(u"dialect"_s, tr("Do not guess the dialect: %1.").arg(dialectNames().join(u' ')), u"NAME"_s);
    parser.add(u"json"_s, tr("Print one JSON object a line."));
    if (const auto status = parser.parse(arguments, console))
        return *status;
    if (parser.positionalArguments().size() != 1)
        return parser.misuse(tr("Name one recording."), console);
    double speed = 1;
    if (parser.isSet(u"speed"_s)) {
        const auto read = parseSpeed(parser.value(u"speed"_s));
        if (!read)
            return parser.misuse(tr("--speed wants max or a number such as 2 or 0.5, not \"%1\".")
                                     .arg(parser.value(u"speed"_s)),
                console);
        speed = *read;
    }
    std::optional<Dialect> dialect;
    if (parser.isSet(u"dialect"_s)) {
        dialect = dialectNamed(parser.value(u"dialect"_s));
        if (!dialect)
            return parser.misuse(tr("There is no dialect \"%1\". Known are: %2.")
                                     .arg(parser.value(u"dialect"_s), dialectNames().join(", "_L1)),
                console);
    }
    const QString path = parser.positionalArguments().constFirst();
    auto recording = Recording::open(path);
    if (!recording)
        return parser.misuse(tr("%1 cannot be played: %2.").arg(path, recording.error().message), console);
    if (!recording.value()->report().isWhole())
        console.note(lossSentence(recording.value()->report()));
    return play(recording.takeValue(), dialect, speed,
        parser.isSet(u"json"_s) ? ReplyPrinter::Format::Json : ReplyPrinter::Format::Text, console);
}

} // namespace runnel
