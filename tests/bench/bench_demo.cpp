// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/benchmark.h"
#include "bench/rooms.h"
#include "demo/demorecording.h"
#include "demo/demoserver.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QTcpSocket>

namespace runnel::bench {

namespace {

// The request to the connection's end; the client is a bare socket, so that only the demo is measured.
double secondsToAnswer(const QUrl &url, const QByteArray &question)
{
    const QByteArray body
        = "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"" + question + "\"}]}";
    QTcpSocket socket;
    QEventLoop loop;
    QObject::connect(&socket, &QTcpSocket::disconnected, &loop, &QEventLoop::quit);
    QObject::connect(&socket, &QTcpSocket::readyRead, &loop, [&socket] { socket.readAll(); });
    socket.connectToHost(url.host(), quint16(url.port()));
    QElapsedTimer time;
    time.start();
    socket.write("POST " + url.path().toLatin1()
        + "/chat/completions HTTP/1.1\r\nHost: " + url.authority().toLatin1()
        + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    loop.exec();
    return double(time.nsecsElapsed()) / 1e9;
}

} // namespace

// By the wall clock, since pace is what is measured: how long the demo takes by how long its recording says.
void benchmarkDemo(Benchmark &benchmark)
{
    const QByteArray name = "demo/pace/4x";
    if (!benchmark.wants(name))
        return;
    constexpr double speed = 4;
    const DemoLibrary library = DemoLibrary::shipped();
    const DemoScript &script = library.scripts()[library.indexFor(QStringLiteral("table"))];
    auto recording = recordDemoScript(script);
    auto demo = DemoServer::start({speed, {}}, library);
    if (!recording || !demo)
        qFatal("the demo cannot start");
    const double recorded = std::chrono::duration<double>(recording.value()->duration()).count() / speed;
    const double taken = secondsToAnswer(demo.value()->baseUrl(), "table");
    benchmark.report({.name = name,
        .unit = "s",
        .value = taken,
        .reference = recorded,
        .ratio = taken / recorded,
        .budget = {}});
}

} // namespace runnel::bench
