// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/filedescriptor.h"

#include <QTest>

#include <cerrno>
#include <fcntl.h>
#include <utility>

using namespace runnel;

class FileDescriptorTest final : public QObject
{
    Q_OBJECT

private slots:
    void ownsOneDescriptor()
    {
        FileDescriptor first(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        const int number = first.get();
        QVERIFY(first.isOpen());
        FileDescriptor second(std::move(first));
        QVERIFY(!first.isOpen());
        QCOMPARE(second.get(), number);
        second = FileDescriptor();
        QVERIFY(!second.isOpen());
        QCOMPARE(::fcntl(number, F_GETFD), -1); // closed, not just forgotten
    }

    void errors_data()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<Error::Kind>("kind");
        QTest::addRow("disk full") << ENOSPC << Error::Kind::NoSpace;
        QTest::addRow("quota") << EDQUOT << Error::Kind::NoSpace;
        QTest::addRow("file size limit") << EFBIG << Error::Kind::NoSpace;
        QTest::addRow("access") << EACCES << Error::Kind::PermissionDenied;
        QTest::addRow("read-only") << EROFS << Error::Kind::PermissionDenied;
        QTest::addRow("missing") << ENOENT << Error::Kind::NotFound;
        QTest::addRow("medium") << EIO << Error::Kind::Io;
    }
    void errors()
    {
        QFETCH(int, number);
        QFETCH(Error::Kind, kind);
        const Error error = systemError(number, QStringLiteral("cannot write"), QStringLiteral("/x"));
        QCOMPARE(error.kind, kind);
        QCOMPARE(error.message, QStringLiteral("cannot write /x"));
        QVERIFY(!error.detail.isEmpty());
    }
};

QTEST_GUILESS_MAIN(FileDescriptorTest)
#include "tst_filedescriptor.moc"
