// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>

namespace runnel {

/// Why a reply did not become complete: facts only. The sentence for the user is made from them
/// where it is shown.
struct Failure
{
    enum class Cause
    {
        InvalidRequest,  ///< it could not be sent as asked for (a bad URL, an attachment that is gone)
        NameNotResolved, ///< no address for the host
        ConnectionRefused,
        Unreachable,           ///< no route, network down
        TlsHandshake,          ///< TLS could not be agreed
        TlsCertificate,        ///< the server's certificate is not trusted; `detail` says why
        TlsCertificateChanged, ///< nor is it the one that the person has accepted for this server
        ConnectTimeout,        ///< connection and TLS took longer than `limit`
        FirstTokenTimeout,     ///< nothing of the reply within `limit` after the request was sent
        IdleTimeout,           ///< no byte for `limit` in mid-reply
        ProgressTimeout,       ///< bytes, but nothing of the reply for `limit`
        AnswerUnknown,         ///< closed before any answer: the server may or may not have processed it
        ConnectionLost,        ///< broken off in mid-reply, such as by a reset
        CutShort, ///< the body ended or was closed in order, but the provider never said that the reply is
                  ///< complete
        NotHttp,  ///< the peer's bytes are no HTTP answer
        UnexpectedStatus,  ///< a 1xx status as the final answer, or another that makes no sense here
        UnexpectedContent, ///< an answer of 200 that is neither an event stream nor JSON, such as HTML
        Redirected,        ///< a redirect, which is never followed with a key; `detail` is the target
        HttpError,         ///< status 4xx or 5xx
        ProviderError,     ///< an error object inside the stream
        EventTooLarge,     ///< one event passed `limitBytes`
        ReplyTooLarge,     ///< the whole answer passed `limitBytes`
        Proxy,             ///< the proxy refused, is unreachable or wants credentials
        Stopped,           ///< by the person
        CircuitOpen,    ///< nothing was sent, since the server has failed again and again; `retryAfter` tells
                        ///< when it will be tried again
        MalformedList,  ///< the answer that should list the models does not; `detail` says why
        ModelNotListed, ///< the server lists its models, and `detail` is not among them
    };

    /// Which side ended the connection, and how.
    enum class EndedBy
    {
        Unknown,
        PeerClosed, ///< FIN: the server, or something on the way, closed in order
        PeerReset,  ///< RST
        Timer,      ///< one of our timers
        Limit,      ///< one of our size limits
        Person,
        Provider, ///< by what it said: an error status or an error object
        Nobody,   ///< there never was a connection
    };

    Cause cause = Cause::InvalidRequest;
    EndedBy endedBy = EndedBy::Unknown;
    int httpStatus = 0; ///< 0: no answer
    QString code;       ///< the provider's own: its status, code or type, as text
    QString message;    ///< the provider's own words, or an HTML page's title; shown as a quotation
    QString detail;     ///< what the system said, or what the cause's comment names
    /// SHA-256 of the certificate that was refused, as "AB:CD:…"; of the two TlsCertificate causes
    QString fingerprint;
    QString host;                             ///< "host:port" of the endpoint (of the proxy for Cause::Proxy)
    std::chrono::milliseconds limit{0};       ///< of the timer that ran out
    qint64 limitBytes = 0;                    ///< of the size limit that was passed
    std::chrono::milliseconds retryAfter{-1}; ///< what the server asked to wait; negative: nothing said

    friend bool operator==(const Failure &, const Failure &) = default;
};

} // namespace runnel
