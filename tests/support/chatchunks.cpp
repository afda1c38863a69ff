// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/chatchunks.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace runnel {

namespace {

QByteArray jsonString(QByteArrayView text)
{
    const QByteArray array
        = QJsonDocument(QJsonArray{QString::fromUtf8(text)}).toJson(QJsonDocument::Compact);
    return array.mid(1, array.size() - 2);
}

QByteArray chunk(const QByteArray &delta, const QByteArray &finishReason)
{
    // Written out, since QJsonObject sorts its members and no server sends them sorted.
    return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
           "\"model\":\"test-model\",\"choices\":[{\"index\":0,\"delta\":"
        + delta + ",\"finish_reason\":" + finishReason + "}]}";
}

} // namespace

QByteArray openAiChunk(QByteArrayView text)
{
    return chunk("{\"content\":" + jsonString(text) + "}", "null");
}

QByteArray openAiFinish(QByteArrayView reason)
{
    return chunk("{}", jsonString(reason));
}

QByteArray openAiDone()
{
    return "[DONE]";
}

QByteArray openAiCompletion(QByteArrayView text)
{
    return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1700000000,"
           "\"model\":\"test-model\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
           "\"content\":"
        + jsonString(text) + "},\"finish_reason\":\"stop\"}]}";
}

QByteArray openAiError(QByteArrayView message, QByteArrayView type)
{
    return "{\"error\":{\"message\":" + jsonString(message) + ",\"type\":" + jsonString(type)
        + ",\"param\":null,\"code\":null}}";
}

QByteArray dataEvent(QByteArrayView payload, QByteArrayView lineEnd)
{
    QByteArray event = "data: ";
    event.append(payload).append(lineEnd).append(lineEnd);
    return event;
}

} // namespace runnel
