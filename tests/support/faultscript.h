// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/loopback.h"
#include "support/requestreader.h"

#include <QByteArrayList>

#include <chrono>

namespace runnel {

/// How the receiver learns where a body ends.
enum class Framing
{
    Chunked,
    ContentLength,
    UntilClose,
};

/// What a TLS server shows. All are self-signed and made at run time.
enum class Certificate
{
    ForLoopback,  ///< names 127.0.0.1, ::1 and localhost; valid today
    Expired,      ///< the same, but its time is over
    ForOtherHost, ///< valid today, for other.test only
};

/// What a site answers for one target.
struct SitePage
{
    QByteArray target; ///< the path of the request; with a query only if that is to be matched as well
    QByteArray body;
    int status = 200;
    QByteArray contentType = "application/json";
    HeaderList headers = {};
};

/// One thing that the server does on a connection.
struct FaultStep
{
    enum class Kind
    {
        StartTls,     ///< with `certificate`; a failed handshake ends the connection
        AwaitHead,    ///< until the next request's head is whole
        AwaitRequest, ///< until the next request is whole
        Send,     ///< `bytes`, `repeatCount` times; in pieces of `pieceBytes` with `pause` between, if not 0
        SendPage, ///< of `pages`, the one that the last request asked for, else a 404
        SendEcho, ///< a 401 whose body repeats the Authorization header of the last request
        Pause,    ///< for `pause`
        AwaitRelease, ///< until the test opens the connection's next gate
        StopReading,  ///< from now on the server takes no byte from the socket
        Hang,         ///< until the client closes or the server goes
        Fin,     ///< ends our half; the socket is drained until the client closes, so that no RST follows
        Reset,   ///< RST
        Restart, ///< from the first step again, on the same connection
    };

    Kind kind = Kind::Hang;
    QByteArray bytes = {};
    qsizetype repeatCount = 1;
    qsizetype pieceBytes = 0;
    std::chrono::milliseconds pause{0};
    Certificate certificate = Certificate::ForLoopback;
    QList<SitePage> pages = {};
};

/// How an answer looks on the wire; the defaults are what OpenAI sends.
struct ReplyOptions
{
    Framing framing = Framing::Chunked;
    QByteArray lineEnd = "\n";               ///< of the event stream
    std::chrono::milliseconds eventPause{0}; ///< before each event but the first
    int status = 200;
    QByteArray contentType = "text/event-stream";
    HeaderList headers = {};          ///< after those that the framing needs
    QByteArray finishReason = "stop"; ///< empty: no finish chunk
    bool hasDone = true;              ///< whether [DONE] ends the stream
};

/// What a FaultServer does with one connection: a value that is built by its verbs.
///
/// Each verb gives a new script with one more step, so that a row of a test reads like the wire:
///
///     FaultScript::partialReply({ "Hel", "lo" }).thenReset()
///     FaultScript::head().delta("Hel").awaitRelease().delta("lo").finish("stop").done().end()
///
/// A script that ends without thenReset() or thenHang() ends by FIN.
class FaultScript final
{
public:
    /// Does nothing but FIN. Verbs build on it.
    FaultScript() = default;

    /// Waits for one whole request.
    [[nodiscard]] static FaultScript request();
    /// request(), then the head of an answer. What follows by the body verbs is framed as it says.
    [[nodiscard]] static FaultScript head(const ReplyOptions &options = {});
    /// A whole chat reply: one chunk for each of @p deltas, the finish chunk, [DONE], the end of the body.
    [[nodiscard]] static FaultScript reply(const QByteArrayList &deltas, const ReplyOptions &options = {});
    /// The same up to the last delta. With Content-Length the head promises the whole reply.
    [[nodiscard]] static FaultScript partialReply(
        const QByteArrayList &deltas, const ReplyOptions &options = {});
    /// A whole answer of any kind with a Content-Length.
    [[nodiscard]] static FaultScript answer(int status, const QByteArray &body = {},
        const HeaderList &headers = {}, const QByteArray &contentType = "application/json");
    /// Answers one request by its target, then ends the connection.
    [[nodiscard]] static FaultScript site(const QList<SitePage> &pages);
    /// Nobody listens: see Listening.
    [[nodiscard]] static FaultScript refused();
    /// Connecting hangs: see Listening.
    [[nodiscard]] static FaultScript neverAccepted();

    /// The same script inside TLS.
    [[nodiscard]] FaultScript overTls(Certificate certificate = Certificate::ForLoopback) const;
    /// All that the script sends goes out @p pieceBytes at a time, with @p pause between the pieces.
    [[nodiscard]] FaultScript inPieces(qsizetype pieceBytes, std::chrono::milliseconds pause) const;
    /// Serves one request after the other on one connection.
    [[nodiscard]] FaultScript repeated() const;

    [[nodiscard]] FaultScript awaitHead() const;
    [[nodiscard]] FaultScript awaitRequest() const;
    [[nodiscard]] FaultScript awaitRelease() const;
    [[nodiscard]] FaultScript pause(std::chrono::milliseconds duration) const;
    [[nodiscard]] FaultScript stopReading() const;
    /// Bytes as they are, outside any framing.
    [[nodiscard]] FaultScript send(const QByteArray &bytes, qsizetype repeatCount = 1) const;
    /// The same bytes again and again, with @p pause between, until the client closes.
    [[nodiscard]] FaultScript sendEvery(const QByteArray &bytes, std::chrono::milliseconds pause) const;
    [[nodiscard]] FaultScript sendEcho() const;
    [[nodiscard]] FaultScript thenFin() const;
    [[nodiscard]] FaultScript thenReset() const;
    [[nodiscard]] FaultScript thenHang() const;

    /// Any other step.
    [[nodiscard]] FaultScript with(FaultStep step) const;

    // The body verbs, valid after head(): framed as it said.
    [[nodiscard]] FaultScript body(const QByteArray &bytes, qsizetype repeatCount = 1) const;
    [[nodiscard]] FaultScript event(const QByteArray &payload, const QByteArray &type = {}) const;
    [[nodiscard]] FaultScript comment(const QByteArray &text) const;
    [[nodiscard]] FaultScript delta(const QByteArray &text) const;
    [[nodiscard]] FaultScript finish(const QByteArray &reason) const;
    [[nodiscard]] FaultScript done() const;
    /// The head promises @p bytes more than the body verbs send. Content-Length only.
    [[nodiscard]] FaultScript promising(qsizetype bytes) const;
    /// The end of the body: the last chunk, or FIN where only that ends it.
    [[nodiscard]] FaultScript end() const;

    const QList<FaultStep> &steps() const { return m_steps; }
    Listening listening() const { return m_listening; }
    bool usesTls() const;

private:
    FaultScript eventBytes(const QByteArray &bytes) const;
    QByteArray renderedHead() const;

    QList<FaultStep> m_steps;
    Listening m_listening = Listening::Accept;
    ReplyOptions m_options;
    qsizetype m_headStep = -1; // rewritten as the body grows, since Content-Length stands in front of it
    qsizetype m_bodyBytes = 0;
    bool m_hasEvent = false;
};

/// The bytes of a head: status line, @p headers, the empty line.
QByteArray httpHead(int status, const HeaderList &headers);

} // namespace runnel
