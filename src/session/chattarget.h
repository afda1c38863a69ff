// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "provider/endpoint.h"
#include "provider/proxysettings.h"
#include "provider/trustedcertificates.h"

#include <QByteArray>
#include <QProcessEnvironment>
#include <QString>

namespace runnel {

/// Whom a conversation talks to: a value.
struct ChatTarget
{
    Endpoint endpoint;
    QString model;       ///< empty: the server chooses
    bool isDemo = false; ///< the built-in one: without an address until a DemoProvider serves it
};

/// How a person names a server; what is empty was not said.
struct TargetDescription
{
    QString url;      ///< the base that the vendors' SDKs take
    QString provider; ///< a preset's name, or "demo"
    QString model;
    QString keyFile;     ///< a file whose content is the key
    QStringList headers; ///< "Name: value"
};

/// Finds server and key. The key is the file's; else that of RUNNEL_API_KEY, for whatever server is
/// named; else that of the vendor's usual variable, only when the address is the vendor's own. None is no
/// error.
///
/// Error::InvalidInput: the description contradicts itself or names nothing; Error::NotFound: an unknown
/// provider; Error::Io and Error::PermissionDenied: the key file. The message is a sentence for the
/// person.
Result<ChatTarget> resolveTarget(
    const TargetDescription &description, const QProcessEnvironment &environment);

/// The consent to one certificate for the server at @p baseUrl, by its SHA-256 fingerprint as a person gives
/// it. Error::InvalidInput, as a sentence: the server is not asked over TLS, or that is no fingerprint.
Result<TrustedCertificates> acceptCertificate(const QString &fingerprint, const QUrl &baseUrl);

/// The names that TargetDescription::provider takes.
QStringList providerNames();

/// The name under which a person knows what usually listens at that loopback address ("Ollama"), or "".
QString localServerName(const QString &hostAndPort);

/// Whether a key would travel unencrypted over a network.
bool isKeyExposed(const Endpoint &endpoint);

} // namespace runnel
