// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/recording.h"
#include "taplog.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace runnel;
using namespace std::chrono_literals;

class RecordingTest final : public QObject
{
    Q_OBJECT

private slots:
    void readsInAnyOrder()
    {
        const QByteArray big(300000, 'b');
        QByteArray bytes = version(1);
        appendFrames(bytes, FrameType::Bytes, testTime(10), "one");
        appendFrames(bytes, FrameType(0x55), testTime(20), "from the future");
        appendFrames(bytes, FrameType::Bytes, testTime(30), big);
        bytes += "garbage";
        appendFrames(bytes, FrameType::Close, testTime(40), "three");
        const auto opened = Recording::open(file(bytes));
        QVERIFY(opened);
        const Recording &recording = *opened.value();
        QCOMPARE(recording.entries().size(), 3);
        QCOMPARE(recording.unknownCount(), 1);
        QCOMPARE(recording.report().skippedBytes, 7);
        QCOMPARE(recording.duration().count(), (30ms / 1ns));
        QCOMPARE(recording.entries().at(1).position.count(), (20ms / 1ns));
        QCOMPARE(recording.frame(2).value().payload, QByteArray("three"));
        QVERIFY(recording.frame(1).value().payload == big);
        QCOMPARE(recording.frame(0).value().payload, QByteArray("one"));
        QVERIFY(recording.frame(0).value().time == testTime(10));
        QCOMPARE(recording.frame(2).value().endOffset, bytes.size());
    }

    void versions_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<int>("version");
        QTest::addRow("this") << version(1) << 1;
        QTest::addRow("newer") << version(9) << 9;
        QTest::addRow("damaged") << version(1).replace('\x01', '\x02') << 0;
        QTest::addRow("two: the first counts") << version(1) + version(2) << 1;
    }
    void versions()
    {
        QFETCH(QByteArray, head);
        QFETCH(int, version);
        appendFrames(head, FrameType::Bytes, testTime(), "kept");
        const auto opened = Recording::open(file(head));
        QVERIFY(opened);
        QCOMPARE(int(opened.value()->version().version), version);
        QCOMPARE(opened.value()->frame(0).value().payload, QByteArray("kept"));
    }

    void positionsNeverGoBack()
    {
        QByteArray bytes;
        for (const qint64 count : {qint64(0), qint64(50), qint64(20), std::numeric_limits<qint64>::min(),
                 qint64(60), std::numeric_limits<qint64>::max(), qint64(70)})
            appendFrames(bytes, FrameType::Bytes, UtcTime(std::chrono::nanoseconds(count)), "x");
        QCOMPARE(positions(bytes), (QList<qint64>{0, 50, 50, 50, 60, limit, limit}));
        QByteArray wide;
        appendFrames(wide, FrameType::Bytes, UtcTime(std::chrono::nanoseconds::min()), "x");
        appendFrames(wide, FrameType::Bytes, UtcTime(std::chrono::nanoseconds::max()), "x");
        QCOMPARE(positions(wide), (QList<qint64>{0, limit}));
    }

    void cannotOpen_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<Error::Kind>("kind");
        QTest::addRow("missing") << m_directory.filePath(QStringLiteral("none")) << Error::Kind::NotFound;
        QTest::addRow("a directory") << m_directory.path() << Error::Kind::InvalidInput;
        QTest::addRow("a device") << QStringLiteral("/dev/null") << Error::Kind::InvalidInput;
        QTest::addRow("empty") << file({}) << Error::Kind::Corrupt;
        QTest::addRow("something else") << file("data: {}\n\n") << Error::Kind::Corrupt;
    }
    void cannotOpen()
    {
        QFETCH(QString, path);
        QFETCH(Error::Kind, kind);
        const auto opened = Recording::open(path);
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, kind);
    }

    void aFileThatChangedIsNoticed()
    {
        QByteArray bytes = version(1);
        appendFrames(bytes, FrameType::Bytes, testTime(), "whole");
        const QString path = file(bytes);
        const auto opened = Recording::open(path);
        QVERIFY(opened);
        QVERIFY(QFile::resize(path, bytes.size() - 1));
        const auto frame = opened.value()->frame(0);
        QVERIFY(!frame);
        QCOMPARE(frame.error().kind, Error::Kind::Corrupt);
    }

private:
    static constexpr qint64 limit = Recording::maxPosition.count();

    static QByteArray version(quint16 number)
    {
        QByteArray out;
        appendVersionFrame(out, {number, FileVersion::Kind::Recording}, testTime());
        return out;
    }

    QString file(const QByteArray &bytes)
    {
        QFile out(m_directory.filePath(QString::number(++m_fileCount)));
        if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
            qFatal("cannot write the test's file");
        return out.fileName();
    }

    QList<qint64> positions(const QByteArray &bytes)
    {
        QList<qint64> result;
        const auto opened = Recording::open(file(bytes));
        for (const Recording::Entry &entry : opened.value()->entries())
            result.append(entry.position.count());
        return result;
    }

    QTemporaryDir m_directory;
    int m_fileCount = 0;
};

QTEST_GUILESS_MAIN(RecordingTest)
#include "tst_recording.moc"
