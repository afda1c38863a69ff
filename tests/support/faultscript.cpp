// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/faultscript.h"

#include "support/chatchunks.h"

#include <algorithm>
#include <limits>

namespace runnel {

namespace {

QByteArray reasonPhrase(int status)
{
    switch (status) {
    case 100:
        return "Continue";
    case 103:
        return "Early Hints";
    case 200:
        return "OK";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 307:
        return "Temporary Redirect";
    case 308:
        return "Permanent Redirect";
    case 401:
        return "Unauthorized";
    case 407:
        return "Proxy Authentication Required";
    case 429:
        return "Too Many Requests";
    case 500:
        return "Internal Server Error";
    default:
        return "Status";
    }
}

} // namespace

QByteArray httpHead(int status, const HeaderList &headers)
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(status) + ' ' + reasonPhrase(status) + "\r\n";
    for (const auto &[name, value] : headers)
        head += name + ": " + value + "\r\n";
    return head + "\r\n";
}

FaultScript FaultScript::request()
{
    return FaultScript().awaitRequest();
}

FaultScript FaultScript::head(const ReplyOptions &options)
{
    FaultScript script = request();
    script.m_options = options;
    script.m_headStep = script.m_steps.size();
    return script.send(script.renderedHead());
}

FaultScript FaultScript::reply(const QByteArrayList &deltas, const ReplyOptions &options)
{
    FaultScript script = head(options);
    for (const QByteArray &text : deltas)
        script = script.delta(text);
    if (!options.finishReason.isEmpty())
        script = script.finish(options.finishReason);
    if (options.hasDone)
        script = script.done();
    return script.end();
}

FaultScript FaultScript::partialReply(const QByteArrayList &deltas, const ReplyOptions &options)
{
    FaultScript script = head(options);
    for (const QByteArray &text : deltas)
        script = script.delta(text);
    if (options.framing == Framing::ContentLength)
        script = script.promising(reply(deltas, options).m_bodyBytes - script.m_bodyBytes);
    return script;
}

FaultScript FaultScript::answer(
    int status, const QByteArray &body, const HeaderList &headers, const QByteArray &contentType)
{
    return head(
        {.framing = Framing::ContentLength, .status = status, .contentType = contentType, .headers = headers})
        .body(body)
        .end();
}

FaultScript FaultScript::site(const QList<SitePage> &pages)
{
    return request().with({.kind = FaultStep::Kind::SendPage, .pages = pages});
}

FaultScript FaultScript::refused()
{
    FaultScript script;
    script.m_listening = Listening::Refuse;
    return script;
}

FaultScript FaultScript::neverAccepted()
{
    FaultScript script;
    script.m_listening = Listening::Full;
    return script;
}

FaultScript FaultScript::overTls(Certificate certificate) const
{
    FaultScript script = *this;
    script.m_steps.prepend({.kind = FaultStep::Kind::StartTls, .certificate = certificate});
    if (script.m_headStep >= 0)
        ++script.m_headStep;
    return script;
}

FaultScript FaultScript::inPieces(qsizetype pieceBytes, std::chrono::milliseconds pause) const
{
    FaultScript script = *this;
    for (FaultStep &step : script.m_steps) {
        if (step.kind == FaultStep::Kind::Send) {
            step.pieceBytes = pieceBytes;
            step.pause = pause;
        }
    }
    return script;
}

FaultScript FaultScript::repeated() const
{
    return with({.kind = FaultStep::Kind::Restart});
}

FaultScript FaultScript::awaitHead() const
{
    return with({.kind = FaultStep::Kind::AwaitHead});
}

FaultScript FaultScript::awaitRequest() const
{
    return with({.kind = FaultStep::Kind::AwaitRequest});
}

FaultScript FaultScript::awaitRelease() const
{
    return with({.kind = FaultStep::Kind::AwaitRelease});
}

FaultScript FaultScript::pause(std::chrono::milliseconds duration) const
{
    return with({.kind = FaultStep::Kind::Pause, .pause = duration});
}

FaultScript FaultScript::stopReading() const
{
    return with({.kind = FaultStep::Kind::StopReading});
}

FaultScript FaultScript::send(const QByteArray &bytes, qsizetype repeatCount) const
{
    return with({.kind = FaultStep::Kind::Send, .bytes = bytes, .repeatCount = repeatCount});
}

FaultScript FaultScript::sendEvery(const QByteArray &bytes, std::chrono::milliseconds pause) const
{
    return with({.kind = FaultStep::Kind::Send,
        .bytes = bytes,
        .repeatCount = std::numeric_limits<qsizetype>::max(),
        .pieceBytes = bytes.size(),
        .pause = pause});
}

FaultScript FaultScript::sendEcho() const
{
    return with({.kind = FaultStep::Kind::SendEcho});
}

FaultScript FaultScript::thenFin() const
{
    return with({.kind = FaultStep::Kind::Fin});
}

FaultScript FaultScript::thenReset() const
{
    return with({.kind = FaultStep::Kind::Reset});
}

FaultScript FaultScript::thenHang() const
{
    return with({.kind = FaultStep::Kind::Hang});
}

FaultScript FaultScript::body(const QByteArray &bytes, qsizetype repeatCount) const
{
    Q_ASSERT(m_headStep >= 0);
    const qsizetype size = bytes.size() * repeatCount;
    if (size == 0)
        return *this; // an empty chunk would end the body
    if (m_options.framing == Framing::Chunked) {
        const QByteArray sizeLine = QByteArray::number(size, 16) + "\r\n";
        if (repeatCount == 1)
            return send(sizeLine + bytes + "\r\n");
        return send(sizeLine).send(bytes, repeatCount).send("\r\n");
    }
    FaultScript script = send(bytes, repeatCount);
    script.m_bodyBytes += size;
    script.m_steps[m_headStep].bytes = script.renderedHead();
    return script;
}

FaultScript FaultScript::event(const QByteArray &payload, const QByteArray &type) const
{
    const QByteArray typeLine = type.isEmpty() ? QByteArray() : "event: " + type + m_options.lineEnd;
    return eventBytes(typeLine + dataEvent(payload, m_options.lineEnd));
}

FaultScript FaultScript::comment(const QByteArray &text) const
{
    return eventBytes(": " + text + m_options.lineEnd + m_options.lineEnd);
}

FaultScript FaultScript::delta(const QByteArray &text) const
{
    return event(openAiChunk(text));
}

FaultScript FaultScript::finish(const QByteArray &reason) const
{
    return event(openAiFinish(reason));
}

FaultScript FaultScript::done() const
{
    return event(openAiDone());
}

FaultScript FaultScript::promising(qsizetype bytes) const
{
    Q_ASSERT(m_headStep >= 0 && m_options.framing == Framing::ContentLength);
    FaultScript script = *this;
    script.m_bodyBytes += bytes;
    script.m_steps[m_headStep].bytes = script.renderedHead();
    return script;
}

FaultScript FaultScript::end() const
{
    switch (m_options.framing) {
    case Framing::Chunked:
        return send("0\r\n\r\n");
    case Framing::ContentLength:
        return *this;
    case Framing::UntilClose:
        return thenFin();
    }
    Q_UNREACHABLE();
}

bool FaultScript::usesTls() const
{
    return std::any_of(m_steps.cbegin(), m_steps.cend(),
        [](const FaultStep &step) { return step.kind == FaultStep::Kind::StartTls; });
}

FaultScript FaultScript::with(FaultStep step) const
{
    FaultScript script = *this;
    script.m_steps.append(std::move(step));
    return script;
}

FaultScript FaultScript::eventBytes(const QByteArray &bytes) const
{
    FaultScript script = *this;
    if (m_hasEvent && m_options.eventPause.count() > 0)
        script = script.pause(m_options.eventPause);
    script.m_hasEvent = true;
    return script.body(bytes);
}

QByteArray FaultScript::renderedHead() const
{
    HeaderList headers = {{"Content-Type", m_options.contentType}};
    switch (m_options.framing) {
    case Framing::Chunked:
        headers.emplaceBack("Transfer-Encoding", "chunked");
        break;
    case Framing::ContentLength:
        headers.emplaceBack("Content-Length", QByteArray::number(m_bodyBytes));
        break;
    case Framing::UntilClose:
        headers.emplaceBack("Connection", "close");
        break;
    }
    return httpHead(m_options.status, headers + m_options.headers);
}

} // namespace runnel
