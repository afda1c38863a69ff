// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/replystreamdecoder.h"

#include "provider/jsonsalvage.h"
#include "provider/providererror.h"

#include <array>
#include <utility>

namespace runnel {

namespace {

constexpr qsizetype foreignBodyBytes = 64 * 1024;

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF");

/// Where the body proper begins: behind a byte order mark and white space, of which @p known bytes were
/// found before.
qsizetype bodyStart(QByteArrayView bytes, qsizetype known = 0)
{
    qsizetype i = known == 0 && bytes.startsWith(byteOrderMark) ? byteOrderMark.size() : known;
    while (i < bytes.size() && isSpace(bytes[i]))
        ++i;
    return i;
}

/// Whether @p line begins as a line of an event stream does: a comment, or a field that it knows.
/// None: it is too short to tell.
std::optional<bool> beginsEventStream(QByteArrayView line)
{
    if (line.startsWith(':'))
        return true;
    static constexpr std::array<QByteArrayView, 4> fields{"data", "event", "id", "retry"};
    for (const QByteArrayView field : fields) {
        if (line.size() <= field.size()) {
            if (field.startsWith(line))
                return std::nullopt;
        } else if (line.startsWith(field)) {
            const char next = line[field.size()];
            return next == ':' || next == '\r' || next == '\n';
        }
    }
    return false;
}

/// The order in which the parts of one delta are to be read, for merging.
enum PartKind
{
    ReasoningKind,
    TextKind,
    RefusalKind,
    ToolCallKind,
    NoKind
};

PartKind firstKind(const ReplyDelta &delta)
{
    if (!delta.reasoning.isEmpty())
        return ReasoningKind;
    if (!delta.text.isEmpty())
        return TextKind;
    if (!delta.refusal.isEmpty())
        return RefusalKind;
    return delta.toolCalls.isEmpty() ? NoKind : ToolCallKind;
}

PartKind lastKind(const ReplyDelta &delta)
{
    if (!delta.toolCalls.isEmpty())
        return ToolCallKind;
    if (!delta.refusal.isEmpty())
        return RefusalKind;
    if (!delta.text.isEmpty())
        return TextKind;
    return delta.reasoning.isEmpty() ? NoKind : ReasoningKind;
}

void mergeUsage(Usage &usage, const Usage &latest)
{
    if (latest.inputTokens)
        usage.inputTokens = latest.inputTokens;
    if (latest.outputTokens)
        usage.outputTokens = latest.outputTokens;
}

/// Adds @p next to the last delta when reading that one's parts in order gives the same text; else as a
/// delta of its own. One read of the socket thus costs its observers one step, mostly.
void appendMerged(QList<ReplyDelta> &deltas, ReplyDelta &&next)
{
    const bool hasNews = next.hasContent() || !next.model.isEmpty() || next.finishReason || next.error
        || next.usage != Usage();
    if (!hasNews)
        return;
    const bool fits = !deltas.isEmpty()
        && (firstKind(next) == NoKind || lastKind(deltas.last()) == NoKind
            || lastKind(deltas.last()) <= firstKind(next));
    if (!fits) {
        deltas.append(std::move(next));
        return;
    }
    ReplyDelta &last = deltas.last();
    last.reasoning += next.reasoning;
    last.text += next.text;
    last.refusal += next.refusal;
    for (ToolCallDelta &call : next.toolCalls) {
        const bool goesOn = !last.toolCalls.isEmpty() && last.toolCalls.last().ordinal == call.ordinal
            && call.id.isEmpty() && call.name.isEmpty();
        if (goesOn)
            last.toolCalls.last().argumentsTail += call.argumentsTail;
        else
            last.toolCalls.append(std::move(call));
    }
    if (!next.model.isEmpty())
        last.model = next.model;
    if (next.finishReason)
        last.finishReason = next.finishReason;
    if (next.error)
        last.error = next.error;
    mergeUsage(last.usage, next.usage);
}

} // namespace

ReplyStreamDecoder::ReplyStreamDecoder(
    Dialect dialect, const QByteArray &contentType, ReplyLimits limits, StreamTap *tap)
    : m_isDeclaredEventStream(contentType.trimmed().toLower().startsWith("text/event-stream")),
      m_limits(limits), m_tap(tap), m_decoder(ReplyDecoder::create(dialect)), m_parser(limits.eventBytes)
{
}

void ReplyStreamDecoder::feed(QByteArrayView bytes, QList<ReplyDelta> &deltas)
{
    if (isOver())
        return;
    const qint64 room = m_limits.replyBytes - m_receivedBytes;
    const bool isTooLarge = bytes.size() > room;
    if (isTooLarge)
        bytes = bytes.first(room);
    m_receivedBytes += bytes.size();
    if (m_framing == Framing::Undecided)
        decideFraming(bytes, deltas);
    else
        feedFramed(bytes, deltas);
    if (isTooLarge && !m_isTerminal) {
        // What the limit let through counts: a JSON body is cut where it was cut.
        end(deltas);
        m_outcome.isComplete = false;
        m_limitPassed = LimitPassed::Reply;
    }
}

void ReplyStreamDecoder::decideFraming(QByteArrayView bytes, QList<ReplyDelta> &deltas)
{
    m_buffer += bytes;
    if (byteOrderMark.startsWith(m_buffer))
        return; // may become one
    m_blankBytes = bodyStart(m_buffer, m_blankBytes);
    if (m_blankBytes == m_buffer.size())
        return;
    const QByteArrayView body = QByteArrayView(m_buffer).sliced(m_blankBytes);
    if (body[0] == '{' || body[0] == '[') {
        m_framing = Framing::Json;
    } else {
        const std::optional<bool> looksRight = beginsEventStream(body);
        if (!looksRight)
            return;
        m_framing = *looksRight || (m_isDeclaredEventStream && body[0] != '<') ? Framing::EventStream
                                                                               : Framing::Foreign;
    }
    const QByteArray buffered = std::exchange(m_buffer, QByteArray());
    feedFramed(buffered, deltas);
}

void ReplyStreamDecoder::feedFramed(QByteArrayView bytes, QList<ReplyDelta> &deltas)
{
    switch (m_framing) {
    case Framing::Undecided:
        Q_UNREACHABLE();
    case Framing::EventStream:
        m_parser.feed(bytes, [&](const ServerSentEvent &event) { takeEvent(event, deltas); });
        if (m_parser.overflowed() && !m_isTerminal)
            m_limitPassed = LimitPassed::Event;
        return;
    case Framing::Json:
        m_buffer += bytes;
        return;
    case Framing::Foreign:
        m_buffer
            += bytes.first(qMin(bytes.size(), foreignBodyBytes - qMin(foreignBodyBytes, m_buffer.size())));
        return;
    }
}

void ReplyStreamDecoder::takeEvent(const ServerSentEvent &event, QList<ReplyDelta> &deltas)
{
    if (m_isTerminal)
        return;
    if (m_tap)
        m_tap->eventReceived(event.type, event.data, event.lastEventId);
    if (event.data.trimmed().isEmpty())
        return; // a keep-alive in the shape of an event
    ReplyDelta delta;
    const auto step = m_decoder->decodeEvent(event, delta);
    take(step, std::move(delta), deltas);
}

void ReplyStreamDecoder::take(ReplyDecoder::Step step, ReplyDelta &&delta, QList<ReplyDelta> &deltas)
{
    if (step == ReplyDecoder::Step::Unreadable) {
        ++m_outcome.unreadableEventCount;
        return;
    }
    joinSurrogates(delta);
    m_hasToolCalls = m_hasToolCalls || !delta.toolCalls.isEmpty();
    if (!delta.model.isEmpty())
        m_outcome.model = delta.model;
    if (delta.finishReason) {
        // "stop" with tool calls present becomes tool_calls (dialects.md).
        if (delta.finishReason == FinishReason::Stop && m_hasToolCalls)
            delta.finishReason = FinishReason::ToolCalls;
        m_outcome.finishReason = delta.finishReason;
        m_outcome.isComplete = true;
    }
    if (delta.error)
        m_outcome.error = delta.error;
    mergeUsage(m_outcome.usage, delta.usage);
    appendMerged(deltas, std::move(delta));
    if (step == ReplyDecoder::Step::Terminal) {
        m_outcome.isComplete = true;
        m_isTerminal = true;
        flushSurrogates(deltas);
    }
}

void ReplyStreamDecoder::end(QList<ReplyDelta> &deltas)
{
    if (isOver())
        return;
    switch (m_framing) {
    case Framing::Undecided:
        // A few bytes that might have become anything.
        if (bodyStart(m_buffer) < m_buffer.size())
            m_framing = m_isDeclaredEventStream ? Framing::EventStream : Framing::Foreign;
        break;
    case Framing::EventStream: {
        const qint64 unreadableBefore = m_outcome.unreadableEventCount;
        m_parser.flush([&](const ServerSentEvent &event) { takeEvent(event, deltas); });
        if (m_outcome.unreadableEventCount > unreadableBefore)
            m_outcome.isComplete = false; // the tail was cut
        break;
    }
    case Framing::Json:
        endJson(deltas);
        break;
    case Framing::Foreign:
        break;
    }
    flushSurrogates(deltas);
}

void ReplyStreamDecoder::endJson(QList<ReplyDelta> &deltas)
{
    // An event stream is repaired by its parser; a bare body is here.
    const QByteArray body = QString::fromUtf8(m_buffer).trimmed().toUtf8();
    if (m_tap)
        m_tap->eventReceived("message", body, {});
    if (takeLines(body, deltas))
        return;
    ReplyDelta delta;
    auto step = m_decoder->decodeDocument(body, delta);
    const bool saysNothing = !delta.hasContent() && !delta.finishReason && !delta.error;
    if (step != ReplyDecoder::Step::Unreadable && !saysNothing) {
        take(step, std::move(delta), deltas);
        return;
    }
    if (auto error = readProviderError(body)) {
        delta = ReplyDelta();
        delta.finishReason = FinishReason::Error;
        delta.error = std::move(error);
        take(ReplyDecoder::Step::Terminal, std::move(delta), deltas);
        return;
    }
    if (step != ReplyDecoder::Step::Unreadable)
        return;
    delta = ReplyDelta();
    step = m_decoder->decodeDocument(closedJson(body), delta);
    take(step, std::move(delta), deltas);
    if (!m_isTerminal)
        m_outcome.isComplete = false;
}

bool ReplyStreamDecoder::takeLines(const QByteArray &body, QList<ReplyDelta> &deltas)
{
    // A first line that is a whole object tells newline-delimited JSON from one pretty-printed answer.
    const QList<QByteArray> lines = body.split('\n');
    if (lines.size() < 2)
        return false;
    ReplyDelta delta;
    const auto first = m_decoder->decodeDocument(lines.first(), delta);
    if (first == ReplyDecoder::Step::Unreadable)
        return false;
    take(first, std::move(delta), deltas);
    for (qsizetype i = 1; i < lines.size() && !m_isTerminal; ++i) {
        if (lines[i].trimmed().isEmpty())
            continue;
        delta = ReplyDelta();
        const auto step = m_decoder->decodeDocument(lines[i], delta);
        take(step, std::move(delta), deltas);
        if (step == ReplyDecoder::Step::Unreadable && i == lines.size() - 1)
            m_outcome.isComplete = false;
    }
    return true;
}

void ReplyStreamDecoder::joinSurrogates(ReplyDelta &delta)
{
    m_text.join(delta.text);
    m_reasoning.join(delta.reasoning);
    m_refusal.join(delta.refusal);
    for (ToolCallDelta &call : delta.toolCalls)
        m_arguments[call.ordinal].join(call.argumentsTail);
}

void ReplyStreamDecoder::flushSurrogates(QList<ReplyDelta> &deltas)
{
    ReplyDelta rest;
    rest.reasoning = m_reasoning.takeRest();
    rest.text = m_text.takeRest();
    rest.refusal = m_refusal.takeRest();
    for (auto it = m_arguments.begin(); it != m_arguments.end(); ++it) {
        if (QString tail = it->takeRest(); !tail.isEmpty())
            rest.toolCalls.append(ToolCallDelta{it.key(), {}, {}, tail});
    }
    appendMerged(deltas, std::move(rest));
}

} // namespace runnel
