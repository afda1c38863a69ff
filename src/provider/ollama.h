// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "provider/completionrequest.h"
#include "provider/jsonreader.h"
#include "provider/replydecoder.h"

#include <QByteArray>

namespace runnel {

/// The body of an /api/chat request. Error::InvalidInput: a file that is neither image nor text; else
/// those of the BlobSource.
Result<QByteArray> encodeOllama(const CompletionRequest &request);

/// Reads the lines of Ollama's own chat.
class OllamaDecoder final : public ReplyDecoder
{
private:
    Step decode(QByteArrayView json, QByteArrayView eventType, ReplyDelta &delta) override;

    JsonReader m_reader;
    QByteArray m_model; // as last seen; it stands in every line
    int m_callCount = 0;
};

} // namespace runnel
