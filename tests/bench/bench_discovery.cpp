// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/benchmark.h"
#include "bench/rooms.h"

#include "provider/endpointdiscovery.h"

#include <QEventLoop>

#include <chrono>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

namespace runnel::bench {

namespace {

constexpr int roundCount = 21; // odd: the median is a measurement
constexpr int portCount = 6;   // as many as are looked at by default

/// Ports that were free a moment ago, so that nobody answers there.
QList<quint16> closedPorts()
{
    QList<quint16> ports;
    for (int i = 0; i < portCount; ++i) {
        const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        bind(descriptor, reinterpret_cast<sockaddr *>(&address), size);
        getsockname(descriptor, reinterpret_cast<sockaddr *>(&address), &size);
        ports.append(ntohs(address.sin_port));
        close(descriptor);
    }
    return ports;
}

/// The bare system calls: one refused connect() for each port, on both addresses.
void knock(const QList<quint16> &ports)
{
    for (const quint16 port : ports) {
        sockaddr_in v4 = {};
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        sockaddr_in6 v6 = {};
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(port);
        v6.sin6_addr = in6addr_loopback;
        for (const auto &[address, size] : {std::pair{reinterpret_cast<sockaddr *>(&v4), sizeof v4},
                 std::pair{reinterpret_cast<sockaddr *>(&v6), sizeof v6}}) {
            const int descriptor = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
            (void)!connect(descriptor, address, socklen_t(size));
            close(descriptor);
        }
    }
}

template <typename Work> double milliseconds(Work &&work)
{
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

} // namespace

void benchmarkDiscovery(Benchmark &benchmark)
{
    Measurement measurement;
    measurement.name = "provider/discovery/nothing-there";
    measurement.unit = "ms";
    if (!benchmark.wants(measurement.name))
        return;
    const QList<quint16> ports = closedPorts();
    QList<double> values;
    QList<double> references;
    QList<double> ratios;
    // Wall clock, not CPU: what counts is how long a person waits.
    for (int round = 0; round < roundCount; ++round) {
        values.append(milliseconds([&] {
            EndpointDiscovery discovery({ports, std::chrono::milliseconds(300)});
            QEventLoop loop;
            QObject::connect(&discovery, &EndpointDiscovery::finished, &loop, &QEventLoop::quit);
            discovery.start();
            loop.exec();
        }));
        references.append(milliseconds([&] { knock(ports); }));
        ratios.append(values.last() / references.last());
    }
    measurement.value = median(values);
    measurement.reference = median(references);
    measurement.ratio = median(ratios);
    benchmark.report(measurement);
}

} // namespace runnel::bench
