// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/faultserver.h"

#include <algorithm>

namespace runnel {

namespace {

TlsIdentities identitiesFor(const QList<FaultScript> &scripts)
{
    TlsIdentities identities;
    for (const FaultScript &script : scripts) {
        for (const FaultStep &step : script.steps()) {
            if (step.kind == FaultStep::Kind::StartTls && !identities.contains(step.certificate))
                identities.emplace(step.certificate, std::make_unique<TlsIdentity>(step.certificate));
        }
    }
    return identities;
}

} // namespace

FaultServer::FaultServer(const FaultScript &script, const FaultServerOptions &options)
    : FaultServer(QList<FaultScript>{script}, options)
{
}

FaultServer::FaultServer(const QList<FaultScript> &scripts, const FaultServerOptions &options)
    : m_scripts(scripts), m_address(options.address), m_identities(identitiesFor(scripts)),
      m_record(options.requestSeen),
      m_listener(scripts.constFirst().listening(), options.address,
          [this](OwnedDescriptor socket, int number, const Latch &stop) {
              const FaultScript &script = m_scripts.at(std::min<qsizetype>(number, m_scripts.size() - 1));
              FaultConnection(std::move(socket), number, script, m_identities, m_record, m_gates, stop).run();
          })
{
}

QUrl FaultServer::url(const QString &path) const
{
    QUrl url;
    url.setScheme(m_scripts.constFirst().usesTls() ? QStringLiteral("https") : QStringLiteral("http"));
    url.setHost(m_address == LoopbackAddress::V6 ? QStringLiteral("::1") : QStringLiteral("127.0.0.1"));
    url.setPort(port());
    url.setPath(path);
    return url;
}

QByteArray FaultServer::certificatePem(Certificate certificate) const
{
    const auto found = m_identities.find(certificate);
    return found == m_identities.end() ? QByteArray() : found->second->certificatePem();
}

int FaultServer::connectionCount() const
{
    return static_cast<int>(connections().size());
}

int FaultServer::requestCount(QByteArrayView method) const
{
    const QList<RecordedRequest> all = requests();
    return static_cast<int>(std::count_if(all.cbegin(), all.cend(), [method](const RecordedRequest &request) {
        return request.isWhole && (method.isEmpty() || request.method == method);
    }));
}

} // namespace runnel
