// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/faultmodes.h"

#include "support/chatchunks.h"

#include <zlib.h>

#include <algorithm>

namespace runnel {

namespace {

using Options = FaultModeOptions;
using Modes = QList<FaultMode>;

constexpr qsizetype mebibyte = 1024 * 1024;

ReplyOptions framedAs(ReplyOptions options, Framing framing)
{
    options.framing = framing;
    return options;
}

ReplyOptions typedAs(ReplyOptions options, const QByteArray &contentType)
{
    options.contentType = contentType;
    return options;
}

Modes replies(const Options &o)
{
    ReplyOptions withoutDone = framedAs(o.reply, Framing::UntilClose);
    withoutDone.hasDone = false;
    return {
        {"ok", "a whole reply", FaultScript::reply(o.deltas, o.reply)},
        {"close-with-done", "ends by FIN, after [DONE]",
            FaultScript::reply(o.deltas, framedAs(o.reply, Framing::UntilClose))},
        {"close-without-done", "ends by FIN, after the finish reason",
            FaultScript::reply(o.deltas, withoutDone)},
        {"one-byte", "a whole reply, one byte at a time",
            FaultScript::reply(o.deltas, o.reply).inPieces(1, o.pause)},
        {"keepalive-then-answer", "comments, then a whole reply",
            [&o] {
                FaultScript script = FaultScript::head(o.reply);
                for (int i = 0; i < 3; ++i)
                    script = script.comment("keep-alive").pause(o.pause);
                for (const QByteArray &text : o.deltas)
                    script = script.delta(text);
                return script.finish("stop").done().end();
            }()},
        {"keep-open", "whole replies, one after the other on one connection",
            FaultScript::reply(o.deltas, framedAs(o.reply, Framing::Chunked)).repeated()},
    };
}

Modes noReply(const Options &)
{
    return {
        {"refused", "nobody listens", FaultScript::refused()},
        {"never-accepted", "connecting hangs", FaultScript::neverAccepted()},
        {"never-read", "accepts, then reads and sends nothing", FaultScript().stopReading().thenHang()},
        {"fin-at-once", "FIN before the request is read", FaultScript()},
        {"fin-before-reply", "FIN after the whole request", FaultScript::request().thenFin()},
        {"rst-before-reply", "RST after the whole request", FaultScript::request().thenReset()},
        {"garbage", "bytes that are not HTTP",
            FaultScript::request().send("\x01\x02 not HTTP at all\r\n\r\n")},
        {"truncated-header", "FIN within the head",
            FaultScript::request().send("HTTP/1.1 200 OK\r\nContent-Ty")},
        {"stall-before-head", "reads the request, then nothing", FaultScript::request().thenHang()},
        {"tls-plain-server", "reads a TLS hello and never answers", FaultScript().thenHang()},
    };
}

Modes cutReplies(const Options &o)
{
    const auto partial
        = [&o](Framing framing) { return FaultScript::partialReply(o.deltas, framedAs(o.reply, framing)); };
    return {
        {"fin-mid-chunked", "FIN after the deltas, no last chunk", partial(Framing::Chunked).thenFin()},
        {"rst-mid-chunked", "RST after the deltas, once released",
            partial(Framing::Chunked).awaitRelease().thenReset()},
        {"fin-mid-close-delimited", "FIN after the deltas", partial(Framing::UntilClose).thenFin()},
        {"fin-mid-content-length", "FIN before the promised bytes",
            partial(Framing::ContentLength).thenFin()},
        {"chunked-header-then-fin", "FIN after a chunked head",
            FaultScript::head(framedAs(o.reply, Framing::Chunked)).thenFin()},
        {"stall-after-head", "the head, then nothing", FaultScript::head(o.reply).thenHang()},
        {"stall-mid-body", "the deltas, then nothing", partial(o.reply.framing).thenHang()},
        {"keepalive-comments-only", "comments for ever",
            [&o] {
                // The head goes once; the loop begins with the first comment, on the same connection.
                return FaultScript::head(framedAs(o.reply, Framing::UntilClose))
                    .sendEvery(": keep-alive\n\n", o.pause);
            }()},
    };
}

Modes wrongAnswers(const Options &o)
{
    const QByteArray html
        = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Hello</body></html>";
    const QByteArray hints = httpHead(103, {{"Link", "</style.css>; rel=preload"}});
    FaultScript hinted = FaultScript::request().send(hints);
    const QList<FaultStep> whole = FaultScript::reply(o.deltas, o.reply).steps();
    for (const FaultStep &step : whole.mid(1))
        hinted = hinted.with(step);
    const QByteArray completion = openAiCompletion(o.deltas.join());
    return {
        {"http-error", "an error status with a body", FaultScript::answer(o.status, o.body, o.headers)},
        {"redirect", "to another place",
            FaultScript::answer(o.redirectStatus, {}, {{"Location", o.target}}, "text/plain")},
        {"echo-key", "a 401 whose message repeats the key", FaultScript::request().sendEcho()},
        {"html-200", "a web page", FaultScript::answer(200, html, {}, "text/html; charset=utf-8")},
        {"sse-as-json", "an event stream called JSON",
            FaultScript::reply(o.deltas, typedAs(o.reply, "application/json"))},
        {"sse-as-text", "an event stream called plain text",
            FaultScript::reply(o.deltas, typedAs(o.reply, "text/plain"))},
        {"json-as-sse", "one JSON object called an event stream",
            FaultScript::answer(200, completion, {}, "text/event-stream")},
        {"json", "one JSON object: stream:true was ignored", FaultScript::answer(200, completion)},
        {"early-hints", "103, then a whole reply", hinted},
        {"informational-only", "103, then FIN", FaultScript::request().send(hints)},
    };
}

Modes streamErrors(const Options &o)
{
    const QByteArray error = openAiError("The server had an error", "server_error");
    return {
        {"error-data", "an error object as the first event", FaultScript::head(o.reply).event(error).end()},
        {"error-event", "event: error", FaultScript::head(o.reply).event(error, "error").end()},
        {"error-after-text", "the deltas, then an error object",
            FaultScript::partialReply(o.deltas, framedAs(o.reply, Framing::Chunked)).event(error).end()},
    };
}

FaultScript gzipReply(const Options &o)
{
    QByteArrayList events;
    for (const QByteArray &text : o.deltas)
        events.append(dataEvent(openAiChunk(text)));
    events.append(dataEvent(openAiFinish("stop")) + dataEvent(openAiDone()));
    ReplyOptions reply = o.reply;
    reply.headers.emplaceBack("Content-Encoding", "gzip");
    FaultScript script = FaultScript::head(reply);
    const QByteArrayList parts = gzipped(events);
    for (const QByteArray &part : parts)
        script = script.body(part);
    return script.end();
}

Modes sizes(const Options &o)
{
    const QByteArray filler(64 * 1024, 'a');
    const qsizetype count = o.sizeMebibytes * (mebibyte / filler.size());
    const QByteArray chunk = openAiChunk("@");
    const qsizetype at = chunk.indexOf('@');
    const ReplyOptions untilClose = framedAs(o.reply, Framing::UntilClose);
    return {
        {"gzip", "a compressed reply, though identity was asked", gzipReply(o)},
        {"giant-line", "one delta of many MiB",
            FaultScript::head(untilClose)
                .body("data: " + chunk.first(at))
                .body(filler, count)
                .body(chunk.mid(at + 1) + "\n\n")
                .finish("stop")
                .done()
                .end()},
        {"giant-reply", "many MiB of deltas",
            FaultScript::head(untilClose)
                .body(dataEvent(openAiChunk(filler)), count)
                .finish("stop")
                .done()
                .end()},
    };
}

Modes tls(const Options &o)
{
    const FaultScript reply = FaultScript::reply(o.deltas, o.reply);
    return {
        {"tls-self-signed", "TLS by a certificate that nobody vouches for",
            reply.overTls(Certificate::ForLoopback)},
        {"tls-expired", "TLS by a certificate whose time is over", reply.overTls(Certificate::Expired)},
        {"tls-other-host", "TLS by a certificate for another host", reply.overTls(Certificate::ForOtherHost)},
    };
}

} // namespace

QByteArray FaultModeOptions::openAiBody()
{
    return openAiError("The server had an error");
}

QList<FaultMode> faultModes(const FaultModeOptions &options)
{
    return replies(options) + noReply(options) + cutReplies(options) + wrongAnswers(options)
        + streamErrors(options) + sizes(options) + tls(options);
}

FaultScript faultMode(QByteArrayView name, const FaultModeOptions &options)
{
    const QList<FaultMode> all = faultModes(options);
    const auto found
        = std::find_if(all.cbegin(), all.cend(), [name](const FaultMode &mode) { return mode.name == name; });
    Q_ASSERT(found != all.cend());
    return found->script;
}

QByteArrayList gzipped(const QByteArrayList &pieces)
{
    constexpr int gzipWindowBits = 15 + 16; // zlib.h: 16 asks for the gzip header
    z_stream stream = {};
    if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, gzipWindowBits, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        qFatal("deflateInit2 failed");
    QByteArrayList parts;
    for (qsizetype i = 0; i < pieces.size(); ++i) {
        QByteArray part(
            static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(pieces[i].size()))) + 64, '\0');
        stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(pieces[i].constData()));
        stream.avail_in = static_cast<uInt>(pieces[i].size());
        stream.next_out = reinterpret_cast<Bytef *>(part.data());
        stream.avail_out = static_cast<uInt>(part.size());
        deflate(&stream, i + 1 == pieces.size() ? Z_FINISH : Z_SYNC_FLUSH);
        part.chop(static_cast<qsizetype>(stream.avail_out));
        parts.append(part);
    }
    deflateEnd(&stream);
    return parts;
}

} // namespace runnel
