// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/replyprinter.h"

#include "session/capture.h"
#include "session/chatsession.h"
#include "session/failuresentence.h"
#include "session/lateburst.h"

#include <QLocale>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;

QJsonValue orNull(std::optional<qint64> number)
{
    return number ? QJsonValue(*number) : QJsonValue(QJsonValue::Null);
}

/// Which of the message's tool calls the part is, from 0.
int callOrdinal(const Message &message, qsizetype partIndex)
{
    int ordinal = 0;
    for (qsizetype i = 0; i < partIndex; ++i)
        ordinal += std::holds_alternative<ToolCallPart>(message.parts.at(i)) ? 1 : 0;
    return ordinal;
}

ExitStatus exitStatus(const Message &reply)
{
    if (reply.state == MessageState::Complete)
        return ExitStatus::Complete;
    if (reply.failure && reply.failure->cause == Failure::Cause::Stopped)
        return ExitStatus::StoppedByPerson;
    if (reply.text().isEmpty())
        return ExitStatus::FailedBeforeText;
    return reply.failure && reply.failure->cause == Failure::Cause::ProviderError
        ? ExitStatus::ProviderErrorAfterText
        : ExitStatus::InterruptedWithText;
}

} // namespace

ReplyPrinter::ReplyPrinter(Conversation &conversation, Console &console, Format format)
    : m_conversation(conversation), m_console(console), m_format(format)
{
    connect(&conversation, &Conversation::textAppended, this, &ReplyPrinter::printTail);
    connect(&conversation, &Conversation::partAdded, this, &ReplyPrinter::openPart);
    connect(&conversation, &Conversation::partChanged, this, &ReplyPrinter::printCall);
}

void ReplyPrinter::watch(ChatSession &session)
{
    connect(&session, &ChatSession::retryScheduled, this,
        [this](const MessageId &, const Failure &failure, int retry, std::chrono::milliseconds delay) {
            m_console.note(retrySentence(failure, delay, retry + 1));
        });
    connect(&session, &ChatSession::stillWaiting, this,
        [this] { m_console.note(tr("still waiting for the reply to begin; Ctrl+C stops.")); });
}

void ReplyPrinter::openPart(const MessageId &id, qsizetype partIndex)
{
    if (m_format == Format::Text
        && std::holds_alternative<TextPart>(m_conversation.message(id).parts.at(partIndex))) {
        m_console.freshLine();
        if (partIndex > 0 && m_console.isErrorTerminal())
            m_console.aside(u"\n"_s); // reasoning and text look alike, but for an empty line between
    }
    printCall(id, partIndex);
}

void ReplyPrinter::printTail(const MessageId &id, qsizetype partIndex, const QString &tail)
{
    const Message &message = m_conversation.message(id);
    const MessagePart &part = message.parts.at(partIndex);
    const bool isText = std::holds_alternative<TextPart>(part);
    if (m_format == Format::Text) {
        if (!isText)
            m_console.aside(tail);
        else if (!m_console.write(tail))
            emit outputLost();
        return;
    }
    QJsonObject delta;
    if (isText)
        delta = {{"text"_L1, tail}};
    else if (std::holds_alternative<ReasoningPart>(part))
        delta = {{"reasoning"_L1, tail}};
    else if (std::holds_alternative<RefusalPart>(part))
        delta = {{"refusal"_L1, tail}};
    else
        delta = {{"toolCall"_L1,
            QJsonObject{{"index"_L1, callOrdinal(message, partIndex)}, {"arguments"_L1, tail}}}};
    if (!m_console.writeLine({{"delta"_L1, delta}}))
        emit outputLost();
}

void ReplyPrinter::printCall(const MessageId &id, qsizetype partIndex)
{
    const Message &message = m_conversation.message(id);
    const auto *call = std::get_if<ToolCallPart>(&message.parts.at(partIndex));
    if (!call || (call->id.isEmpty() && call->name.isEmpty()))
        return;
    if (m_format == Format::Text) {
        m_console.note(tr("the model calls the tool %1:").arg(call->name));
        return;
    }
    const QJsonObject object{
        {"index"_L1, callOrdinal(message, partIndex)}, {"id"_L1, call->id}, {"name"_L1, call->name}};
    if (!m_console.writeLine({{"delta"_L1, QJsonObject{{"toolCall"_L1, object}}}}))
        emit outputLost();
}

ExitStatus ReplyPrinter::conclude(const MessageId &replyId)
{
    const Message &reply = m_conversation.message(replyId);
    if (m_format == Format::Json)
        concludeJson(reply);
    else
        concludeText(reply);
    return exitStatus(reply);
}

void ReplyPrinter::concludeText(const Message &reply)
{
    m_console.freshLine();
    const bool hasText = !reply.text().isEmpty();
    if (reply.failure) {
        m_console.note(failureSentence(*reply.failure, hasText));
        return;
    }
    if (reply.finishReason == FinishReason::Length)
        m_console.note(tr("the reply reached its longest length; allow more by --max-tokens."));
    else if (reply.finishReason == FinishReason::ContentFilter)
        m_console.note(tr("the provider's content filter ended the reply."));
    else if (!hasText && reply.finishReason != FinishReason::ToolCalls)
        m_console.note(tr("the reply is complete, and empty."));
    if (isLateBurst(reply)) {
        m_console.note(
            tr("the whole reply came at once, after %1: the server does not stream, or a proxy on the way "
               "holds it back.")
                .arg(durationText(*reply.timings.toFirstToken)));
    }
    if (m_console.isErrorTerminal())
        m_console.aside(footer(reply) + u'\n');
}

QString ReplyPrinter::footer(const Message &reply) const
{
    QStringList facts;
    if (!reply.model.isEmpty())
        facts.append(reply.model);
    if (reply.usage.inputTokens)
        facts.append(tr("%1 tokens in").arg(*reply.usage.inputTokens));
    if (reply.usage.outputTokens)
        facts.append(tr("%1 out").arg(*reply.usage.outputTokens));
    if (reply.timings.toFirstToken)
        facts.append(tr("first after %1").arg(durationText(*reply.timings.toFirstToken)));
    if (reply.usage.outputTokens && reply.timings.total && reply.timings.toFirstToken) {
        const double seconds = double((*reply.timings.total - *reply.timings.toFirstToken).count()) / 1000;
        if (seconds > 0)
            facts.append(tr("%1 tokens/s")
                             .arg(QLocale().toString(double(*reply.usage.outputTokens) / seconds, 'f', 1)));
    }
    return facts.join(u" · "_s);
}

void ReplyPrinter::concludeJson(const Message &reply)
{
    const bool isProviderError = reply.failure && reply.failure->cause == Failure::Cause::ProviderError;
    QJsonValue finish(QJsonValue::Null);
    if (isProviderError)
        finish = finishReasonName(FinishReason::Error);
    else if (reply.finishReason)
        finish = finishReasonName(*reply.finishReason);
    QJsonValue error(QJsonValue::Null);
    if (reply.failure)
        error = failureJson(*reply.failure, !reply.text().isEmpty());
    m_console.writeLine({{"end"_L1,
        QJsonObject{{"finish"_L1, finish}, {"complete"_L1, reply.state == MessageState::Complete},
            {"usage"_L1,
                QJsonObject{{"in"_L1, orNull(reply.usage.inputTokens)},
                    {"out"_L1, orNull(reply.usage.outputTokens)}}},
            {"model"_L1, reply.model.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(reply.model)},
            {"error"_L1, error}}}});
}

} // namespace runnel
