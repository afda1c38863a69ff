// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/frame.h"
#include "recording/framereader.h"
#include "recording/tapframes.h"
#include "taplog.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace runnel;

class FrameTest final : public QObject
{
    Q_OBJECT

private slots:
    // The example of the document is what the code writes, byte for byte.
    void documentedExample()
    {
        QByteArray written;
        appendVersionFrame(written, {1, FileVersion::Kind::Recording}, testTime());
        appendFrames(written, FrameType::Bytes, testTime(250), "data: hi\n\n");
        appendFrames(written, FrameType::Close, testTime(251), closePayload({"peer", "FIN"}));

        QFile document(QStringLiteral(RUNNEL_SOURCE_DIR "/docs/recording-format.md"));
        QVERIFY(document.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(document.readAll());
        const QRegularExpression block(
            QStringLiteral("```hex\n(.*?)```"), QRegularExpression::DotMatchesEverythingOption);
        QString hex;
        const QStringList lines = block.match(text).captured(1).split(QLatin1Char('\n'));
        for (const QString &line : lines)
            hex += line.section(QLatin1Char('|'), 0, 0);
        QCOMPARE(hex.simplified().toLatin1(), written.toHex(' '));
    }

    void lengths_data()
    {
        QTest::addColumn<qsizetype>("payloadBytes");
        QTest::addColumn<qsizetype>("writtenBytes");
        QTest::addRow("empty") << qsizetype(0) << qsizetype(19);
        QTest::addRow("one byte") << qsizetype(1) << qsizetype(20);
        QTest::addRow("longest frame") << qsizetype(65535) << qsizetype(65554);
        QTest::addRow("first continued") << qsizetype(65536) << qsizetype(65536 + 2 * 27);
        QTest::addRow("two full parts") << qsizetype(2 * 65527) << qsizetype(2 * 65554);
        QTest::addRow("one more") << qsizetype(2 * 65527 + 1) << qsizetype(2 * 65554 + 28);
        QTest::addRow("4 MB") << qsizetype(4000000) << qsizetype(4000000 + 62 * 27);
    }
    void lengths()
    {
        QFETCH(qsizetype, payloadBytes);
        QFETCH(qsizetype, writtenBytes);
        QByteArray out("before");
        appendFrames(out, FrameType::Bytes, testTime(), QByteArray(payloadBytes, 'x'));
        QCOMPARE(out.size(), writtenBytes + 6);
        QVERIFY(out.startsWith("before\xF5RNL"));
    }

    void versions_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<int>("version");
        QTest::addColumn<int>("kind");
        QTest::addRow("recording") << 1 << QByteArray::fromHex("010001") << 1 << 1;
        QTest::addRow("journal") << 1 << QByteArray::fromHex("010002") << 1 << 2;
        QTest::addRow("newer, longer") << 1 << QByteArray::fromHex("03010177") << 0x103 << 1;
        QTest::addRow("cut") << 1 << QByteArray::fromHex("0100") << -1 << 0;
        QTest::addRow("empty") << 1 << QByteArray() << -1 << 0;
        QTest::addRow("another type") << 4 << QByteArray::fromHex("010001") << -1 << 0;
    }
    void versions()
    {
        QFETCH(int, type);
        QFETCH(QByteArray, payload);
        QFETCH(int, version);
        QFETCH(int, kind);
        const auto read = fileVersion({FrameType(type), {}, payload, 0, 0});
        QCOMPARE(read ? int(read->version) : -1, version);
        QCOMPARE(read ? int(read->kind) : 0, kind);
    }
};

QTEST_GUILESS_MAIN(FrameTest)
#include "tst_frame.moc"
