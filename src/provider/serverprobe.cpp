// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/serverprobe.h"

#include <QHostAddress>
#include <QNetworkProxy>

namespace runnel {

ServerProbe::ServerProbe(const QUrl &origin, const Settings &settings, QObject *parent)
    : QObject(parent), m_origin(origin), m_settings(settings)
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &ServerProbe::end);
    m_door.setProxy(QNetworkProxy::NoProxy);
    connect(&m_door, &QTcpSocket::connected, this, [this] {
        m_door.abort();
        ask();
    });
    // Queued, since a closed port may be known before connectToHost() returns.
    connect(&m_door, &QTcpSocket::errorOccurred, this, &ServerProbe::end, Qt::QueuedConnection);
}

ServerProbe::~ServerProbe() = default;

void ServerProbe::start()
{
    m_deadline.start(m_settings.limit);
    const QHostAddress address(m_origin.host());
    if (address.isLoopback())
        m_door.connectToHost(address, quint16(m_origin.port()));
    else
        ask(); // the way may lead through a proxy
}

void ServerProbe::ask()
{
    HttpFetch::Settings settings;
    settings.proxy = m_settings.proxy;
    settings.trusted = m_settings.trusted;
    settings.connectLimit = settings.limit = 2 * m_settings.limit; // ours is the one that counts
    constexpr qint64 longestAnswerBytes = 1024 * 1024;
    settings.bodyLimitBytes = longestAnswerBytes;
    for (const QString &path : identityPaths()) {
        QUrl url = m_origin.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment);
        url.setPath(path);
        const auto request = encodeFetch(url, Endpoint());
        if (!request)
            continue; // no http address: nothing is asked, and the deadline ends it
        auto fetch = std::make_unique<HttpFetch>(settings);
        connect(fetch.get(), &HttpFetch::ended, this, [this, path](const FetchedAnswer &answer) {
            if (answer.httpStatus != 0)
                m_answers.insert(path, answer);
            if (--m_openCount == 0)
                end();
        });
        fetch->start(request.value());
        m_fetches.push_back(std::move(fetch));
        ++m_openCount;
    }
}

void ServerProbe::end()
{
    if (m_isOver)
        return;
    m_isOver = true;
    m_deadline.stop();
    m_door.abort();
    for (auto &fetch : m_fetches) {
        // One of them may be what brought us here.
        disconnect(fetch.get(), nullptr, this, nullptr);
        fetch.release()->deleteLater();
    }
    m_fetches.clear();
    m_identity = identifyServer(m_answers);
    emit ended();
}

QByteArray ServerProbe::modelList() const
{
    return m_answers.value(QStringLiteral("/v1/models")).body;
}

} // namespace runnel
