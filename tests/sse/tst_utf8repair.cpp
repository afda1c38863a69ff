// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sse/referenceparser.h"
#include "sse/utf8repair.h"

#include <QTest>

using namespace runnel;
using namespace runnel::test;

class Utf8RepairTest final : public QObject
{
    Q_OBJECT

private slots:
    void maximalSubparts_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("repaired");
        const QByteArray r = "\xEF\xBF\xBD";
        QTest::addRow("valid") << QByteArray("aü流🌊") << QByteArray("aü流🌊");
        QTest::addRow("Unicode 15, table 3-8")
            << QByteArray("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41") << r.repeated(8) + 'A';
        QTest::addRow("Unicode 15, table 3-9")
            << QByteArray("\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41") << r.repeated(8) + 'A';
        QTest::addRow("Unicode 15, table 3-10") << QByteArray("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42")
                                                << r.repeated(5) + 'A' + r.repeated(2) + 'B';
        QTest::addRow("Unicode 15, table 3-11")
            << QByteArray("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41") << r.repeated(4) + 'A';
        QTest::addRow("cut at the end") << QByteArray("a\xF0\x9F\x8C") << 'a' + r;
        QTest::addRow("a byte order mark stays")
            << QByteArray("\xEF\xBB\xBFx") << QByteArray("\xEF\xBB\xBFx");
    }
    void maximalSubparts()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, repaired);
        QByteArray out = "kept ";
        appendRepairedUtf8(bytes, out);
        QCOMPARE(out, "kept " + repaired);
    }

    // All sequences of three bytes at the borders of the table, and what Qt takes for valid.
    void equalsReference()
    {
        static constexpr uchar borders[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBB, 0xBF, 0xC0,
            0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF};
        for (const uchar a : borders) {
            for (const uchar b : borders) {
                for (const uchar c : borders) {
                    for (const uchar d : {uchar(0x41), uchar(0x80), uchar(0xBF)}) {
                        const QByteArray bytes = {"x" + QByteArray(1, char(a)) + char(b) + char(c) + char(d)};
                        QByteArray repaired;
                        appendRepairedUtf8(bytes, repaired);
                        QCOMPARE(repaired, utf8Encode(utf8Decode(bytes)));
                        // The parser asks Qt first, and repairs only what Qt refuses.
                        QCOMPARE(QByteArrayView(bytes).isValidUtf8(), repaired == bytes);
                    }
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(Utf8RepairTest)
#include "tst_utf8repair.moc"
