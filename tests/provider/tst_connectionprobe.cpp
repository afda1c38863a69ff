// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/connectionprobe.h"

#include "support/faultserver.h"

#include <QDir>
#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;

namespace {

using EndedBy = Failure::EndedBy;

ConnectionProbe::Claims claims()
{
    return std::make_shared<QSet<quint64>>();
}

int descriptorCount()
{
    const QDir directory(u"/proc/self/fd"_s);
    return int(directory.entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System).size());
}

} // namespace

class ConnectionProbeTest final : public QObject
{
    Q_OBJECT

private slots:
    void ends_data()
    {
        QTest::addColumn<FaultScript>("script");
        QTest::addColumn<EndedBy>("endedBy");
        QTest::addColumn<int>("receivedBytes");
        QTest::addRow("FIN") << FaultScript().awaitRelease().thenFin() << EndedBy::PeerClosed << 0;
        QTest::addRow("RST") << FaultScript().awaitRelease().thenReset() << EndedBy::PeerReset << 0;
        QTest::addRow("words, then FIN")
            << FaultScript().awaitRelease().send("words").thenFin() << EndedBy::PeerClosed << 5;
    }

    void ends()
    {
        QFETCH(FaultScript, script);
        QFETCH(EndedBy, endedBy);
        QFETCH(int, receivedBytes);
        FaultServer server(script);
        const FileDescriptor socket = connectToLoopback(server.port());
        QTRY_COMPARE(server.waitingCount(), 1);
        ConnectionProbe probe(claims());
        QVERIFY(!probe.receivedBytes()); // not attached
        probe.attach(server.port());
        QCOMPARE(probe.endedBy(), EndedBy::Unknown);
        QCOMPARE(probe.receivedBytes(), 0U);
        server.release();
        QTRY_COMPARE(probe.endedBy(), endedBy);
        QCOMPARE(int(probe.receivedBytes().value()), receivedBytes);
        probe.detach();
        QCOMPARE(probe.endedBy(), EndedBy::Unknown);
    }

    void twoToOnePortAreNotToldApart()
    {
        FaultServer server(FaultScript().thenHang());
        const FileDescriptor one = connectToLoopback(server.port());
        const FileDescriptor two = connectToLoopback(server.port());
        QTRY_COMPARE(server.connectionCount(), 2);
        const int before = descriptorCount();
        ConnectionProbe probe(claims());
        probe.attach(server.port());
        QVERIFY(!probe.receivedBytes());
        QCOMPARE(descriptorCount(), before);
    }

    void aClaimedOneIsLeftAlone()
    {
        FaultServer server(FaultScript().thenHang());
        const auto shared = claims();
        const FileDescriptor one = connectToLoopback(server.port());
        ConnectionProbe first(shared);
        first.attach(server.port());
        QVERIFY(first.receivedBytes());
        const FileDescriptor two = connectToLoopback(server.port());
        {
            ConnectionProbe second(shared);
            second.attach(server.port());
            QVERIFY(second.receivedBytes());
            QCOMPARE(shared->size(), 2);
        }
        QCOMPARE(shared->size(), 1);
    }

    void descriptorsAreGivenBack()
    {
        FaultServer server(FaultScript().thenHang());
        const FileDescriptor socket = connectToLoopback(server.port());
        QTRY_COMPARE(server.connectionCount(), 1); // the server's descriptors are ours, too
        const int before = descriptorCount();
        for (int i = 0; i < 100; ++i) {
            ConnectionProbe probe(claims());
            probe.attach(server.port());
            QCOMPARE(descriptorCount(), before + 1);
        }
        QCOMPARE(descriptorCount(), before);
    }
};

QTEST_GUILESS_MAIN(ConnectionProbeTest)
#include "tst_connectionprobe.moc"
