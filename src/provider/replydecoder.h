// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/replydelta.h"
#include "provider/endpoint.h"
#include "sse/serversentevent.h"

#include <QByteArrayView>

#include <memory>

namespace runnel {

/// Turns the payloads of one reply into deltas: what a dialect means, without bytes, framing or sockets.
/// One object a reply; it remembers what the wire leaves open, such as which tool call a piece belongs to.
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

    /// One event of an event stream. Sets @p delta, which comes in empty, unless Unreadable.
    virtual Step decodeEvent(const ServerSentEvent &event, ReplyDelta &delta) = 0;

    /// A whole answer of a server that ignored the wish to stream, or one line of newline-delimited JSON.
    virtual Step decodeDocument(QByteArrayView json, ReplyDelta &delta) = 0;

    static std::unique_ptr<ReplyDecoder> create(Dialect dialect);
};

} // namespace runnel
