// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "descriptors.h"
#include "recording/framereader.h"
#include "recording/recorder.h"
#include "recording/tapframes.h"
#include "taplog.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace runnel;

class RecorderTest final : public QObject
{
    Q_OBJECT

private slots:
    void writesWhatItIsTold_data()
    {
        QTest::addColumn<Recorder::Body>("body");
        QTest::addColumn<QStringList>("told");
        const QString request = QStringLiteral("request POST https://a.example/v1?key=redacted");
        const QString response = QStringLiteral("response 200 [X-Api-Key: <redacted>]");
        const QString close = QStringLiteral("close peer FIN");
        QTest::addRow("bytes") << Recorder::Body::Bytes
                               << QStringList{request, response, QStringLiteral("bytes data: x\n\n"), close};
        QTest::addRow("events") << Recorder::Body::Events
                                << QStringList{request, response, QStringLiteral("event message x 1"), close};
    }
    void writesWhatItIsTold()
    {
        QFETCH(Recorder::Body, body);
        QFETCH(QStringList, told);
        qint64 milliseconds = 0;
        const QString path = m_directory.filePath(QStringLiteral("reply.rec"));
        {
            auto created = Recorder::create(
                path, body, [&] { return testTime(milliseconds++); }, m_unexpected);
            QVERIFY(created);
            Recorder &recorder = *created.value();
            recorder.requestStarted("POST", QUrl(QStringLiteral("https://u:pw@a.example/v1?key=sk-canary")));
            recorder.responseStarted(200, {{"X-Api-Key", "sk-canary"}});
            recorder.bytesReceived("data: x\n\n");
            recorder.eventReceived("message", "x", "1");
            recorder.streamClosed({"peer", "FIN"});
            QVERIFY(!recorder.hasFailed());
        }
        const QByteArray written = content(path);
        QVERIFY(!written.contains("sk-canary"));
        FrameReader reader;
        QList<Frame> frames = reader.feed(written);
        frames += reader.finish();
        QVERIFY(reader.report().isWhole());
        QCOMPARE(frames.size(), told.size() + 1);
        QVERIFY(fileVersion(frames.takeFirst()) == (FileVersion{1, FileVersion::Kind::Recording}));
        TapLog log;
        for (qsizetype i = 0; i < frames.size(); ++i) {
            QVERIFY(deliverFrame(frames.at(i), log));
            QVERIFY(frames.at(i).time == testTime(i + 1));
        }
        QCOMPARE(log.lines, told);
    }

    void replacesAndCloses()
    {
        const QString path = m_directory.filePath(QStringLiteral("old.rec"));
        QFile old(path);
        QVERIFY(old.open(QIODevice::WriteOnly));
        old.write(QByteArray(1000, 'x'));
        old.close();
        QVERIFY(old.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
        QVERIFY(Recorder::create(
            path, Recorder::Body::Bytes, [] { return testTime(); }, m_unexpected));
        QCOMPARE(content(path).size(), 22);
        struct stat status = {};
        QCOMPARE(::stat(QFile::encodeName(path).constData(), &status), 0);
        QCOMPARE(int(status.st_mode & 0777), 0600);
    }

    void cannotBegin_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<Error::Kind>("kind");
        QTest::addRow("no such directory")
            << m_directory.filePath(QStringLiteral("no/x")) << Error::Kind::NotFound;
        QTest::addRow("a directory") << m_directory.path() << Error::Kind::Io;
        QTest::addRow("full") << QStringLiteral("/dev/full") << Error::Kind::NoSpace;
    }
    void cannotBegin()
    {
        QFETCH(QString, path);
        QFETCH(Error::Kind, kind);
        const auto created = Recorder::create(
            path, Recorder::Body::Bytes, [] { return testTime(); }, m_unexpected);
        QVERIFY(!created);
        QCOMPARE(created.error().kind, kind);
    }

    void failureIsToldOnce()
    {
        const QString path = m_directory.filePath(QStringLiteral("full.rec"));
        QList<Error> errors;
        auto created = Recorder::create(
            path, Recorder::Body::Bytes, [] { return testTime(); },
            [&](const Error &error) { errors.append(error); });
        QVERIFY(created);
        Recorder &recorder = *created.value();
        recorder.bytesReceived("kept");
        QVERIFY(replaceDescriptor(path, "/dev/full"));
        recorder.bytesReceived("lost");
        recorder.bytesReceived("not tried");
        recorder.streamClosed({"peer", "FIN"});
        QVERIFY(recorder.hasFailed());
        QCOMPARE(errors.size(), 1);
        QCOMPARE(errors.constFirst().kind, Error::Kind::NoSpace);
        FrameReader reader;
        QCOMPARE(reader.feed(content(path)).constLast().payload, QByteArray("kept"));
    }

private:
    static QByteArray content(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir m_directory;
    const Recorder::FailureCallback m_unexpected
        = [](const Error &error) { QFAIL(qPrintable(error.message)); };
};

QTEST_GUILESS_MAIN(RecorderTest)
#include "tst_recorder.moc"
