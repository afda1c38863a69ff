// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "descriptors.h"
#include "recording/replyjournal.h"
#include "taplog.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <csignal>
#include <functional>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

using namespace runnel;
using namespace std::chrono_literals;

namespace {

QList<QByteArray> payloadsOf(const RecoveredJournal &journal)
{
    QList<QByteArray> result;
    for (const Frame &frame : journal.payloads())
        result.append(frame.payload);
    return result;
}

// What a writer appends as its number @p i: most small, some longer than a frame.
QByteArray numbered(int i)
{
    const QByteArray number = QByteArray::number(i);
    return i % 50 == 49 ? number.leftJustified(200000, '.') : number.leftJustified(80, '.');
}

// A writer in a process of its own; it tells the test by a pipe how far it is.
class Writer final
{
public:
    explicit Writer(const std::function<int(int pipe)> &run)
    {
        int ends[2] = {};
        if (::pipe(ends) != 0)
            qFatal("no pipe");
        m_pid = ::fork();
        if (m_pid == 0) {
            ::close(ends[0]);
            ::_exit(run(ends[1]));
        }
        ::close(ends[1]);
        m_pipe = ends[0];
    }
    ~Writer()
    {
        kill();
        ::close(m_pipe);
    }
    Q_DISABLE_COPY_MOVE(Writer)

    // One number the writer told, or -1 at its end.
    int next()
    {
        int number = -1;
        return ::read(m_pipe, &number, sizeof(number)) == sizeof(number) ? number : -1;
    }
    void kill()
    {
        if (m_pid > 0)
            ::kill(m_pid, SIGKILL);
        wait();
    }
    int wait()
    {
        int status = -1;
        if (m_pid > 0)
            ::waitpid(m_pid, &status, 0);
        m_pid = -1;
        return status;
    }

private:
    pid_t m_pid = -1;
    int m_pipe = -1;
};

bool tell(int pipe, int number)
{
    return ::write(pipe, &number, sizeof(number)) == sizeof(number);
}

} // namespace

class ReplyJournalTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_path = m_directory->filePath(QStringLiteral("reply.journal"));
    }

    void keepsWhatIsAppended()
    {
        QList<QByteArray> appended;
        {
            auto journal = create();
            for (int i = 0; i < 120; ++i) {
                appended.append(numbered(i));
                QVERIFY(journal->append(appended.constLast()));
            }
            QVERIFY(journal->append({}));
            appended.append(QByteArray());
            QCOMPARE(journal->unwrittenBytes(), 0);
            struct stat status = {};
            QCOMPARE(::stat(QFile::encodeName(m_path).constData(), &status), 0);
            QCOMPARE(int(status.st_mode & 0777), 0600);
        }
        const auto recovered = RecoveredJournal::open(m_path);
        QVERIFY(recovered);
        QCOMPARE(payloadsOf(recovered.value()), appended);
        QVERIFY(recovered.value().report().isWhole());
        QVERIFY(recovered.value().payloads().constFirst().time == testTime(7));
        QVERIFY(recovered.value().version() == (FileVersion{1, FileVersion::Kind::Journal}));
        QCOMPARE(QDir(m_directory->path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
    }

    void finishRemoves()
    {
        auto journal = create();
        QVERIFY(journal->append("words"));
        const auto sync = journal->syncTask();
        QVERIFY(journal->finish());
        QVERIFY(!QFile::exists(m_path));
        QVERIFY(sync()); // late, and harmless
        const auto recovered = RecoveredJournal::open(m_path);
        QVERIFY(!recovered);
        QCOMPARE(recovered.error().kind, Error::Kind::NotFound);
    }

    void finishThatFailsLeavesItUsable()
    {
        auto journal = create();
        QVERIFY(QFile::rename(m_path, m_path + u'x'));
        QCOMPARE(journal->finish().error().kind, Error::Kind::NotFound);
        QVERIFY(journal->append("still"));
        QVERIFY(QFile::rename(m_path + u'x', m_path));
        QVERIFY(journal->finish());
    }

    void cannotCreate_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<Error::Kind>("kind");
        QTest::addRow("something is there") << QStringLiteral("taken") << Error::Kind::InvalidInput;
        QTest::addRow("no directory") << QStringLiteral("none/reply") << Error::Kind::NotFound;
    }
    void cannotCreate()
    {
        QFETCH(QString, name);
        QFETCH(Error::Kind, kind);
        QFile taken(m_directory->filePath(QStringLiteral("taken")));
        QVERIFY(taken.open(QIODevice::WriteOnly));
        QCOMPARE(taken.write("precious"), 8);
        taken.close();
        const auto created = ReplyJournal::create(m_directory->filePath(name), m_clock);
        QVERIFY(!created);
        QCOMPARE(created.error().kind, kind);
        QVERIFY(taken.open(QIODevice::ReadOnly));
        QCOMPARE(taken.readAll(), QByteArray("precious"));
        QCOMPARE(QDir(m_directory->path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
    }

    void lockedWhileTheWriterLives()
    {
        Writer writer([this](int pipe) {
            auto journal = create();
            if (!journal->append("from another process") || !tell(pipe, 1))
                return 1;
            ::pause();
            return 0;
        });
        QCOMPARE(writer.next(), 1);
        const auto locked = RecoveredJournal::open(m_path);
        QVERIFY(!locked);
        QCOMPARE(locked.error().kind, Error::Kind::Locked);
        writer.kill();
        auto recovered = RecoveredJournal::open(m_path);
        QVERIFY(recovered);
        QCOMPARE(payloadsOf(recovered.value()), QList<QByteArray>{"from another process"});
        // Two starts at once: the second waits until the first has saved and removed it.
        QCOMPARE(RecoveredJournal::open(m_path).error().kind, Error::Kind::Locked);
        QVERIFY(recovered.takeValue().remove());
        QCOMPARE(RecoveredJournal::open(m_path).error().kind, Error::Kind::NotFound);
    }

    void lockedInThisProcessToo()
    {
        auto journal = create();
        QCOMPARE(RecoveredJournal::open(m_path).error().kind, Error::Kind::Locked);
        journal.reset();
        QVERIFY(RecoveredJournal::open(m_path));
    }

    void killLosesNothing_data()
    {
        QTest::addColumn<int>("shown");
        for (const int shown : {1, 2, 49, 50, 51, 100, 333})
            QTest::addRow("after %d", shown) << shown;
    }
    void killLosesNothing()
    {
        QFETCH(int, shown);
        Writer writer([this](int pipe) {
            auto journal = create();
            for (int i = 0; journal->append(numbered(i)) && tell(pipe, i); ++i) { }
            return 0;
        });
        int last = -1;
        while (last + 1 < shown)
            last = writer.next();
        writer.kill();
        for (int more = writer.next(); more >= 0; more = writer.next())
            last = more;
        const auto recovered = RecoveredJournal::open(m_path);
        QVERIFY(recovered);
        const QList<QByteArray> payloads = payloadsOf(recovered.value());
        QVERIFY2(payloads.size() > last, qPrintable(QString::number(payloads.size())));
        for (int i = 0; i < payloads.size(); ++i)
            QVERIFY(payloads.at(i) == numbered(i));
    }

    // The file may grow to a limit, in the middle of a frame, then further: all arrives, once, in order.
    void aFullDiskIsWaitedFor_data()
    {
        QTest::addColumn<int>("limit");
        // 22 bytes are the version frame, 99 each of the first payloads.
        QTest::addRow("between frames") << 22 + 3 * 99;
        QTest::addRow("in a header") << 22 + 3 * 99 + 5;
        QTest::addRow("in a payload") << 22 + 3 * 99 + 50;
        QTest::addRow("in a checksum") << 22 + 3 * 99 + 97;
        QTest::addRow("in a longer payload") << 22 + 49 * 99 + 100000;
    }
    void aFullDiskIsWaitedFor()
    {
        QFETCH(int, limit);
        Writer writer([&](int pipe) { return writeAgainstLimit(pipe, rlim_t(limit)); });
        QList<int> told;
        for (int number = writer.next(); number >= 0; number = writer.next())
            told.append(number);
        QCOMPARE(writer.wait(), 0);
        QVERIFY(told.contains(1000)); // a write failed
        const auto recovered = RecoveredJournal::open(m_path);
        QVERIFY(recovered);
        const QList<QByteArray> payloads = payloadsOf(recovered.value());
        QCOMPARE(payloads.size(), 60);
        for (int i = 0; i < payloads.size(); ++i)
            QVERIFY(payloads.at(i) == numbered(i));
        QVERIFY(recovered.value().report().isWhole());
    }

    void whatFailedEndsWithAWholeFrame()
    {
        auto journal = create();
        QVERIFY(journal->append("kept"));
        const int file = descriptorOf(m_path);
        const int saved = ::dup(file);
        QVERIFY(replaceDescriptor(m_path, "/dev/full"));
        QCOMPARE(journal->append("one").error().kind, Error::Kind::NoSpace);
        QCOMPARE(journal->append("two").error().kind, Error::Kind::NoSpace);
        QCOMPARE(journal->retry().error().kind, Error::Kind::NoSpace);
        QCOMPARE(journal->unwrittenBytes(), 2 * (19 + 3));
        QCOMPARE(::dup2(saved, file), file);
        ::close(saved);
        QVERIFY(journal->retry());
        QCOMPARE(journal->unwrittenBytes(), 0);
        QVERIFY(journal->append("three"));
        journal.reset();
        const auto recovered = RecoveredJournal::open(m_path);
        QVERIFY(recovered);
        QCOMPARE(payloadsOf(recovered.value()), (QList<QByteArray>{"kept", "one", "two", "three"}));
        QVERIFY(recovered.value().report().isWhole());
    }

    void syncIsDue()
    {
        std::chrono::milliseconds now{0};
        auto created = ReplyJournal::create(m_path, [&] { return testTime(now.count()); });
        QVERIFY(created);
        ReplyJournal &journal = *created.value();
        QVERIFY(journal.syncTask()());
        QVERIFY(!journal.syncDelay());
        now = 1000ms;
        QVERIFY(journal.append("a"));
        QVERIFY(journal.syncDelay() == 300ms);
        now = 1200ms;
        QVERIFY(journal.append("b"));
        QVERIFY(journal.syncDelay() == 100ms); // counted from the oldest
        now = 5000ms;
        QVERIFY(journal.syncDelay() == 0ms);
        QVERIFY(journal.syncTask()());
        QVERIFY(!journal.syncDelay());
        QVERIFY(journal.append(QByteArray(4096 - 20, 'x')));
        QVERIFY(journal.syncDelay() == 300ms);
        QVERIFY(journal.append({}));
        QVERIFY(journal.syncDelay() == 0ms);
    }

    void aFailedSyncStaysFailed()
    {
        auto journal = create();
        QVERIFY(journal->append("words"));
        const int file = descriptorOf(m_path);
        const int saved = ::dup(file);
        QVERIFY(replaceDescriptor(m_path, "/dev/null")); // which cannot be synced
        const Result<void> synced = journal->syncTask()();
        QVERIFY(!synced);
        QCOMPARE(synced.error().kind, Error::Kind::Io);
        QCOMPARE(::dup2(saved, file), file);
        ::close(saved);
        QVERIFY(!journal->syncTask()());
        QVERIFY(journal->append("more"));
        journal.reset();
        QCOMPARE(RecoveredJournal::open(m_path).value().payloads().size(), 2);
    }

    void damageIsNoError()
    {
        {
            auto journal = create();
            for (int i = 0; i < 5; ++i)
                QVERIFY(journal->append(numbered(i)));
        }
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(22 + 99 + 40) && file.putChar('!'));
        QVERIFY(file.resize(file.size() - 1));
        file.close();
        const auto recovered = RecoveredJournal::open(m_path);
        QVERIFY(recovered);
        QCOMPARE(payloadsOf(recovered.value()), (QList<QByteArray>{numbered(0), numbered(2), numbered(3)}));
        QCOMPARE(recovered.value().report().skippedBytes, 99);
        QCOMPARE(recovered.value().report().cutTailBytes, 98);
    }

    void cannotRecover_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<Error::Kind>("kind");
        QTest::addRow("a device") << QStringLiteral("/dev/null") << Error::Kind::InvalidInput;
        QTest::addRow("missing") << QStringLiteral("/nowhere/reply.journal") << Error::Kind::NotFound;
    }
    void cannotRecover()
    {
        QFETCH(QString, path);
        QFETCH(Error::Kind, kind);
        const auto recovered = RecoveredJournal::open(path);
        QVERIFY(!recovered);
        QCOMPARE(recovered.error().kind, kind);
    }

private:
    std::unique_ptr<ReplyJournal> create()
    {
        auto created = ReplyJournal::create(m_path, m_clock);
        if (!created)
            qFatal("%s", qPrintable(created.error().message + created.error().detail));
        return created.takeValue();
    }

    // Appends 60 payloads while the file may not grow beyond @p limit, and lifts that after five failures.
    int writeAgainstLimit(int pipe, rlim_t limit)
    {
        ::signal(SIGXFSZ, SIG_IGN);
        rlimit saved = {};
        ::getrlimit(RLIMIT_FSIZE, &saved);
        rlimit low = saved;
        low.rlim_cur = limit;
        auto journal = create();
        if (::setrlimit(RLIMIT_FSIZE, &low) != 0)
            return 1;
        int failures = 0;
        for (int i = 0; i < 60; ++i) {
            const Result<void> appended = journal->append(numbered(i));
            if (!appended) {
                if (appended.error().kind != Error::Kind::NoSpace || journal->unwrittenBytes() == 0)
                    return 2;
                if (!tell(pipe, 1000))
                    return 3;
            }
            if (!appended && ++failures == 5)
                ::setrlimit(RLIMIT_FSIZE, &saved);
        }
        return journal->unwrittenBytes() == 0 ? 0 : 4;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_path;
    const Clock m_clock = [] { return testTime(7); };
};

QTEST_GUILESS_MAIN(ReplyJournalTest)
#include "tst_replyjournal.moc"
