// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "provider/serveridentity.h"

#include <QObject>
#include <QTcpSocket>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace runnel {

/// Finds out which model server, if any, is at one origin. Sends no key.
///
/// Exactly one ended() after start(), no later than the limit, never from within start(). Main thread.
class ServerProbe final : public QObject
{
    Q_OBJECT

public:
    struct Settings
    {
        std::chrono::milliseconds limit{300}; ///< for all of it; then what was answered so far decides
        ProxySettings proxy;
        TrustedCertificates trusted;
    };

    /// @p origin is scheme, host and port; its path is not looked at.
    ServerProbe(const QUrl &origin, const Settings &settings, QObject *parent = nullptr);
    ~ServerProbe() override;

    /// Once an object.
    void start();

    /// None before ended(), and when there is no model server.
    const std::optional<ServerIdentity> &identity() const { return m_identity; }
    /// The answer to /v1/models, if any came.
    QByteArray modelList() const;

signals:
    void ended();

private:
    void ask();
    void end();

    const QUrl m_origin;
    const Settings m_settings;
    QTimer m_deadline;
    QTcpSocket m_door; // tells a closed port without the cost of a request
    std::vector<std::unique_ptr<HttpFetch>> m_fetches;
    QHash<QString, FetchedAnswer> m_answers;
    std::optional<ServerIdentity> m_identity;
    int m_openCount = 0;
    bool m_isOver = false;
};

} // namespace runnel
