// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/talk.h"

#include <QCoreApplication>

namespace runnel {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Talk", text);
}

} // namespace

Result<std::unique_ptr<Talk>> Talk::create(const AskOptions &options, Console &console)
{
    std::unique_ptr<Talk> talk(new Talk(options, console));
    if (options.recordPath.isEmpty())
        return talk;
    auto recorder = Recorder::create(options.recordPath, Recorder::Body::Bytes, steadyUtcClock(),
        [&console, path = options.recordPath](const Error &error) {
            console.note(tr("The recording %1 ends here: %2. The reply goes on.").arg(path, error.message));
        });
    if (!recorder)
        return Error{recorder.error().kind,
            tr("The recording %1 cannot be written: %2.").arg(options.recordPath, recorder.error().message),
            {}, 0};
    talk->m_recorder = recorder.takeValue();
    talk->m_session.setTap(talk->m_recorder.get());
    return talk;
}

Talk::Talk(const AskOptions &options, Console &console)
    : m_options(options), m_console(console), m_conversation(ConversationId::create()),
      m_session(m_conversation, options.client),
      m_printer(m_conversation, m_session, console,
          options.asJson ? ReplyPrinter::Format::Json : ReplyPrinter::Format::Text)
{
    (void)m_conversation.setOptions(options.completion); // validated when they were read
    m_session.setTarget(options.target);
}

ExitStatus Talk::conclude(const MessageId &replyId)
{
    const ExitStatus status = m_printer.conclude(replyId);
    const std::optional<Failure> &failure = m_conversation.message(replyId).failure;
    constexpr int badRequest = 400;
    constexpr int notFound = 404;
    constexpr int unprocessable = 422;
    const bool mayMissModel = failure
        && (failure->httpStatus == badRequest || failure->httpStatus == notFound
            || failure->httpStatus == unprocessable);
    if (mayMissModel && m_options.target.model.isEmpty())
        m_console.note(tr("No model was named; most servers want one: --model NAME."));
    return status;
}

} // namespace runnel
