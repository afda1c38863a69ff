// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "chat/memoryblobsource.h"

#include <QtTest>

using namespace runnel;

class TestMemoryBlobSource : public QObject
{
    Q_OBJECT

private slots:
    void givesBackWhatItTook();
    void keepsEachContentOnce();
    void saysWhatItLacks();
};

void TestMemoryBlobSource::givesBackWhatItTook()
{
    MemoryBlobSource source;
    const Attachment added = source.add("abc", QStringLiteral("text/plain"), QStringLiteral("a.txt"));
    // FIPS 180-2, B.1: the digest of "abc".
    QCOMPARE(
        added.sha256.toHex(), QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    QCOMPARE(added.mimeType, QStringLiteral("text/plain"));
    QCOMPARE(added.name, QStringLiteral("a.txt"));
    QCOMPARE(added.sizeBytes, 3);
    const auto blob = source.blob(added.sha256);
    QVERIFY(blob);
    QCOMPARE(blob.value(), QByteArray("abc"));
}

void TestMemoryBlobSource::keepsEachContentOnce()
{
    MemoryBlobSource source;
    const Attachment first = source.add("same", QStringLiteral("text/plain"), QStringLiteral("1"));
    const Attachment second = source.add("same", QStringLiteral("text/x"), QStringLiteral("2"));
    QCOMPARE(first.sha256, second.sha256);
    QCOMPARE(second.name, QStringLiteral("2"));
    QCOMPARE(source.blobCount(), 1);
}

void TestMemoryBlobSource::saysWhatItLacks()
{
    const auto blob = MemoryBlobSource().blob(QByteArray(32, '\xab'));
    QVERIFY(!blob);
    QCOMPARE(blob.error().kind, Error::Kind::NotFound);
    QVERIFY(blob.error().message.contains(QStringLiteral("abab")));
}

QTEST_GUILESS_MAIN(TestMemoryBlobSource)
#include "tst_memoryblobsource.moc"
