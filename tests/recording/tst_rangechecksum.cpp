// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/rangechecksum.h"

#include <QRandomGenerator>
#include <QTest>

#include <zlib.h>

using namespace runnel;

class RangeChecksumTest final : public QObject
{
    Q_OBJECT

private slots:
    void agreesWithZlib_data()
    {
        QTest::addColumn<qint64>("start");
        QTest::addColumn<qint64>("from");
        QTest::addColumn<qint64>("to");
        QTest::addRow("all") << 0LL << 0LL << 1000LL;
        QTest::addRow("nothing") << 0LL << 10LL << 10LL;
        QTest::addRow("inside one block") << 0LL << 3LL << 60LL;
        QTest::addRow("block to block") << 0LL << 64LL << 128LL;
        QTest::addRow("across") << 0LL << 63LL << 129LL;
        QTest::addRow("start in the middle") << 17LL << 100LL << 999LL;
        QTest::addRow("one byte") << 17LL << 17LL << 18LL;
    }
    void agreesWithZlib()
    {
        QFETCH(qint64, start);
        QFETCH(qint64, from);
        QFETCH(qint64, to);
        RangeChecksum sums;
        sums.restart(start);
        QCOMPARE(sums.sum(QByteArrayView(m_bytes).sliced(start), from, to), expected(from, to));
    }

    void agreesWhileTheWindowMoves()
    {
        QRandomGenerator random(1);
        RangeChecksum sums;
        sums.restart(0);
        for (qint64 at = 0; at < m_bytes.size() - 2000; at += random.bounded(1, 700)) {
            sums.discardBefore(at);
            if (!sums.covers(at))
                sums.restart(at);
            QVERIFY(sums.start() <= at);
            const qint64 to = at + random.bounded(0, 2000);
            QCOMPARE(sums.sum(QByteArrayView(m_bytes).sliced(sums.start()), at, to), expected(at, to));
        }
    }

    void forgetsWhatLiesBefore()
    {
        RangeChecksum sums;
        QVERIFY(!sums.covers(0));
        sums.restart(0);
        sums.sum(m_bytes, 0, 256);
        sums.discardBefore(130);
        QCOMPARE(sums.start(), 128);
        QVERIFY(!sums.covers(127));
        sums.discardBefore(5000);
        QVERIFY(!sums.covers(5000));
    }

private:
    quint32 expected(qint64 from, qint64 to) const
    {
        return quint32(
            crc32(0, reinterpret_cast<const Bytef *>(m_bytes.constData()) + from, uInt(to - from)));
    }

    const QByteArray m_bytes = [] {
        QByteArray bytes(20000, Qt::Uninitialized);
        QRandomGenerator random(7);
        for (char &byte : bytes)
            byte = char(random.bounded(256));
        return bytes;
    }();
};

QTEST_GUILESS_MAIN(RangeChecksumTest)
#include "tst_rangechecksum.moc"
