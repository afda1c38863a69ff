// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/faultrows.h"

#include "support/chatchunks.h"
#include "support/faultmodes.h"

namespace runnel {

namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Rows = QList<FaultRow>;

const QByteArray hello = "Hello";

FaultRow complete(const QByteArray &name, const FaultScript &script, const QByteArray &out = hello)
{
    FaultRow row;
    row.name = name;
    row.script = script;
    row.out = out;
    row.finish = "stop";
    return row;
}

FaultRow failed(const QByteArray &name, const FaultScript &script, const char *cause, const QString &says)
{
    FaultRow row;
    row.name = name;
    row.script = script;
    row.status = 3;
    row.cause = cause;
    row.says = says;
    return row;
}

FaultRow interrupted(
    const QByteArray &name, const FaultScript &script, const char *cause, const QString &says)
{
    FaultRow row = failed(name, script, cause, says);
    row.status = 4;
    row.out = hello;
    return row;
}

/// An error status; @p posts more than one says that it is tried again.
FaultRow refusedWith(int status, const QByteArray &body, const QString &says, int posts = 1,
    const HeaderList &headers = {{"retry-after-ms", "5"}})
{
    const QByteArray name = "status " + QByteArray::number(status) + ", " + body.left(40);
    FaultRow row = failed(name, FaultScript::answer(status, body, headers), "http_error", says);
    row.posts = posts;
    return row;
}

Rows wholeReplies()
{
    ReplyOptions crlf;
    crlf.lineEnd = "\r\n";
    ReplyOptions bareCr;
    bareCr.lineEnd = "\r";
    FaultModeOptions words;
    words.deltas = {"h\u00e9", "\U0001F600\u20ac"};
    Rows rows;
    for (const char *mode : {"ok", "close-with-done", "close-without-done", "keepalive-then-answer",
             "sse-as-json", "sse-as-text", "json-as-sse", "json", "gzip"})
        rows.append(complete(mode, faultMode(mode)));
    rows.append(complete("CRLF", FaultScript::reply({"Hel", "lo"}, crlf)));
    rows.append(complete("lone CR", FaultScript::reply({"Hel", "lo"}, bareCr)));
    rows.append(complete("CRLF, cut everywhere", FaultScript::reply({"Hel", "lo"}, crlf).inPieces(1, 0ms)));
    rows.append(complete(
        "one byte at a time, within characters", faultMode("one-byte", words), "h\u00e9\U0001F600\u20ac"));
    rows.append(complete("byte order mark",
        FaultScript::head().body("\xEF\xBB\xBF").delta("Hel").delta("lo").finish("stop").done().end()));
    rows.append(complete("bad UTF-8",
        FaultScript::head().body("data: " + openAiChunk("@").replace('@', "a\xFF\xC3") + "\n\n").done().end(),
        "a\xEF\xBF\xBD\xEF\xBF\xBD"));
    rows.append(complete("NUL, U+2028 and an escape sequence, for a pipe",
        FaultScript::head().delta(QByteArray("a\0b\u2028\x1b[31mc", 12)).done().end(),
        QByteArray("a\0b\u2028\x1b[31mc", 12)));
    rows.append(complete("an unreadable event costs itself only",
        FaultScript::head().delta("Hel").event("{not json").delta("lo").finish("stop").done().end()));
    rows.append(complete(
        "bytes behind [DONE]", FaultScript::head().delta(hello).finish("stop").done().delta("more").end()));
    rows.append(complete("finish reason, then reset",
        FaultScript::partialReply({hello}).finish("stop").awaitRelease().thenReset()));
    rows.last().waitsForText = true;
    rows.append(complete("one event of 31 MiB",
        FaultScript::head()
            .body("data: " + openAiChunk("@").split('@').first())
            .body(QByteArray(1 << 20, 'a'), 31)
            .body(openAiChunk("@").split('@').last() + "\n\n")
            .done()
            .end(),
        QByteArray(31 << 20, 'a')));
    return rows;
}

Rows noConnection()
{
    Rows rows;
    rows.append(failed(
        "refused", faultMode("refused"), "connection_refused", u"refused the connection. Is it running"_s));
    rows.append(
        failed("connecting hangs", faultMode("never-accepted"), "connect_timeout", u"No connection to"_s));
    rows.last().options = QStringList{u"--timeout-connect"_s, u"200ms"_s};
    rows.append(failed("TLS to a server that never says a word", faultMode("tls-plain-server"),
        "connect_timeout", u"No connection to"_s));
    rows.last().options = QStringList{u"--timeout-connect"_s, u"200ms"_s};
    rows.last().isTls = true;
    const std::pair<const char *, QString> certificates[] = {{"tls-self-signed", u"self-signed"_s},
        {"tls-expired", u"expired"_s}, {"tls-other-host", u"host name did not match"_s}};
    for (const auto &[mode, says] : certificates)
        rows.append(failed(mode, faultMode(mode), "tls_certificate", says));
    for (FaultRow &row : rows)
        row.posts = 0;
    return rows;
}

Rows noAnswer()
{
    const QString unknown = u"It may have processed the request all the same, so it was not sent again"_s;
    const QStringList patience{u"--timeout-first-token"_s, u"200ms"_s};
    Rows rows;
    rows.append(failed("FIN before the answer", faultMode("fin-before-reply"), "answer_unknown", unknown));
    rows.append(failed("RST before the answer", faultMode("rst-before-reply"), "answer_unknown", unknown));
    rows.append(failed("garbage", faultMode("garbage"), "not_http", u"does not speak HTTP"_s));
    rows.append(failed("cut head", faultMode("truncated-header"), "not_http", u"does not speak HTTP"_s));
    rows.append(failed("nothing after the request", faultMode("stall-before-head"), "first_token_timeout",
        u"nothing of a reply within 0.2 s"_s));
    rows.last().options = patience;
    rows.append(failed("nothing after the head", faultMode("stall-after-head"), "first_token_timeout",
        u"nothing of a reply within 0.2 s"_s));
    rows.last().options = patience;
    rows.append(failed("the request is never read", faultMode("never-read"), "first_token_timeout",
        u"nothing of a reply within 0.2 s"_s));
    rows.last().options = patience;
    rows.last().posts = 0;
    rows.append(failed("keep-alives only", faultMode("keepalive-comments-only"), "first_token_timeout",
        u"nothing of a reply within 0.2 s"_s));
    rows.last().options = patience;
    return rows;
}

Rows brokenOff()
{
    Rows rows;
    rows.append(failed("head, then FIN", faultMode("chunked-header-then-fin"), "cut_short",
        u"closed the connection before it said that it was done. Try again."_s));
    const QString closed = u"closed the connection before it said that it was done"_s;
    for (const char *mode : {"fin-mid-chunked", "fin-mid-close-delimited", "fin-mid-content-length"})
        rows.append(interrupted(mode, faultMode(mode), "cut_short", closed));
    rows.append(interrupted(
        "RST in mid-reply", faultMode("rst-mid-chunked"), "connection_lost", u"reset the connection"_s));
    rows.last().waitsForText = true;
    rows.append(interrupted(
        "stall in mid-reply", faultMode("stall-mid-body"), "idle_timeout", u"nothing has come"_s));
    rows.last().options = QStringList{u"--timeout-idle"_s, u"200ms"_s};
    rows.append(interrupted("keep-alives only, in mid-reply",
        FaultScript::partialReply({"Hel", "lo"}).sendEvery("3\r\n:\n\n\r\n", 5ms), "progress_timeout",
        u"only kept the connection alive"_s));
    rows.last().options = QStringList{u"--timeout-progress"_s, u"300ms"_s};
    rows.append(interrupted("ends in order, but never complete",
        FaultScript::partialReply({"Hel", "lo"}).end(), "cut_short", u"The reply is not complete"_s));
    rows.append(interrupted("one event above the limit",
        FaultScript::head()
            .delta(hello)
            .body("data: ")
            .body(QByteArray(1 << 20, 'x'), 33)
            .awaitRelease()
            .thenHang(),
        "event_too_large", u"One event of the reply was larger than the limit of 32 MiB"_s));
    rows.append(interrupted("a reply above the limit",
        FaultScript::head().delta(hello).body(": " + QByteArray((1 << 20) - 3, 'x') + '\n', 65).thenHang(),
        "reply_too_large", u"larger than the limit of 64 MiB"_s));
    return rows;
}

Rows wrongAnswers()
{
    FaultModeOptions elsewhere;
    elsewhere.target = "http://elsewhere.test/v1/chat/completions";
    Rows rows;
    rows.append(
        failed("web page", faultMode("html-200"), "unexpected_content", u"“Sign in”. Check the address"_s));
    rows.append(failed("words", FaultScript::answer(200, "It works!", {}, "text/plain"), "unexpected_content",
        u"“It works!”"_s));
    rows.append(failed(
        "nothing", FaultScript::answer(200, "", {}, "text/event-stream"), "cut_short", u"Try again"_s));
    rows.append(failed("103 only", faultMode("informational-only"), "unexpected_status", u"status 103"_s));
    rows.append(failed("103 first", faultMode("early-hints"), "unexpected_status", u"status 103"_s));
    for (const int status : {301, 302, 303, 307, 308}) {
        elsewhere.redirectStatus = status;
        rows.append(failed("redirect", faultMode("redirect", elsewhere), "redirected",
            u"to http://elsewhere.test/v1/chat/completions instead. It was not, since the key would go along"_s));
    }
    return rows;
}

Rows errorStatuses()
{
    const QByteArray boom = openAiError("boom %1 %2", "bad");
    const QString said = u"“boom %1 %2” (bad)"_s;
    Rows rows;
    for (const int status : {400, 401, 402, 403, 404, 413, 422})
        rows.append(refusedWith(status, boom, said));
    for (const int status : {408, 409, 429, 500, 502, 503, 504, 529})
        rows.append(refusedWith(status, boom, said, 3));
    rows.append(refusedWith(429,
        openAiError("used up", "insufficient_quota")
            .replace("\"code\":null", "\"code\":\"insufficient_quota\""),
        u"“used up” (insufficient_quota). Check its plan"_s));
    rows.append(
        refusedWith(429, boom, u"“boom"_s, 1, {{"retry-after-ms", "5"}, {"x-should-retry", "false"}}));
    rows.append(refusedWith(400, boom, u"“boom"_s, 3, {{"retry-after-ms", "5"}, {"x-should-retry", "true"}}));
    rows.append(
        refusedWith(429, boom, u"It asks to wait 60 min; try again then."_s, 1, {{"Retry-After", "3600"}}));
    rows.append(refusedWith(500, boom, u"“boom"_s, 3, {})); // with the program's own pauses
    rows.append(
        refusedWith(502, "<html><head><title>Bad gateway</title></head></html>", u"“Bad gateway”"_s, 3));
    rows.append(refusedWith(500, "", u"failed with status 500"_s, 3));
    rows.append(refusedWith(401, "{\"error\":\"just words\"}", u"“just words”"_s));
    return rows;
}

Rows errorsInTheStream()
{
    Rows rows;
    const QString said = u"reported an error: “The server had an error” (server_error)"_s;
    rows.append(failed("error object at once", faultMode("error-data"), "provider_error", said));
    rows.append(failed("error event at once", faultMode("error-event"), "provider_error", said));
    rows.append(
        interrupted("error object after text", faultMode("error-after-text"), "provider_error", said));
    rows.last().status = 5;
    rows.append(interrupted("error event after text",
        FaultScript::partialReply({"Hel", "lo"})
            .event(openAiError("The server had an error"), "error")
            .thenHang(),
        "provider_error", said));
    rows.last().status = 5;
    for (FaultRow &row : rows)
        row.finish = "error";
    return rows;
}

} // namespace

QList<FaultRow> faultRows()
{
    return wholeReplies() + noConnection() + noAnswer() + brokenOff() + wrongAnswers() + errorStatuses()
        + errorsInTheStream();
}

} // namespace runnel
