// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "provider/completionrequest.h"
#include "provider/jsonreader.h"
#include "provider/replydecoder.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace runnel {

/// The body of a Messages request.
///
/// The API demands a limit of the reply's tokens: where the options have none, it is 32,000 for Claude 4
/// and newer, 4,096 for Claude 3, and 8,192 for 3.5, 3.7 and models by other names, plus the budget for
/// thinking. Error::InvalidInput: a file of a type that the API does not take, or a limit that leaves no
/// room to think; else those of the BlobSource.
Result<QByteArray> encodeAnthropic(const CompletionRequest &request);

/// Reads the events of Anthropic's Messages, and a whole message object.
class AnthropicDecoder final : public ReplyDecoder
{
public:
    struct WireBlock;
    struct WireEvent;

private:
    struct Call
    {
        std::optional<qint64> index; // the block's
        QString input;               // as the block began with it
        bool hasArguments = false;
        bool isOpen = true;
    };

    Step decode(QByteArrayView json, QByteArrayView eventType, ReplyDelta &delta) override;
    void beginBlock(const WireBlock &block, ReplyDelta &delta);
    void takeArguments(std::optional<qint64> index, const QString &tail, ReplyDelta &delta);
    void endCall(qsizetype ordinal, ReplyDelta &delta);
    void endCalls(ReplyDelta &delta);
    qsizetype openCallAt(std::optional<qint64> index) const;

    JsonReader m_reader;
    QByteArray m_model;  // as last seen
    QList<Call> m_calls; // by ordinal
};

} // namespace runnel
