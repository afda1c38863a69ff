// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/connectiontally.h"

#include <QTest>

using namespace runnel;

class ConnectionTallyTest final : public QObject
{
    Q_OBJECT

private slots:
    void countsWhoBelongsTogether_data();
    void countsWhoBelongsTogether();
    void forgetsThoseThatWent();
};

void ConnectionTallyTest::countsWhoBelongsTogether_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::addColumn<bool>("together");
    const auto row = [](const char *first, const char *second, bool together) {
        QTest::addRow("%s and %s", first, second)
            << QString::fromLatin1(first) << QString::fromLatin1(second) << together;
    };
    row("10.0.0.1", "10.0.0.1", true);
    row("10.0.0.1", "10.0.0.2", false);
    row("10.0.0.1", "::ffff:10.0.0.1", true);
    row("2001:db8::1", "2001:db8::ffff:1", true);
    row("2001:db8:0:1::1", "2001:db8:0:2::1", false);
    row("fe80::1%eth0", "fe80::2%eth1", true);
    row("::1", "127.0.0.1", false);
}

void ConnectionTallyTest::countsWhoBelongsTogether()
{
    QFETCH(const QString, first);
    QFETCH(const QString, second);
    QFETCH(const bool, together);
    ConnectionTally tally;
    tally.add(QHostAddress(first));
    QCOMPARE(tally.from(QHostAddress(second)), together ? 1 : 0);
    tally.add(QHostAddress(second));
    QCOMPARE(tally.from(QHostAddress(first)), together ? 2 : 1);
    QCOMPARE(tally.total(), 2);
}

void ConnectionTallyTest::forgetsThoseThatWent()
{
    ConnectionTally tally;
    const QHostAddress address(QHostAddress::LocalHost);
    tally.add(address);
    tally.add(address);
    tally.remove(address);
    QCOMPARE(tally.from(address), 1);
    tally.remove(address);
    QCOMPARE(tally.from(address), 0);
    QCOMPARE(tally.total(), 0);
}

QTEST_GUILESS_MAIN(ConnectionTallyTest)
#include "tst_connectiontally.moc"
