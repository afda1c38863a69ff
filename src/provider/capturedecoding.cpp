// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/capturedecoding.h"

#include "provider/providererror.h"

#include <QJsonArray>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;

constexpr int firstErrorStatus = 400;

QJsonValue orNull(std::optional<qint64> number)
{
    return number ? QJsonValue(*number) : QJsonValue(QJsonValue::Null);
}

} // namespace

QString finishReasonName(FinishReason reason)
{
    switch (reason) {
    case FinishReason::Stop:
        return u"stop"_s;
    case FinishReason::Length:
        return u"length"_s;
    case FinishReason::ToolCalls:
        return u"tool_calls"_s;
    case FinishReason::ContentFilter:
        return u"content_filter"_s;
    case FinishReason::Error:
        return u"error"_s;
    }
    Q_UNREACHABLE();
}

QJsonObject toJson(const DecodedReply &reply)
{
    QJsonArray calls;
    for (const ToolCallPart &call : reply.toolCalls)
        calls.append(
            QJsonObject{{"id"_L1, call.id}, {"name"_L1, call.name}, {"arguments"_L1, call.arguments}});
    const ReplyOutcome &outcome = reply.outcome;
    QJsonValue finish(QJsonValue::Null);
    if (outcome.finishReason)
        finish = finishReasonName(*outcome.finishReason);
    QJsonValue error(QJsonValue::Null);
    if (outcome.error)
        error = QJsonObject{{"code"_L1, outcome.error->code}, {"message"_L1, outcome.error->message}};
    return QJsonObject{{"text"_L1, reply.text}, {"reasoning"_L1, reply.reasoning},
        {"refusal"_L1, reply.refusal}, {"toolCalls"_L1, calls}, {"finish"_L1, finish},
        {"usage"_L1,
            QJsonObject{{"in"_L1, orNull(outcome.usage.inputTokens)},
                {"out"_L1, orNull(outcome.usage.outputTokens)}}},
        {"error"_L1, error}, {"complete"_L1, outcome.isComplete}};
}

CaptureDecoder::CaptureDecoder(const CapturedAnswer &answer, ReplyLimits limits)
    : m_isErrorStatus(answer.httpStatus >= firstErrorStatus),
      m_stream(answer.dialect, answer.contentType, limits)
{
}

void CaptureDecoder::feed(QByteArrayView bytes)
{
    if (m_isErrorStatus) {
        m_errorBody += bytes;
        return;
    }
    QList<ReplyDelta> deltas;
    m_stream.feed(bytes, deltas);
    add(deltas);
}

DecodedReply CaptureDecoder::end()
{
    if (m_isErrorStatus) {
        m_reply.outcome.finishReason = FinishReason::Error;
        m_reply.outcome.error = readErrorBody(m_errorBody);
        return m_reply;
    }
    QList<ReplyDelta> deltas;
    m_stream.end(deltas);
    add(deltas);
    m_reply.outcome = m_stream.outcome();
    return m_reply;
}

void CaptureDecoder::add(const QList<ReplyDelta> &deltas)
{
    for (const ReplyDelta &delta : deltas) {
        m_reply.text += delta.text;
        m_reply.reasoning += delta.reasoning;
        m_reply.refusal += delta.refusal;
        for (const ToolCallDelta &call : delta.toolCalls) {
            while (m_reply.toolCalls.size() <= call.ordinal)
                m_reply.toolCalls.append(ToolCallPart());
            ToolCallPart &part = m_reply.toolCalls[call.ordinal];
            part.id += call.id;
            part.name += call.name;
            part.arguments += call.argumentsTail;
        }
    }
}

} // namespace runnel
