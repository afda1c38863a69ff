// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/exitstatus.h"

#include "base/result.h"
#include "chat/conversation.h"
#include "cli/askoptions.h"
#include "cli/console.h"
#include "cli/replyprinter.h"
#include "recording/recorder.h"
#include "session/chatsession.h"
#include "session/demoprovider.h"

#include <memory>

namespace runnel {

/// What `ask` and `chat` have in common: a conversation with its session, its printer and, on wish, its
/// recorder.
class Talk final
{
public:
    /// Error: the recording cannot be begun, as a sentence.
    static Result<std::unique_ptr<Talk>> create(const AskOptions &options, Console &console);

    ChatSession &session() { return m_session; }
    ReplyPrinter &printer() { return m_printer; }

    /// Says how the reply ended, with what the person may have forgotten, and gives its exit status. Says
    /// nothing more once standard output is lost.
    ExitStatus conclude(const MessageId &replyId);
    ExitStatus lostOutputStatus() const;

private:
    Talk(const AskOptions &options, Console &console);
    void remind(const Failure &failure);

    const AskOptions m_options;
    Console &m_console;
    std::unique_ptr<Recorder> m_recorder; // before the session, which uses it to the last
    std::unique_ptr<DemoProvider> m_demo; // likewise; null where another server is asked
    Conversation m_conversation;
    ChatSession m_session;
    ReplyPrinter m_printer;
};

} // namespace runnel
