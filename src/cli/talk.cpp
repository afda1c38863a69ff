// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/talk.h"

#include "session/serverlisting.h"

#include <QCoreApplication>
#include <QEventLoop>

namespace runnel {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Talk", text);
}

/// What the system said, where it was asked.
QString reason(const Error &error)
{
    return error.detail.isEmpty() ? error.message : error.detail;
}

/// The server refused a request that named no model: perhaps it will have one of those that it lists.
QString missingModelSentence(const AskOptions &options)
{
    constexpr qsizetype mostNamed = 8;
    ServerListing::Settings settings;
    settings.catalog.proxy = options.client.proxy;
    settings.catalog.trusted = options.client.trusted;
    settings.catalog.limit = settings.catalog.connectLimit = std::chrono::seconds(3);
    ServerListing listing(options.target.endpoint, settings);
    QEventLoop loop;
    QObject::connect(&listing, &ServerListing::finished, &loop, &QEventLoop::quit);
    listing.start();
    loop.exec();
    QStringList names;
    for (const ModelInfo &model : listing.server().models) {
        if (model.traits.chat.value_or(true))
            names.append(model.id);
    }
    if (names.isEmpty())
        return tr("No model was named; most servers want one: --model NAME.");
    const qsizetype moreCount = names.size() - mostNamed;
    const QString list = names.mid(0, mostNamed).join(QStringLiteral(", "));
    return moreCount > 0 ? tr("No model was named. The server lists %1 and %2 more: name one by --model.")
                               .arg(list)
                               .arg(moreCount)
                         : tr("No model was named. The server lists %1: name one by --model.").arg(list);
}

} // namespace

Result<std::unique_ptr<Talk>> Talk::create(const AskOptions &options, Console &console)
{
    std::unique_ptr<Talk> talk(new Talk(options, console));
    if (options.target.isDemo) {
        auto demo = DemoProvider::start();
        if (!demo)
            return Error{
                demo.error().kind, tr("The demo cannot start: %1.").arg(reason(demo.error())), {}, 0};
        talk->m_demo = demo.takeValue();
        ChatTarget target = options.target;
        talk->m_demo->serve(target);
        talk->m_session.setTarget(target);
    }
    if (options.recordPath.isEmpty())
        return talk;
    auto recorder = Recorder::create(options.recordPath, Recorder::Body::Bytes, steadyUtcClock(),
        [&console, path = options.recordPath](const Error &error) {
            console.note(tr("The recording %1 ends here: %2. The reply goes on.").arg(path, reason(error)));
        });
    if (!recorder)
        return Error{recorder.error().kind,
            tr("The recording %1 cannot be written: %2.").arg(options.recordPath, reason(recorder.error())),
            {}, 0};
    talk->m_recorder = recorder.takeValue();
    talk->m_session.setTap(talk->m_recorder.get());
    return talk;
}

Talk::Talk(const AskOptions &options, Console &console)
    : m_options(options), m_console(console), m_conversation(ConversationId::create()),
      m_session(m_conversation, options.client),
      m_printer(
          m_conversation, console, options.asJson ? ReplyPrinter::Format::Json : ReplyPrinter::Format::Text)
{
    (void)m_conversation.setOptions(options.completion); // validated when they were read
    m_session.setTarget(options.target);
    m_printer.watch(m_session);
}

ExitStatus Talk::conclude(const MessageId &replyId)
{
    if (m_console.isOutputLost())
        return lostOutputStatus();
    const ExitStatus status = m_printer.conclude(replyId);
    if (const std::optional<Failure> &failure = m_conversation.message(replyId).failure)
        remind(*failure);
    return m_console.isOutputLost() ? lostOutputStatus() : status;
}

ExitStatus Talk::lostOutputStatus() const
{
    // Who closes a pipe has read enough; anything else has cut the reply off.
    return m_console.isReaderGone() ? ExitStatus::StoppedByPerson : ExitStatus::InterruptedWithText;
}

void Talk::remind(const Failure &failure)
{
    if (!failure.fingerprint.isEmpty())
        m_console.note(tr("Add --accept-certificate %1 to accept it.").arg(failure.fingerprint));
    switch (failure.httpStatus) {
    case 401:
        if (m_options.target.endpoint.key.isEmpty())
            m_console.note(tr("No key was sent: give it by the variable RUNNEL_API_KEY or by --key-file."));
        break;
    case 400:
    case 404:
    case 422:
        if (m_options.target.model.isEmpty())
            m_console.note(missingModelSentence(m_options));
        break;
    default:
        break;
    }
}

} // namespace runnel
