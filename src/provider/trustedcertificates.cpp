// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/trustedcertificates.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QSslCertificate>

namespace runnel {

CertificateFingerprint::CertificateFingerprint(const QSslCertificate &certificate)
    : m_digest(certificate.isNull() ? QByteArray() : certificate.digest(QCryptographicHash::Sha256))
{
}

Result<CertificateFingerprint> CertificateFingerprint::fromText(const QString &text)
{
    static const QRegularExpression form(
        QStringLiteral(
            "^\\s*(?:sha-?256(?:\\s+fingerprint)?\\s*[:=]\\s*)?((?:[0-9a-f]{2}[: ]?){31}[0-9a-f]{2})\\s*$"),
        QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return Error{Error::Kind::InvalidInput, QStringLiteral("not a SHA-256 fingerprint"), {}, 0};
    CertificateFingerprint fingerprint;
    fingerprint.m_digest = QByteArray::fromHex(match.captured(1).toLatin1()); // skips what is no digit
    return fingerprint;
}

QString CertificateFingerprint::text() const
{
    return QString::fromLatin1(m_digest.toHex(':').toUpper());
}

void TrustedCertificates::accept(const QString &hostAndPort, const CertificateFingerprint &fingerprint)
{
    Q_ASSERT(!fingerprint.isEmpty());
    m_fingerprints.insert(hostAndPort.toLower(), fingerprint);
}

CertificateFingerprint TrustedCertificates::acceptedFor(const QString &hostAndPort) const
{
    return m_fingerprints.value(hostAndPort.toLower());
}

} // namespace runnel
