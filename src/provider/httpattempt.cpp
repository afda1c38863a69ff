// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/httpattempt.h"

#include "provider/answerfailure.h"
#include "provider/oneshotbody.h"

#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>
#include <QTimer>

namespace runnel {

namespace {

QNetworkRequest networkRequest(const EncodedRequest &encoded)
{
    QNetworkRequest request(encoded.url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::HttpPipeliningAllowedAttribute, false);
    request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    for (const auto &[name, value] : encoded.headers)
        request.setRawHeader(name, value);
    // A kept-alive connection that went stale would cost every second POST (qt-6.4-facts.md, 1).
    request.setRawHeader("Connection", "close");
    if (encoded.method == EncodedRequest::Method::Post)
        request.setHeader(QNetworkRequest::ContentLengthHeader, encoded.body.size());
    return request;
}

int portOf(const QUrl &url)
{
    constexpr int http = 80;
    constexpr int https = 443;
    return url.port(url.scheme() == QLatin1StringView("https") ? https : http);
}

} // namespace

HttpAttempt::HttpAttempt(Settings settings, QObject *parent)
    : QObject(parent), m_settings(std::move(settings)), m_probe(m_settings.claims),
      m_connectTimer(new QTimer(this))
{
    m_connectTimer->setSingleShot(true);
    connect(m_connectTimer, &QTimer::timeout, this, [this] {
        Failure failure = makeFailure(Failure::Cause::ConnectTimeout, Failure::EndedBy::Timer);
        failure.limit = m_settings.connectLimit;
        end(failure);
    });
}

HttpAttempt::~HttpAttempt()
{
    abort();
}

void HttpAttempt::start(const EncodedRequest &request)
{
    Q_ASSERT(!m_manager);
    m_url = request.url;
    m_manager = std::make_unique<QNetworkAccessManager>();
    m_proxy = proxyFor(m_settings.proxy, m_url);
    QNetworkRequest wire = networkRequest(request);
    if (const QByteArray credentials = proxyAuthorization(m_proxy); !credentials.isEmpty()) {
        // Ahead of any challenge: after a 407 the body could not be sent again. To the proxy only: with
        // TLS they belong into CONNECT, and not into the tunnel.
        if (m_url.scheme() == QLatin1StringView("https"))
            m_proxy.setRawHeader("Proxy-Authorization", credentials);
        else if (m_proxy.type() == QNetworkProxy::HttpProxy)
            wire.setRawHeader("Proxy-Authorization", credentials);
    }
    m_manager->setProxy(m_proxy);
    m_manager->setAutoDeleteReplies(false);

    if (request.method == EncodedRequest::Method::Get)
        m_reply = m_manager->get(wire);
    else
        post(wire, request.body);
    connect(m_reply, &QNetworkReply::requestSent, this, &HttpAttempt::markConnected);
    connect(m_reply, &QNetworkReply::requestSent, this, &HttpAttempt::requestSent);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &HttpAttempt::readHead);
    connect(m_reply, &QNetworkReply::readyRead, this, &HttpAttempt::readBody);
    connect(m_reply, &QNetworkReply::finished, this, &HttpAttempt::finish);
    connect(m_reply, &QNetworkReply::sslErrors, this, &HttpAttempt::judgeCertificate);
    m_connectTimer->start(m_settings.connectLimit);
}

void HttpAttempt::post(const QNetworkRequest &wire, const QByteArray &bytes)
{
    auto *body = new OneShotBody(bytes);
    // Qt's network thread asks for the body once the connection stands, and waits for it: the last moment
    // at which the socket is sure to be there. requestSent() may come after a quick server has closed.
    connect(body, &OneShotBody::readingStarted, this, &HttpAttempt::markConnected);
    m_reply = m_manager->post(wire, body);
    body->setParent(m_reply);
}

/// Qt waits here, in the middle of the handshake, and nothing of the request is sent before this returns.
void HttpAttempt::judgeCertificate(const QList<QSslError> &problems)
{
    // The certificate of this very handshake: the server has proved that it holds its key. Names, dates and
    // signers no longer matter then, since the person has accepted the certificate itself.
    const CertificateFingerprint shown(m_reply->sslConfiguration().peerCertificate());
    if (!shown.isEmpty() && shown == m_settings.trusted.acceptedFor(hostAndPort(m_url))) {
        m_reply->ignoreSslErrors(problems);
        return;
    }
    m_fingerprint = shown;
    for (const QSslError &problem : problems)
        m_certificateProblems.append(problem.errorString());
}

void HttpAttempt::abort()
{
    m_connectTimer->stop();
    m_probe.detach();
    if (!m_reply)
        return;
    // It goes with the manager, and that with this object: abort() may be called out of its signals.
    QNetworkReply *reply = std::exchange(m_reply, nullptr);
    disconnect(reply, nullptr, this, nullptr);
    if (!reply->isFinished())
        reply->abort();
}

void HttpAttempt::markConnected()
{
    if (m_isConnected)
        return;
    m_isConnected = true;
    m_connectTimer->stop();
    const bool isProxied
        = m_proxy.type() == QNetworkProxy::HttpProxy || m_proxy.type() == QNetworkProxy::Socks5Proxy;
    m_probe.attach(quint16(isProxied ? m_proxy.port() : portOf(m_url)));
}

int HttpAttempt::status() const
{
    return m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

void HttpAttempt::readHead()
{
    if (m_hasHead || status() == 0)
        return;
    markConnected();
    m_hasHead = true;
    Headers headers;
    const auto pairs = m_reply->rawHeaderPairs();
    for (const auto &pair : pairs)
        headers.append({pair.first, pair.second});
    const QByteArray encoding = m_reply->rawHeader("Content-Encoding");
    emit responseStarted(status(), headers);
    if (!m_reply)
        return;
    if (!ContentDecoder::understands(encoding)) {
        Failure failure = makeFailure(Failure::Cause::UnexpectedContent, Failure::EndedBy::Unknown);
        failure.detail = QStringLiteral("content encoding %1").arg(QString::fromLatin1(encoding));
        end(failure);
        return;
    }
    m_content = std::make_unique<ContentDecoder>(encoding);
}

void HttpAttempt::readBody()
{
    readHead();
    if (!m_reply || !m_content)
        return;
    QByteArray decoded;
    const auto result = m_content->decode(m_reply->readAll(), decoded, m_settings.bodyLimitBytes);
    if (!decoded.isEmpty())
        emit bytesReceived(decoded);
    if (!m_reply || result == ContentDecoder::Status::Ok)
        return;
    if (result == ContentDecoder::Status::TooLarge) {
        Failure failure = makeFailure(Failure::Cause::ReplyTooLarge, Failure::EndedBy::Limit);
        failure.limitBytes = m_settings.bodyLimitBytes;
        end(failure);
    } else {
        Failure failure = makeFailure(Failure::Cause::UnexpectedContent, Failure::EndedBy::Unknown);
        failure.detail = QStringLiteral("the compressed body is corrupt");
        end(failure);
    }
}

void HttpAttempt::finish()
{
    readHead();
    if (m_reply)
        readBody(); // what came before an error counts
    if (!m_reply)
        return;
    const QNetworkReply::NetworkError error = m_reply->error();
    // An error status is the answer itself, and the caller's to judge. So is a body that FIN cut short: Qt
    // 6.4.2 reports that as an error or as success, by the accident of which it reads first.
    const bool isCut
        = error == QNetworkReply::RemoteHostClosedError && m_probe.endedBy() == Failure::EndedBy::PeerClosed;
    if (error == QNetworkReply::NoError
        || (m_hasHead && (isCut || error >= QNetworkReply::ContentAccessDenied)))
        end(std::nullopt);
    else
        end(transportFailure(error));
}

void HttpAttempt::end(const std::optional<Failure> &failure)
{
    Failure::EndedBy endedBy = m_probe.endedBy();
    if (failure && failure->endedBy != Failure::EndedBy::Unknown)
        endedBy = failure->endedBy;
    abort();
    emit ended(failure, endedBy);
}

Failure HttpAttempt::makeFailure(Failure::Cause cause, Failure::EndedBy endedBy) const
{
    Failure failure;
    failure.cause = cause;
    failure.endedBy = endedBy;
    failure.host = hostAndPort(m_url);
    if (m_hasHead && m_reply)
        failure.httpStatus = status();
    return failure;
}

Failure HttpAttempt::noAnswerFailure() const
{
    // Garbage and silence have the same error; the kernel's count of received bytes tells them apart. Not
    // under TLS, whose own messages count as well.
    const bool isPlain = m_url.scheme() == QLatin1StringView("http");
    const bool hasGarbage = isPlain && m_probe.receivedBytes().value_or(0) > 0;
    return makeFailure(
        hasGarbage ? Failure::Cause::NotHttp : Failure::Cause::AnswerUnknown, m_probe.endedBy());
}

Failure HttpAttempt::certificateFailure() const
{
    const bool hasChanged = !m_settings.trusted.acceptedFor(hostAndPort(m_url)).isEmpty();
    Failure failure
        = makeFailure(hasChanged ? Failure::Cause::TlsCertificateChanged : Failure::Cause::TlsCertificate,
            Failure::EndedBy::Unknown);
    failure.detail = m_certificateProblems.join(QLatin1StringView("; "));
    failure.fingerprint = m_fingerprint.text();
    return failure;
}

Failure HttpAttempt::proxyFailure(Failure::EndedBy endedBy) const
{
    Failure failure = makeFailure(Failure::Cause::Proxy, endedBy);
    QUrl proxy;
    proxy.setHost(m_proxy.hostName());
    proxy.setPort(m_proxy.port());
    failure.host = hostAndPort(proxy);
    return failure;
}

Failure HttpAttempt::transportFailure(QNetworkReply::NetworkError error) const
{
    using Cause = Failure::Cause;
    using EndedBy = Failure::EndedBy;
    Failure failure;
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
        // Without a tunnel the proxy is all that was asked for, yet Qt names no proxy.
        if (m_proxy.type() == QNetworkProxy::HttpProxy) {
            failure = proxyFailure(EndedBy::Nobody);
        } else {
            failure = makeFailure(
                error == QNetworkReply::HostNotFoundError ? Cause::NameNotResolved : Cause::ConnectionRefused,
                EndedBy::Nobody);
        }
        break;
    case QNetworkReply::SslHandshakeFailedError:
        if (!m_certificateProblems.isEmpty())
            return certificateFailure();
        failure = makeFailure(Cause::TlsHandshake, EndedBy::Unknown);
        break;
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError:
        if (m_hasHead)
            return makeFailure(Cause::ConnectionLost, m_probe.endedBy());
        if (!m_isConnected && m_url.scheme() == QLatin1StringView("https"))
            return makeFailure(Cause::TlsHandshake, EndedBy::PeerClosed);
        return noAnswerFailure();
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
        failure = makeFailure(Cause::NotHttp, m_probe.endedBy());
        break;
    default:
        if (error >= QNetworkReply::ProxyConnectionRefusedError
            && error <= QNetworkReply::UnknownProxyError) {
            failure = proxyFailure(EndedBy::Unknown);
        } else if (m_hasHead) {
            failure = makeFailure(Cause::ConnectionLost, m_probe.endedBy());
        } else if (m_isConnected) {
            failure = noAnswerFailure();
        } else {
            failure = makeFailure(Cause::Unreachable, EndedBy::Nobody);
        }
    }
    failure.detail = m_reply->errorString();
    return failure;
}

} // namespace runnel
