// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "provider/replystreamdecoder.h"

#include <QByteArray>
#include <QJsonObject>

namespace runnel {

/// What a captured answer came with.
struct CapturedAnswer
{
    Dialect dialect = Dialect::OpenAiChat;
    int httpStatus = 200;
    QByteArray contentType = "text/event-stream";
};

/// A whole reply as its deltas add up.
struct DecodedReply
{
    QString text;
    QString reasoning;
    QString refusal;
    QList<ToolCallPart> toolCalls; ///< by ordinal
    ReplyOutcome outcome;
};

/// The reply as one object: text, reasoning, refusal, toolCalls[{id,name,arguments}], finish, usage{in,out},
/// error{code,message}, complete; null for what was not said.
QJsonObject toJson(const DecodedReply &reply);

/// "stop", "length", "tool_calls", "content_filter" or "error".
QString finishReasonName(FinishReason reason);

/// Decodes an answer that was captured elsewhere, as a running stream would: same rules, no network.
class CaptureDecoder final
{
public:
    explicit CaptureDecoder(const CapturedAnswer &answer, ReplyLimits limits = {});

    void feed(QByteArrayView bytes);

    /// The end of the capture; what came of it.
    DecodedReply end();

    const ReplyStreamDecoder &stream() const { return m_stream; }

private:
    void add(const QList<ReplyDelta> &deltas);

    const bool m_isErrorStatus;
    QByteArray m_errorBody;
    ReplyStreamDecoder m_stream;
    DecodedReply m_reply;
};

} // namespace runnel
