// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "provider/completionrequest.h"
#include "provider/jsonreader.h"
#include "provider/replydecoder.h"

#include <QByteArray>

#include <optional>

namespace runnel {

/// The body of a streamGenerateContent request; the model stands in its path. Errors: those of the
/// BlobSource.
Result<QByteArray> encodeGemini(const CompletionRequest &request);

/// Reads the answers of Google's Gemini: events, or the elements of an array when nobody asked for events.
class GeminiDecoder final : public ReplyDecoder
{
public:
    /// The counts of one answer, which are totals so far.
    struct TokenCounts
    {
        std::optional<qint64> prompt;
        std::optional<qint64> candidates;
        std::optional<qint64> thoughts;
    };

private:
    Step decode(QByteArrayView json, QByteArrayView eventType, ReplyDelta &delta) override;

    JsonReader m_reader;
    QByteArray m_model;   // as last seen; it stands in every chunk
    TokenCounts m_tokens; // as last said, each
    int m_callCount = 0;
};

} // namespace runnel
