// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "provider/modelcatalog.h"
#include "provider/serverprobe.h"

#include <QObject>

#include <memory>
#include <optional>

namespace runnel {

/// A server with its models, or why it does not tell them.
struct ListedServer
{
    ServerIdentity identity;
    QUrl baseUrl;
    QList<ModelInfo> models;
    std::optional<Failure> failure;
};

/// Finds out what a named server is, if its address does not say so, and which models it has.
///
/// Exactly one finished() after start(), never from within. Main thread.
class ServerListing final : public QObject
{
    Q_OBJECT

public:
    struct Settings
    {
        ModelCatalog::Settings catalog;
        /// To find out what kind of server it is; the key is not sent for that.
        std::chrono::milliseconds probeLimit{2000};
    };

    ServerListing(const Endpoint &endpoint, const Settings &settings, QObject *parent = nullptr);
    ~ServerListing() override;

    /// Once an object.
    void start();

    /// Complete after finished().
    const ListedServer &server() const { return m_server; }

signals:
    void finished();

private:
    void list();

    const Endpoint m_endpoint;
    const Settings m_settings;
    ListedServer m_server;
    std::unique_ptr<ServerProbe> m_probe;
    std::unique_ptr<ModelCatalog> m_catalog;
};

} // namespace runnel
