// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/conversation.h"
#include "samples.h"

#include <QRandomGenerator>

namespace runnel::samples {

/// Calls random verbs on a conversation, valid ones and now and then refused ones. The same seed gives the
/// same calls. The words it writes are numbered, so that none occurs twice.
class VerbDriver final
{
public:
    VerbDriver(Conversation *conversation, quint32 seed) : m_conversation(conversation), m_random(seed) { }

    /// One verb; returns its name, for a failure's message.
    QString step()
    {
        m_elapsed += std::chrono::milliseconds(m_random.bounded(50));
        const QList<MessageId> all = m_conversation->tree().subtree({});
        const MessageId any = all.at(m_random.bounded(all.size())); // the empty id among them
        const QList<MessageId> streaming = m_conversation->streamingReplies();
        const MessageId reply = streaming.isEmpty() ? any : streaming.at(m_random.bounded(streaming.size()));
        const int choice = m_random.bounded(100);
        if (choice < 50)
            return done("appendDelta", m_conversation->appendDelta(reply, delta(), m_elapsed));
        if (choice < 58)
            return done("append", m_conversation->append(message({}, Role::User, words())));
        if (choice < 70)
            return done("beginReply", m_conversation->beginReply(any, {{}, words(), noon()}));
        if (choice < 74)
            return done("regenerate", m_conversation->regenerate(any, {{}, words(), noon()}));
        if (choice < 78)
            return done("editMessage", m_conversation->editMessage(any, {TextPart{words()}}, noon()));
        if (choice < 83)
            return done("selectBranch", m_conversation->selectBranch(any));
        if (choice < 86)
            return done("remove", m_conversation->remove(any));
        if (choice < 90)
            return done("finishReply", m_conversation->finishReply(reply, FinishReason::Stop, m_elapsed));
        if (choice < 94)
            return done("interruptReply", m_conversation->interruptReply(reply, failure(), m_elapsed));
        if (choice < 97)
            return done("resumeReply", m_conversation->resumeReply(any));
        if (choice < 98)
            return done("setTitle", m_conversation->setTitle(words()));
        CompletionOptions options;
        options.systemPrompt = words();
        return done("setOptions", m_conversation->setOptions(options));
    }

private:
    template <typename T> static QString done(const char *verb, const Result<T> &result)
    {
        return QString::fromLatin1(verb) + (result ? QString() : QStringLiteral(" (refused)"));
    }

    QString words() { return QStringLiteral("w%1 ").arg(++m_wordCount); }

    ReplyDelta delta()
    {
        ReplyDelta result;
        const int kinds = m_random.bounded(64);
        if (kinds & 1)
            result.text = words();
        if ((kinds & 6) == 6)
            result.reasoning = words();
        if ((kinds & 24) == 24)
            result.refusal = words();
        if ((kinds & 40) == 40) {
            const int ordinal = m_random.bounded(3);
            const bool isWhole = m_random.bounded(2) == 0;
            result.toolCalls = {{ordinal, isWhole ? words() : QString(), isWhole ? words() : QString(),
                m_random.bounded(2) == 0 ? words() : QString()}};
        }
        if (kinds == 0)
            result.model = words();
        if (kinds < 4)
            result.usage.outputTokens = m_random.bounded(1000);
        return result;
    }

    Failure failure()
    {
        Failure result;
        result.cause = Failure::Cause::ConnectionLost;
        result.host = words();
        return result;
    }

    Conversation *m_conversation;
    QRandomGenerator m_random;
    std::chrono::milliseconds m_elapsed{0};
    int m_wordCount = 0;
};

} // namespace runnel::samples
