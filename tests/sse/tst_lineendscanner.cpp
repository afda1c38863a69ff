// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sse/lineendscanner.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace runnel;

namespace {

QByteArray randomBytes(QRandomGenerator &random, qsizetype size)
{
    // Near misses of CR and LF, and both with the top bit set, among others.
    static constexpr char alphabet[] = "\n\r\x09\x0B\x0C\x0E\x8A\x8D\x7F\x80\xFF\x01 abc";
    QByteArray bytes(size, '\0'); // the terminator of alphabet is one of its characters
    for (char &byte : bytes)
        byte = alphabet[random.bounded(int(sizeof alphabet))];
    return bytes;
}

bool hasNonAscii(const QByteArray &bytes)
{
    return std::ranges::any_of(bytes, [](char c) { return uchar(c) > 0x7F; });
}

} // namespace

class LineEndScannerTest final : public QObject
{
    Q_OBJECT

private slots:
    void allMappersAgree()
    {
        QRandomGenerator random(20260101);
        for (qsizetype size = 0; size <= LineEndMap::capacityBytes; size += size < 260 ? 1 : 97) {
            const QByteArray bytes = randomBytes(random, size);
            for (const LineEndMapper mapper : lineEndMappers()) {
                LineEndMap map = {};
                mapper(bytes, map);
                for (qsizetype i = 0; i < size; ++i)
                    QCOMPARE(bool(map.ends[i / 64] >> (i % 64) & 1), bytes[i] == '\n' || bytes[i] == '\r');
                for (qsizetype b = 0; b * 64 < size; ++b)
                    QCOMPARE(bool(map.nonAscii >> b & 1), hasNonAscii(bytes.mid(b * 64, 64)));
                if (const qsizetype rest = size % 64) // no end is seen past the end of the bytes
                    QCOMPARE(map.ends[size / 64] >> rest, quint64(0));
            }
        }
    }

    void everyByteValueAtEveryPlace()
    {
        for (int value = 0; value < 256; ++value) {
            for (int place = 0; place < 64; ++place) {
                QByteArray block(64, 'a');
                block[place] = char(value);
                for (const LineEndMapper mapper : lineEndMappers()) {
                    LineEndMap map = {};
                    mapper(block, map);
                    QCOMPARE(map.ends[0], value == '\n' || value == '\r' ? quint64(1) << place : 0);
                    QCOMPARE(map.nonAscii, quint64(value >= 0x80));
                }
            }
        }
    }

    void scannerFindsAll()
    {
        QRandomGenerator random(20260102);
        for (const qsizetype size : {0, 1, 63, 64, 65, 4095, 4096, 4097, 8192, 10000}) {
            const QByteArray bytes = randomBytes(random, size);
            LineEndMap map;
            LineEndScanner scanner(bytes, map);
            qsizetype lineBegin = 0;
            for (qsizetype i = 0; i <= size; ++i) {
                if (i < size && bytes[i] != '\n' && bytes[i] != '\r')
                    continue;
                const char *at = scanner.next();
                QCOMPARE(at, i < size ? bytes.constData() + i : nullptr);
                const QByteArray line = bytes.mid(lineBegin, i - lineBegin);
                if (hasNonAscii(line))
                    QVERIFY(scanner.nonAscii());
                lineBegin = i + 1;
            }
            QVERIFY(!scanner.next());
        }
    }

    void asciiRaisesNoAlarm()
    {
        const QByteArray bytes = QByteArray(5000, 'a') + '\n' + QByteArray(64, 'a') + "\xC3\xBC";
        LineEndMap map;
        LineEndScanner scanner(bytes, map);
        QVERIFY(scanner.next());
        QVERIFY(!scanner.nonAscii());
        QVERIFY(!scanner.next());
        QVERIFY(scanner.nonAscii());
    }
};

QTEST_GUILESS_MAIN(LineEndScannerTest)
#include "tst_lineendscanner.moc"
