// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "provider/serveridentity.h"
#include "provider/serverprobe.h"

#include <QList>
#include <QObject>

#include <chrono>
#include <memory>
#include <vector>

namespace runnel {

/// A model server on this computer.
struct DiscoveredServer
{
    ServerIdentity identity;
    QUrl baseUrl; ///< of its OpenAI dialect, such as http://127.0.0.1:11434/v1
};

/// Looks for model servers on this computer: at 127.0.0.1 and ::1 of every port, all at once.
///
/// Asks no other host, sends no key and follows no redirect. After start() exactly one finished(), no
/// later than the limit, never from within start(). Main thread.
class EndpointDiscovery final : public QObject
{
    Q_OBJECT

public:
    struct Settings
    {
        /// Ollama, LM Studio, llama.cpp, vLLM, Jan, KoboldCpp: where each listens unless told otherwise.
        QList<quint16> ports{11434, 1234, 8080, 8000, 1337, 5001};
        std::chrono::milliseconds limit{300}; ///< for each port
    };

    explicit EndpointDiscovery(const Settings &settings, QObject *parent = nullptr);
    ~EndpointDiscovery() override;

    /// Once an object.
    void start();

    /// What was found: after finished() all of it, in the order of the ports. A server that answers alike
    /// on both addresses is there once, with 127.0.0.1.
    QList<DiscoveredServer> servers() const;

signals:
    void finished();

private:
    struct Candidate
    {
        std::unique_ptr<ServerProbe> probe;
        QUrl origin;
    };

    const Settings m_settings;
    std::vector<Candidate> m_candidates; // 127.0.0.1 and ::1 of each port in turn
    size_t m_endedCount = 0;
};

} // namespace runnel
