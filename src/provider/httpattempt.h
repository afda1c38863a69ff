// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/failure.h"
#include "provider/connectionprobe.h"
#include "provider/contentdecoder.h"
#include "provider/proxysettings.h"
#include "provider/requestencoder.h"
#include "provider/trustedcertificates.h"

#include <QList>
#include <QNetworkReply>
#include <QObject>
#include <QStringList>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

class QNetworkAccessManager;
class QNetworkRequest;
class QSslError;
class QTimer;

namespace runnel {

/// One request on the wire: a POST exactly once, whatever happens (qt-6.4-facts.md, 1), never redirected,
/// never HTTP/2, over a connection of its own. A GET may be sent again by Qt when the connection ends
/// before its answer, which changes nothing on the server. It has a manager of its own, too, since one
/// manager opens no more than six connections to a host (10.), and replies of several conversations must not
/// wait for each other.
class HttpAttempt final : public QObject
{
    Q_OBJECT

public:
    using Headers = QList<std::pair<QByteArray, QByteArray>>;

    struct Settings
    {
        ProxySettings proxy;
        TrustedCertificates trusted;
        std::chrono::milliseconds connectLimit{10000};
        qint64 bodyLimitBytes = 64 * 1024 * 1024; ///< of the decoded body in one read
        ConnectionProbe::Claims claims;           ///< required
    };

    explicit HttpAttempt(Settings settings, QObject *parent = nullptr);
    ~HttpAttempt() override;

    /// Sends it. Once an object.
    void start(const EncodedRequest &request);

    /// Ends it now: the connection is closed and no signal follows.
    void abort();

signals:
    /// The request is on its way; what is late from here on is the answer.
    void requestSent();
    /// The head of the answer; once, and before any byte.
    void responseStarted(int httpStatus, const runnel::HttpAttempt::Headers &headers);
    /// Bytes of the body, decoded.
    void bytesReceived(const QByteArray &bytes);
    /// The end, once; everything received was given before. No failure: the body ended as its framing
    /// said, or the peer closed in order before that. @p endedBy says who closed, as far as is known.
    void ended(const std::optional<runnel::Failure> &failure, runnel::Failure::EndedBy endedBy);

private:
    void post(const QNetworkRequest &wire, const QByteArray &body);
    void judgeCertificate(const QList<QSslError> &problems);
    void markConnected();
    void readHead();
    void readBody();
    void finish();
    void end(const std::optional<Failure> &failure);
    Failure transportFailure(QNetworkReply::NetworkError error) const;
    Failure noAnswerFailure() const;
    Failure proxyFailure(Failure::EndedBy endedBy) const;
    Failure certificateFailure() const;
    Failure makeFailure(Failure::Cause cause, Failure::EndedBy endedBy) const;
    int status() const;

    const Settings m_settings;
    QNetworkProxy m_proxy;
    QUrl m_url;
    std::unique_ptr<QNetworkAccessManager> m_manager;
    QNetworkReply *m_reply = nullptr; // m_manager's; null before start() and once it is over
    std::unique_ptr<ContentDecoder> m_content;
    ConnectionProbe m_probe;
    QTimer *m_connectTimer;
    QStringList m_certificateProblems;    // that no consent covers
    CertificateFingerprint m_fingerprint; // of the certificate that has them
    bool m_isConnected = false;
    bool m_hasHead = false;
};

} // namespace runnel
