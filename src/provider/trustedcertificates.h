// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QHash>
#include <QString>

class QSslCertificate;

namespace runnel {

/// The SHA-256 of a certificate in DER form.
class CertificateFingerprint final
{
public:
    /// Of nothing.
    CertificateFingerprint() = default;
    /// Empty for a null certificate.
    explicit CertificateFingerprint(const QSslCertificate &certificate);

    /// As people and tools write it: 64 hexadecimal digits in any case, with colons, spaces or nothing
    /// between them, and perhaps "SHA256:" or "sha256 Fingerprint=" in front. Error::InvalidInput.
    static Result<CertificateFingerprint> fromText(const QString &text);

    bool isEmpty() const { return m_digest.isEmpty(); }
    /// "AB:CD:…", as openssl and browsers show it.
    QString text() const;

    friend bool operator==(const CertificateFingerprint &, const CertificateFingerprint &) = default;

private:
    QByteArray m_digest; // 32 bytes, or none
};

/// The certificates that a person has accepted although no authority vouches for them: a value.
///
/// One a server, by its host and port, and by the server's own certificate, not by who signed it: a
/// consent is worth no more than what the person saw. A server whose certificate the system trusts needs
/// none and is not asked for here.
class TrustedCertificates final
{
public:
    /// Replaces what was accepted for that server before. @p hostAndPort is as hostAndPort() gives it.
    void accept(const QString &hostAndPort, const CertificateFingerprint &fingerprint);
    void forget(const QString &hostAndPort) { m_fingerprints.remove(hostAndPort.toLower()); }

    /// Empty: nothing was accepted for that server.
    CertificateFingerprint acceptedFor(const QString &hostAndPort) const;

private:
    QHash<QString, CertificateFingerprint> m_fingerprints; // by "host:port" in lower case
};

} // namespace runnel
