// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "provider/completionrequest.h"
#include "provider/jsonreader.h"
#include "provider/replydecoder.h"

#include <QByteArray>
#include <QList>

#include <optional>
#include <utility>

namespace runnel {

/// The body of a Responses request. Nothing is asked to be stored at the provider. Error::InvalidInput:
/// there are stop sequences, which this API does not have; else those of the BlobSource.
Result<QByteArray> encodeOpenAiResponses(const CompletionRequest &request);

/// Reads the events of OpenAI's Responses, and a whole response object.
///
/// The API says everything again at the end of each part, of each item and of the response. What came in
/// deltas is not taken twice; where a server sends no deltas, the repetition is the reply.
class OpenAiResponsesDecoder final : public ReplyDecoder
{
public:
    struct WireEvent;
    struct WireItem;
    struct WireResponse;

private:
    /// Where a kind of text comes from; the first source that says anything is the only one.
    enum class Source
    {
        Nowhere,
        SummaryDeltas,
        Deltas,
        FinishedSummaries,
        FinishedParts,
        FinishedItems,
        Response
    };
    struct Call
    {
        QByteArray itemId;
        QString id;
        std::optional<qint64> outputIndex;
        bool hasName = false;
        bool hasArguments = false;
    };
    using PartKey = std::pair<std::optional<qint64>, std::optional<qint64>>; // output index, part index

    Step decode(QByteArrayView json, QByteArrayView eventType, ReplyDelta &delta) override;
    Step takeResponse(const WireResponse &response, QByteArrayView status, ReplyDelta &delta);
    void takeItem(const WireItem &item, std::optional<qint64> outputIndex, Source source, ReplyDelta &delta);
    void takeText(Source &from, Source source, const QString &text, QString &target);
    void takeReasoning(Source source, PartKey part, const QString &text, ReplyDelta &delta);
    qsizetype callFor(const QString &id, const QByteArray &itemId, std::optional<qint64> outputIndex);
    void takeCall(const WireItem &item, std::optional<qint64> outputIndex, ReplyDelta &delta);
    void takeArguments(qsizetype ordinal, const QString &arguments, ReplyDelta &delta);

    JsonReader m_reader;
    QByteArray m_model; // as last seen
    Source m_textSource = Source::Nowhere;
    Source m_refusalSource = Source::Nowhere;
    Source m_reasoningSource = Source::Nowhere;
    PartKey m_reasoningPart;
    bool m_hasReasoning = false;
    bool m_startsReasoningPart = false;
    QList<Call> m_calls; // by ordinal
};

} // namespace runnel
