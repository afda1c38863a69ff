// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/replydelta.h"
#include "provider/replydecoder.h"
#include "provider/surrogatejoiner.h"
#include "recording/streamtap.h"
#include "sse/eventstreamparser.h"

#include <QByteArray>
#include <QHash>
#include <QList>

#include <memory>
#include <optional>

namespace runnel {

/// What one answer may weigh before it is stopped.
struct ReplyLimits
{
    qsizetype eventBytes = EventStreamParser::defaultMaxEventBytes;
    qint64 replyBytes = 64 * 1024 * 1024;
};

/// What the stream has said about itself so far.
struct ReplyOutcome
{
    bool isComplete = false; ///< the provider said that the reply ended: a finish reason, [DONE], an error
    std::optional<FinishReason> finishReason;
    Usage usage;
    QString model;
    std::optional<ProviderError> error; ///< what it said inside the stream instead of going on
    qint64 unreadableEventCount = 0;    ///< skipped
};

/// The body of one answer, as bytes → deltas: finds out the framing by the body itself (headers lie
/// either way), parses, decodes, keeps the limits. No sockets, no time; any split of the bytes gives
/// the same deltas, merged.
class ReplyStreamDecoder final
{
public:
    enum class Framing
    {
        Undecided, ///< nothing but white space so far
        EventStream,
        Json,    ///< a whole JSON answer, or newline-delimited JSON: read at the end
        Foreign, ///< neither; see foreignBody()
    };
    enum class LimitPassed
    {
        None,
        Event,
        Reply
    };

    /// @p contentType decides only where the body leaves it open. @p tap, if any, is told every event.
    ReplyStreamDecoder(
        Dialect dialect, const QByteArray &contentType, ReplyLimits limits = {}, StreamTap *tap = nullptr);

    /// Appends to @p deltas what @p bytes say. Nothing after isOver().
    void feed(QByteArrayView bytes, QList<ReplyDelta> &deltas);

    /// The body ended, in order or not. An event without its blank line is taken when it can be read;
    /// when not, the reply is not complete.
    void end(QList<ReplyDelta> &deltas);

    /// Whether what follows cannot matter: [DONE] or an error was read, or a limit was passed.
    bool isOver() const { return m_isTerminal || m_limitPassed != LimitPassed::None; }

    Framing framing() const { return m_framing; }
    LimitPassed limitPassed() const { return m_limitPassed; }
    const ReplyOutcome &outcome() const { return m_outcome; }

    /// The first 64 KiB of a body that is neither an event stream nor JSON.
    const QByteArray &foreignBody() const { return m_buffer; }

private:
    void decideFraming(QByteArrayView bytes, QList<ReplyDelta> &deltas);
    void feedFramed(QByteArrayView bytes, QList<ReplyDelta> &deltas);
    void takeEvent(const ServerSentEvent &event, QList<ReplyDelta> &deltas);
    void endJson(QList<ReplyDelta> &deltas);
    bool takeLines(const QByteArray &body, QList<ReplyDelta> &deltas);
    void take(ReplyDecoder::Step step, ReplyDelta &&delta, QList<ReplyDelta> &deltas);
    void joinSurrogates(ReplyDelta &delta);
    void flushSurrogates(QList<ReplyDelta> &deltas);

    const bool m_isDeclaredEventStream;
    const ReplyLimits m_limits;
    StreamTap *const m_tap;
    std::unique_ptr<ReplyDecoder> m_decoder;
    EventStreamParser m_parser;
    Framing m_framing = Framing::Undecided;
    LimitPassed m_limitPassed = LimitPassed::None;
    bool m_isTerminal = false;
    bool m_hasToolCalls = false;
    qint64 m_receivedBytes = 0;
    qsizetype m_blankBytes = 0; // that m_buffer begins with, while nothing is decided
    QByteArray m_buffer;        // what the framing is decided by, then the JSON or foreign body
    ReplyOutcome m_outcome;
    SurrogateJoiner m_text;
    SurrogateJoiner m_reasoning;
    SurrogateJoiner m_refusal;
    QHash<int, SurrogateJoiner> m_arguments; // by ordinal
};

} // namespace runnel
