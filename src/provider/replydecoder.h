// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/replydelta.h"
#include "provider/endpoint.h"
#include "sse/serversentevent.h"

#include <QByteArrayView>

#include <memory>
#include <span>

namespace runnel {

/// Turns the payloads of one reply into deltas: what a dialect means, without bytes, framing or sockets.
/// One object a reply; it remembers what the wire leaves open, such as which tool call a piece belongs to.
///
/// What is null, missing, unknown or of another type than documented is passed over; only a text that is
/// no JSON object is unreadable. Source: dialects.md, "Normalisation rules".
class ReplyDecoder
{
public:
    enum class Step
    {
        Continue,   ///< taken; more may follow
        Unreadable, ///< skipped: no delta, no change of state
        Terminal,   ///< taken, and nothing that follows counts
    };

    virtual ~ReplyDecoder() = default;

    /// One event of an event stream. Sets @p delta, which comes in empty, unless Unreadable. "[DONE]" ends
    /// any dialect, and so does an event of type "error".
    Step decodeEvent(const ServerSentEvent &event, ReplyDelta &delta);

    /// A whole answer of a server that ignored the wish to stream, one line of newline-delimited JSON, or
    /// one element of a streamed array.
    Step decodeDocument(QByteArrayView json, ReplyDelta &delta) { return decode(json, {}, delta); }

    static std::unique_ptr<ReplyDecoder> create(Dialect dialect);

protected:
    struct FinishWord
    {
        QLatin1StringView word;
        FinishReason reason;
    };

    /// One JSON object. @p eventType is what the event stream said it is; empty: nothing.
    virtual Step decode(QByteArrayView json, QByteArrayView eventType, ReplyDelta &delta) = 0;

    /// The provider gave up: the error is the one in @p json.
    static Step decodeError(QByteArrayView json, ReplyDelta &delta);

    /// What @p word means by @p words, in any case. "" is no finish, some servers send it in every event; a
    /// word that is not there is the server's own, and it did end there: Stop.
    static std::optional<FinishReason> finishReason(const QString &word, std::span<const FinishWord> words);
};

/// Takes what @p latest says over into @p usage; what it does not say stays.
void mergeUsage(Usage &usage, const Usage &latest);

} // namespace runnel
