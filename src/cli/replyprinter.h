// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/conversation.h"
#include "cli/console.h"
#include "cli/exitstatus.h"

#include <QObject>

namespace runnel {

class ChatSession;

/// Writes replies as they grow: the text to standard output, all else to standard error; or everything
/// as JSON lines.
class ReplyPrinter final : public QObject
{
    Q_OBJECT

public:
    enum class Format
    {
        Text,
        Json
    };

    /// Both must outlive it.
    ReplyPrinter(Conversation &conversation, Console &console, Format format);

    /// Tells of its retries and waits, too.
    void watch(ChatSession &session);

    /// Says how @p replyId ended, and gives the status that the program ends with for it.
    ExitStatus conclude(const MessageId &replyId);

signals:
    /// Nobody reads standard output any more.
    void outputLost();

private:
    void printTail(const MessageId &id, qsizetype partIndex, const QString &tail);
    void printCall(const MessageId &id, qsizetype partIndex);
    void openPart(const MessageId &id, qsizetype partIndex);
    void concludeText(const Message &reply);
    void concludeJson(const Message &reply);
    QString footer(const Message &reply) const;

    Conversation &m_conversation;
    Console &m_console;
    const Format m_format;
};

} // namespace runnel
