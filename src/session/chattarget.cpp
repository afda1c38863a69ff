// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/chattarget.h"

#include "base/redaction.h"
#include "provider/answerfailure.h"
#include "provider/providerpreset.h"
#include "provider/requestencoder.h"

#include <QCoreApplication>
#include <QFile>
#include <QHostAddress>

#include <algorithm>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;

QString sentence(const char *text)
{
    return QCoreApplication::translate("ChatTarget", text);
}

Error invalid(const QString &message)
{
    return Error{Error::Kind::InvalidInput, message, {}, 0};
}

constexpr QLatin1StringView demoName("demo");

bool isLoopbackHost(const QString &host)
{
    return host.compare("localhost"_L1, Qt::CaseInsensitive) == 0 || QHostAddress(host).isLoopback();
}

Result<QUrl> parseBaseUrl(const QString &text)
{
    // People type "localhost:11434/v1", whose scheme a parser takes to be "localhost".
    QString completed = text.trimmed();
    if (!completed.contains("://"_L1))
        completed.prepend("http://"_L1);
    const QUrl url(completed, QUrl::StrictMode);
    const QString scheme = url.scheme();
    if (!url.isValid() || url.host().isEmpty() || (scheme != "http"_L1 && scheme != "https"_L1)) {
        return invalid(
            sentence("\"%1\" is no address of a server. Give one such as http://localhost:11434/v1.")
                .arg(text));
    }
    if (!url.userInfo().isEmpty()) {
        return invalid(
            sentence("Leave user name and password out of the address: give the key by the variable "
                     "RUNNEL_API_KEY or by a key file."));
    }
    return url;
}

Result<Secret> keyFromFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        const auto kind
            = file.error() == QFileDevice::PermissionsError ? Error::Kind::PermissionDenied : Error::Kind::Io;
        return Error{
            kind, sentence("The key file %1 cannot be read: %2.").arg(path, file.errorString()), {}, 0};
    }
    constexpr qint64 longestKeyBytes = 16 * 1024;
    QByteArray content = file.read(longestKeyBytes + 1);
    const Secret key(content.trimmed());
    const qsizetype size = content.size();
    content.fill('\0');
    if (key.isEmpty())
        return invalid(sentence("The key file %1 is empty.").arg(path));
    if (size > longestKeyBytes || !isValidHeader("Authorization", key.reveal()))
        return invalid(sentence("The key file %1 does not hold one key on one line.").arg(path));
    return key;
}

Result<Secret> keyFromVariable(const QProcessEnvironment &environment, const QString &name)
{
    const Secret key(environment.value(name).trimmed().toUtf8());
    if (!isValidHeader("Authorization", key.reveal()))
        return invalid(sentence("The variable %1 does not hold one key on one line.").arg(name));
    return key;
}

Result<Secret> findKey(
    const TargetDescription &description, const QUrl &url, const QProcessEnvironment &environment)
{
    if (!description.keyFile.isEmpty())
        return keyFromFile(description.keyFile);
    const QString ownVariable = u"RUNNEL_API_KEY"_s;
    if (!environment.value(ownVariable).trimmed().isEmpty())
        return keyFromVariable(environment, ownVariable);
    const ProviderPreset *vendor = vendorOf(url);
    if (!vendor)
        return Secret();
    return keyFromVariable(environment, QString::fromLatin1(vendor->keyVariable));
}

// No key is looked for: the demo wants none, and a key goes nowhere it is not wanted.
Result<ChatTarget> demoTarget(const TargetDescription &description)
{
    if (!description.url.isEmpty() || !description.keyFile.isEmpty() || !description.headers.isEmpty())
        return invalid(sentence("The demo runs inside this program: it takes no address, key or header."));
    ChatTarget target;
    target.model = description.model;
    target.isDemo = true;
    return target;
}

Result<void> addHeaders(const QStringList &lines, Endpoint &endpoint)
{
    for (const QString &line : lines) {
        const qsizetype colon = line.indexOf(u':');
        const QByteArray name = line.left(qMax<qsizetype>(colon, 0)).trimmed().toUtf8();
        const QByteArray value = line.mid(colon + 1).trimmed().toUtf8();
        if (colon < 0 || !isValidHeader(name, value))
            return invalid(sentence("\"%1\" is no header. Give it as \"Name: value\".").arg(line));
        if (isSecretHeader(name)) {
            return invalid(
                sentence("A key in an argument can be read by every program on this computer. Give it by "
                         "the variable RUNNEL_API_KEY or by a key file."));
        }
        static constexpr QByteArrayView ours[] = {"connection", "content-length", "host", "transfer-encoding",
            "accept-encoding", "upgrade", "expect", "te", "trailer"};
        if (std::find(std::begin(ours), std::end(ours), QByteArrayView(name.toLower())) != std::end(ours))
            return invalid(sentence("The header %1 belongs to the transport and cannot be set.")
                               .arg(QString::fromUtf8(name)));
        endpoint.headers.append({name, value});
    }
    return {};
}

} // namespace

QStringList providerNames()
{
    QStringList names{demoName};
    for (const ProviderPreset &preset : providerPresets())
        names.append(preset.name);
    return names;
}

Result<ChatTarget> resolveTarget(const TargetDescription &description, const QProcessEnvironment &environment)
{
    if (description.provider.compare(demoName, Qt::CaseInsensitive) == 0)
        return demoTarget(description);
    const ProviderPreset *preset = nullptr;
    if (!description.provider.isEmpty()) {
        preset = providerPresetNamed(description.provider);
        if (!preset) {
            return Error{Error::Kind::NotFound,
                sentence("There is no provider \"%1\". Known are: %2. For any other server give its address "
                         "by --url.")
                    .arg(description.provider, providerNames().join(", "_L1)),
                {}, 0};
        }
    }
    ChatTarget target;
    target.model = description.model;
    if (!description.url.isEmpty()) {
        auto url = parseBaseUrl(description.url);
        if (!url)
            return url.error();
        target.endpoint.baseUrl = url.takeValue();
    } else if (preset && preset->baseUrl.isEmpty()) {
        return invalid(sentence("Every customer of %1 has an address of their own: give yours by --url.")
                           .arg(preset->displayName));
    } else if (preset) {
        target.endpoint.baseUrl = preset->baseUrl;
    } else {
        return invalid(
            sentence("Say which server to ask: by its address, such as --url http://localhost:11434/v1, or "
                     "by --provider, one of %1.")
                .arg(providerNames().join(", "_L1)));
    }

    // An address tells as well whose ways to follow.
    if (!preset)
        preset = vendorOf(target.endpoint.baseUrl);
    if (preset) {
        target.endpoint.keyPlacement = preset->keyPlacement;
        target.endpoint.maxTokensName = preset->maxTokensName;
        target.endpoint.asksForUsage = preset->asksForUsage;
    }
    auto key = findKey(description, target.endpoint.baseUrl, environment);
    if (!key)
        return key.error();
    target.endpoint.key = key.takeValue();
    if (auto added = addHeaders(description.headers, target.endpoint); !added)
        return added.error();
    return target;
}

Result<TrustedCertificates> acceptCertificate(const QString &fingerprint, const QUrl &baseUrl)
{
    if (baseUrl.scheme() != "https"_L1)
        return invalid(sentence("A certificate can be accepted only for a server with an https:// address."));
    const auto read = CertificateFingerprint::fromText(fingerprint);
    if (!read) {
        return invalid(sentence("\"%1\" is no SHA-256 fingerprint of a certificate, which has 64 hexadecimal "
                                "digits.")
                           .arg(fingerprint));
    }
    TrustedCertificates trusted;
    trusted.accept(hostAndPort(baseUrl), read.value());
    return trusted;
}

QString localServerName(const QString &hostAndPort)
{
    const QUrl url(u"http://"_s + hostAndPort);
    if (!isLoopbackHost(url.host()))
        return {};
    for (const ProviderPreset &preset : providerPresets()) {
        if (preset.isLocal() && preset.baseUrl.port() == url.port())
            return preset.displayName;
    }
    return {};
}

bool isKeyExposed(const Endpoint &endpoint)
{
    return !endpoint.key.isEmpty() && endpoint.baseUrl.scheme() == "http"_L1
        && !isLoopbackHost(endpoint.baseUrl.host());
}

} // namespace runnel
