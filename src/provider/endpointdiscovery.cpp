// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/endpointdiscovery.h"

#include <QTimer>

namespace runnel {

using namespace Qt::StringLiterals;

EndpointDiscovery::EndpointDiscovery(const Settings &settings, QObject *parent)
    : QObject(parent), m_settings(settings)
{
}

EndpointDiscovery::~EndpointDiscovery() = default;

void EndpointDiscovery::start()
{
    Q_ASSERT(m_candidates.empty());
    for (const quint16 port : m_settings.ports) {
        for (const QString &host : {u"127.0.0.1"_s, u"::1"_s}) {
            QUrl origin;
            origin.setScheme(u"http"_s);
            origin.setHost(host);
            origin.setPort(port);
            ServerProbe::Settings settings;
            settings.limit = m_settings.limit;
            settings.proxy.mode = ProxySettings::Mode::None;
            m_candidates.push_back({std::make_unique<ServerProbe>(origin, settings), origin});
        }
    }
    if (m_candidates.empty())
        QTimer::singleShot(0, this, &EndpointDiscovery::finished);
    for (const Candidate &candidate : m_candidates) {
        connect(candidate.probe.get(), &ServerProbe::ended, this, [this] {
            if (++m_endedCount == m_candidates.size())
                emit finished();
        });
        candidate.probe->start();
    }
}

QList<DiscoveredServer> EndpointDiscovery::servers() const
{
    QList<DiscoveredServer> servers;
    for (size_t i = 0; i < m_candidates.size(); ++i) {
        const ServerProbe &probe = *m_candidates[i].probe;
        if (!probe.identity())
            continue;
        const bool isSecondAddress = i % 2 == 1;
        const bool isTwin = isSecondAddress && m_candidates[i - 1].probe->identity() == probe.identity()
            && m_candidates[i - 1].probe->modelList() == probe.modelList();
        if (isTwin)
            continue;
        QUrl base = m_candidates[i].origin;
        base.setPath(u"/v1"_s);
        servers.append({*probe.identity(), base});
    }
    return servers;
}

} // namespace runnel
