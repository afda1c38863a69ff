// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/failuresentence.h"

#include "session/chattarget.h"

#include <QCoreApplication>
#include <QLocale>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;
using Cause = Failure::Cause;
using EndedBy = Failure::EndedBy;

QString tr(const char *text)
{
    return QCoreApplication::translate("Failure", text);
}

/// What the server said, in quotation marks behind a colon, or nothing.
QString quoted(const Failure &failure)
{
    if (failure.message.isEmpty())
        return failure.code.isEmpty() ? QString() : tr(" (%1)").arg(failure.code);
    // Servers' words may hold line ends; a sentence does not.
    const QString words = failure.message.simplified();
    return failure.code.isEmpty() || words.contains(failure.code)
        ? tr(": “%1”").arg(words)
        : tr(": “%1” (%2)").arg(words, failure.code);
}

/// What the system said, behind a colon, or nothing.
QString because(const Failure &failure)
{
    return failure.detail.isEmpty() ? QString() : tr(": %1").arg(failure.detail);
}

QString refused(const Failure &failure)
{
    const QString name = localServerName(failure.host);
    return name.isEmpty()
        ? tr("The server at %1 refused the connection. Is it running, and is the port right?")
              .arg(failure.host)
        : tr("The server at %1 refused the connection. Is %2 running?").arg(failure.host, name);
}

/// Whose turn it is after the failure.
enum class Next
{
    Person,
    Program, ///< it tries again by itself
};

/// What to do next, behind a sentence; nothing if the program does it.
QString waitHint(const Failure &failure, Next next)
{
    if (next == Next::Program)
        return {};
    if (failure.retryAfter.count() <= 0)
        return tr(" Wait a little, then try again.");
    return tr(" It asks to wait %1; try again then.").arg(durationText(failure.retryAfter));
}

/// Whether the status tells of a trouble of the server's, which may be over soon.
bool mayPass(int status)
{
    constexpr int requestTimeout = 408;
    constexpr int conflict = 409;
    constexpr int serverErrors = 500;
    return status >= serverErrors || status == requestTimeout || status == conflict;
}

QString httpError(const Failure &failure, Next next)
{
    const QString said = quoted(failure);
    const QString &host = failure.host;
    switch (failure.httpStatus) {
    case 401:
    case 403:
        return tr("%1 refused the key (status %2)%3. Check the key, and that it is meant for this server.")
            .arg(host, QString::number(failure.httpStatus), said);
    case 404:
        return tr(
            "%1 does not know the address or the model (status 404)%2. Check the model's name, and that the "
            "address is the base of the API; it often ends in /v1.")
            .arg(host, said);
    case 402:
        return tr("%1 wants to be paid first (status 402)%2. Check the account's balance.").arg(host, said);
    case 413:
        return tr("The request is too large for %1 (status 413)%2. Send less, or shorten the conversation.")
            .arg(host, said);
    case 429:
        if (failure.code == "insufficient_quota"_L1)
            return tr("The account at %1 is used up (status 429)%2. Check its plan and balance.")
                .arg(host, said);
        return tr("%1 has had too many requests (status 429)%2.").arg(host, said) + waitHint(failure, next);
    default:
        if (mayPass(failure.httpStatus))
            return tr("%1 failed with status %2%3.").arg(host, QString::number(failure.httpStatus), said)
                + waitHint(failure, next);
        return tr("%1 refused the request (status %2)%3. Check the model's name and the options.")
            .arg(host, QString::number(failure.httpStatus), said);
    }
}

/// How a connection ended, as the end of a sentence.
QString how(EndedBy endedBy)
{
    switch (endedBy) {
    case EndedBy::PeerClosed:
        return tr("closed the connection");
    case EndedBy::PeerReset:
        return tr("reset the connection");
    default:
        return tr("broke off the connection");
    }
}

QString noAnswer(const Failure &failure)
{
    return tr(
        "%1 %2 without an answer. It may have processed the request all the same, so it was not sent again; "
        "try again if you wish.")
        .arg(failure.host, how(failure.endedBy));
}

/// The cause as a word for programs.
QLatin1StringView causeName(Cause cause)
{
    switch (cause) {
    case Cause::InvalidRequest:
        return "invalid_request"_L1;
    case Cause::NameNotResolved:
        return "name_not_resolved"_L1;
    case Cause::ConnectionRefused:
        return "connection_refused"_L1;
    case Cause::Unreachable:
        return "unreachable"_L1;
    case Cause::TlsHandshake:
        return "tls_handshake"_L1;
    case Cause::TlsCertificate:
        return "tls_certificate"_L1;
    case Cause::TlsCertificateChanged:
        return "tls_certificate_changed"_L1;
    case Cause::ConnectTimeout:
        return "connect_timeout"_L1;
    case Cause::FirstTokenTimeout:
        return "first_token_timeout"_L1;
    case Cause::IdleTimeout:
        return "idle_timeout"_L1;
    case Cause::ProgressTimeout:
        return "progress_timeout"_L1;
    case Cause::AnswerUnknown:
        return "answer_unknown"_L1;
    case Cause::ConnectionLost:
        return "connection_lost"_L1;
    case Cause::CutShort:
        return "cut_short"_L1;
    case Cause::NotHttp:
        return "not_http"_L1;
    case Cause::UnexpectedStatus:
        return "unexpected_status"_L1;
    case Cause::UnexpectedContent:
        return "unexpected_content"_L1;
    case Cause::Redirected:
        return "redirected"_L1;
    case Cause::HttpError:
        return "http_error"_L1;
    case Cause::ProviderError:
        return "provider_error"_L1;
    case Cause::EventTooLarge:
        return "event_too_large"_L1;
    case Cause::ReplyTooLarge:
        return "reply_too_large"_L1;
    case Cause::Proxy:
        return "proxy"_L1;
    case Cause::Stopped:
        return "stopped"_L1;
    case Cause::CircuitOpen:
        return "circuit_open"_L1;
    case Cause::MalformedList:
        return "malformed_list"_L1;
    case Cause::ModelNotListed:
        return "model_not_listed"_L1;
    }
    Q_UNREACHABLE();
}

QLatin1StringView endedByName(EndedBy endedBy)
{
    switch (endedBy) {
    case EndedBy::Unknown:
        return "unknown"_L1;
    case EndedBy::PeerClosed:
        return "peer_fin"_L1;
    case EndedBy::PeerReset:
        return "peer_rst"_L1;
    case EndedBy::Timer:
        return "timer"_L1;
    case EndedBy::Limit:
        return "limit"_L1;
    case EndedBy::Person:
        return "person"_L1;
    case EndedBy::Provider:
        return "provider"_L1;
    case EndedBy::Nobody:
        return "nobody"_L1;
    }
    Q_UNREACHABLE();
}

QString megabytes(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 0, QLocale::DataSizeIecFormat);
}

QString brokenOff(const Failure &failure)
{
    switch (failure.cause) {
    case Cause::FirstTokenTimeout:
        return tr("%1 took the request but sent nothing of a reply within %2. A large local model may need "
                  "longer to "
                  "load: try again, or allow more time.")
            .arg(failure.host, durationText(failure.limit));
    case Cause::IdleTimeout:
        return tr("The reply stopped: nothing has come from %1 for %2. "
                  "Try again, or allow more time.")
            .arg(failure.host, durationText(failure.limit));
    case Cause::ProgressTimeout:
        return tr("%1 has only kept the connection alive for %2, without a word of the reply. Try again.")
            .arg(failure.host, durationText(failure.limit));
    case Cause::ConnectionLost:
        return tr("%1 %2 in the middle of the reply. Try again.").arg(failure.host, how(failure.endedBy));
    case Cause::CutShort:
        return tr("The reply is not complete: %1 %2 before it said that it was done. Try again.")
            .arg(failure.host, failure.endedBy == EndedBy::Unknown ? tr("ended it") : how(failure.endedBy));
    case Cause::EventTooLarge:
        return tr("One event of the reply was larger than the limit of %1, so the reply was stopped. Ask for "
                  "less at a time.")
            .arg(megabytes(failure.limitBytes));
    case Cause::ReplyTooLarge:
        return tr("The reply was larger than the limit of %1, so it was stopped. Ask for less at a time.")
            .arg(megabytes(failure.limitBytes));
    default:
        return {};
    }
}

QString proxyFailure(const Failure &failure)
{
    constexpr int authenticationRequired = 407;
    if (failure.httpStatus == authenticationRequired
        || failure.detail.contains("authenticat"_L1, Qt::CaseInsensitive)) {
        return tr("The proxy on the way to %1 wants a user name and a password. Put them into the proxy's "
                  "address, as in "
                  "http://user:password@host:port.")
            .arg(failure.host);
    }
    return tr("The proxy %1 does not let the request through%2. Check the proxy settings.")
        .arg(failure.host, because(failure));
}

/// Without the port, which no name has.
QString nameIn(const QString &hostAndPort)
{
    return hostAndPort.left(hostAndPort.lastIndexOf(u':'));
}

/// A refused certificate, with what a person needs to accept it.
QString untrusted(const Failure &failure)
{
    if (failure.cause == Cause::TlsCertificateChanged) {
        return tr(
            "The certificate of %1 is not the one that you accepted%2. Nothing was sent. Unless you "
            "know why it changed, somebody may be in between. The SHA-256 fingerprint of the new one is "
            "%3.")
            .arg(failure.host, because(failure), failure.fingerprint);
    }
    return tr(
        "The certificate of %1 is not trusted%2. Nothing was sent. If its SHA-256 fingerprint is that of "
        "the right server, accept it: %3.")
        .arg(failure.host, because(failure), failure.fingerprint);
}

QString sentence(const Failure &failure, Next next)
{
    const QString &host = failure.host;
    switch (failure.cause) {
    case Cause::InvalidRequest:
        return tr("The request could not be made%1.").arg(because(failure));
    case Cause::NameNotResolved:
        return tr("There is no address for the name %1. Check its spelling and your network.")
            .arg(nameIn(host));
    case Cause::ConnectionRefused:
        return refused(failure);
    case Cause::Unreachable:
        return tr("%1 cannot be reached%2. Check the address and your network.").arg(host, because(failure));
    case Cause::TlsHandshake:
        return tr("No secure connection to %1 could be made. If the server speaks plain HTTP, its address "
                  "begins with "
                  "http://.")
            .arg(host);
    case Cause::TlsCertificate:
    case Cause::TlsCertificateChanged:
        return untrusted(failure);
    case Cause::ConnectTimeout:
        return tr("No connection to %1 within %2. Check the address, and whether a firewall is on the way.")
            .arg(host, durationText(failure.limit));
    case Cause::AnswerUnknown:
        return noAnswer(failure);
    case Cause::NotHttp:
        return tr("What answers at %1 does not speak HTTP. Check the address and the port.").arg(host);
    case Cause::UnexpectedStatus:
        return tr("%1 answered with status %2, which is no final answer. A proxy on the way may be at "
                  "fault: check the proxy settings.")
            .arg(host, QString::number(failure.httpStatus));
    case Cause::UnexpectedContent:
        return tr("%1 answered with something that is no reply%2. Check the address: it is to be the base of "
                  "the API, which often ends in /v1.")
            .arg(host, failure.message.isEmpty() ? because(failure) : quoted(failure));
    case Cause::Redirected:
        return tr("%1 wants the request sent to %2 instead. It was not, since the key would go along; if "
                  "that is the right server, use its address.")
            .arg(host, failure.detail.isEmpty() ? tr("another address") : failure.detail);
    case Cause::HttpError:
        return httpError(failure, next);
    case Cause::ProviderError:
        return tr("%1 reported an error%2. Try again.").arg(host, quoted(failure));
    case Cause::Proxy:
        return proxyFailure(failure);
    case Cause::Stopped:
        return tr("Stopped.");
    case Cause::CircuitOpen:
        return tr(
            "%1 has failed again and again, so nothing was sent. It will be tried again in %2; try again "
            "yourself to ask it now.")
            .arg(host, durationText(failure.retryAfter));
    case Cause::MalformedList:
        return tr(
            "%1 answered, but not with a list of models (%2). Check the address: it is to be the base of "
            "the API, which often ends in /v1.")
            .arg(host, failure.detail);
    case Cause::ModelNotListed:
        return tr("%1 does not list a model named %2. Choose one that it lists.").arg(host, failure.detail);
    case Cause::FirstTokenTimeout:
    case Cause::IdleTimeout:
    case Cause::ProgressTimeout:
    case Cause::ConnectionLost:
    case Cause::CutShort:
    case Cause::EventTooLarge:
    case Cause::ReplyTooLarge:
        return brokenOff(failure);
    }
    Q_UNREACHABLE();
}

} // namespace

QString durationText(std::chrono::milliseconds duration)
{
    const double seconds = double(duration.count()) / 1000;
    constexpr double minute = 60;
    if (seconds >= 2 * minute)
        return tr("%1 min").arg(QLocale().toString(seconds / minute, 'g', 3));
    constexpr double severalSeconds = 10;
    return tr("%1 s").arg(QLocale().toString(seconds, 'g', seconds < severalSeconds ? 2 : 3));
}

QString failureSentence(const Failure &failure, bool hasText)
{
    const QString told = sentence(failure, Next::Person);
    return hasText ? told + tr(" What came before is kept.") : told;
}

QString retrySentence(const Failure &failure, std::chrono::milliseconds delay, int tryNumber)
{
    return tr("%1 Trying again in %2 (try %3).")
        .arg(sentence(failure, Next::Program), durationText(delay), QString::number(tryNumber));
}

QJsonObject failureJson(const Failure &failure, bool hasText)
{
    QJsonObject object{{"code"_L1, failure.code.isEmpty() ? QString(causeName(failure.cause)) : failure.code},
        {"message"_L1, failure.message.isEmpty() ? failureSentence(failure, hasText) : failure.message},
        {"cause"_L1, causeName(failure.cause)}, {"endedBy"_L1, endedByName(failure.endedBy)}};
    if (failure.httpStatus > 0)
        object.insert("httpStatus"_L1, failure.httpStatus);
    if (failure.retryAfter.count() >= 0)
        object.insert("retryAfterMs"_L1, qint64(failure.retryAfter.count()));
    if (!failure.fingerprint.isEmpty())
        object.insert("fingerprint"_L1, failure.fingerprint);
    return object;
}

} // namespace runnel
