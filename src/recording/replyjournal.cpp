// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/replyjournal.h"

#include "recording/framelayout.h"

#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>

#include <cerrno>
#include <fcntl.h>
#include <mutex>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace runnel {

namespace {

// A lock of the open file, not of the process: it also holds against others in this process, no close()
// elsewhere drops it, and it goes when the process does. Source: fcntl(2), open file description locks.
Result<void> lock(const FileDescriptor &file, const QString &path)
{
    struct flock whole = {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    if (::fcntl(file.get(), F_OFD_SETLK, &whole) == 0)
        return {};
    if (errno == EAGAIN || errno == EACCES)
        return Error{Error::Kind::Locked, QStringLiteral("journal in use: %1").arg(path), {}};
    return systemError(errno, QStringLiteral("cannot lock the journal"), path);
}

Result<void> removeFile(const QString &path)
{
    if (::unlink(QFile::encodeName(path).constData()) != 0)
        return systemError(errno, QStringLiteral("cannot remove the journal"), path);
    return {};
}

} // namespace

// What the journal shares with its sync tasks. The mutex holds for the two flags; fdatasync and write may
// run at once.
struct ReplyJournal::Medium
{
    FileDescriptor file;
    FileDescriptor directory;
    QString path;
    std::mutex mutex;
    bool isNameSynced = false;
    std::optional<Error> failure;
};

Result<std::unique_ptr<ReplyJournal>> ReplyJournal::create(const QString &path, Clock clock)
{
    const QByteArray name = QFile::encodeName(path);
    const QByteArray newName = name + ".new";
    const QByteArray directoryName = QFile::encodeName(QFileInfo(path).path());
    const auto failed = [&](int errorNumber) {
        return systemError(errorNumber, QStringLiteral("cannot create the journal"), path);
    };

    FileDescriptor directory(::open(directoryName.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory.isOpen())
        return failed(errno);
    // Locked before it bears the name that a recovery looks for: nobody can take it for abandoned.
    ::unlink(newName.constData());
    FileDescriptor file(::open(newName.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file.isOpen())
        return failed(errno);
    const auto removeNew = qScopeGuard([&] { ::unlink(newName.constData()); });
    if (const Result<void> locked = lock(file, path); !locked)
        return locked.error();

    std::unique_ptr<ReplyJournal> journal(
        new ReplyJournal(std::move(file), std::move(directory), path, std::move(clock)));
    appendVersionFrame(journal->m_unwritten, {formatVersion, FileVersion::Kind::Journal}, journal->m_clock());
    if (const Result<void> written = journal->write(); !written)
        return written.error();
    // Unlike rename(2), link(2) never replaces what stands there.
    if (::link(newName.constData(), name.constData()) != 0) {
        if (errno == EEXIST)
            return Error{Error::Kind::InvalidInput, QStringLiteral("journal exists: %1").arg(path), {}};
        return failed(errno);
    }
    return journal;
}

ReplyJournal::ReplyJournal(FileDescriptor file, FileDescriptor directory, const QString &path, Clock clock)
    : m_medium(std::make_shared<Medium>()), m_path(path), m_clock(std::move(clock))
{
    m_medium->file = std::move(file);
    m_medium->directory = std::move(directory);
    m_medium->path = path;
}

ReplyJournal::~ReplyJournal() = default;

Result<void> ReplyJournal::append(QByteArrayView payload)
{
    if (payload.size() > maxPayloadBytes) {
        return Error{Error::Kind::InvalidInput,
            QStringLiteral("cannot journal %1 bytes at once (limit %2)")
                .arg(payload.size())
                .arg(maxPayloadBytes),
            {}};
    }
    appendFrames(m_unwritten, FrameType::Delta, m_clock(), payload);
    return write();
}

Result<void> ReplyJournal::retry()
{
    return write();
}

Result<void> ReplyJournal::write()
{
    qsizetype done = 0;
    int errorNumber = 0;
    while (done < m_unwritten.size()) {
        const ssize_t count = ::write(
            m_medium->file.get(), m_unwritten.constData() + done, size_t(m_unwritten.size() - done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0) {
            errorNumber = count < 0 ? errno : EIO;
            break;
        }
        done += count;
    }
    if (done > 0 && m_unsyncedBytes == 0)
        m_unsyncedSince = m_clock();
    m_unsyncedBytes += done;
    if (errorNumber != 0) {
        keepWholeFrames(done);
        return systemError(errorNumber, QStringLiteral("cannot write the journal"), m_path);
    }
    m_fileBytes += done;
    m_unwritten.resize(0);
    return {};
}

// A write broke off: the file is cut after the last whole frame, the rest is kept.
void ReplyJournal::keepWholeFrames(qsizetype writtenBytes)
{
    qsizetype whole = 0;
    while (writtenBytes - whole >= framelayout::headerBytes) {
        const qsizetype next = framelayout::frameBytes(m_unwritten.constData() + whole);
        if (next > writtenBytes - whole)
            break;
        whole += next;
    }
    m_fileBytes += whole;
    m_unwritten.remove(0, whole);
    // Should the cut fail, the next write begins in the same place and covers what is left of the frame.
    [[maybe_unused]] const int cut = ::ftruncate(m_medium->file.get(), m_fileBytes);
    ::lseek(m_medium->file.get(), m_fileBytes, SEEK_SET);
}

std::optional<std::chrono::nanoseconds> ReplyJournal::syncDelay() const
{
    if (m_unsyncedBytes == 0)
        return std::nullopt;
    if (m_unsyncedBytes >= syncBytes)
        return std::chrono::nanoseconds(0);
    const std::chrono::nanoseconds left = syncInterval - (m_clock() - m_unsyncedSince);
    return std::max(left, std::chrono::nanoseconds(0));
}

std::function<Result<void>()> ReplyJournal::syncTask()
{
    m_unsyncedBytes = 0;
    return [medium = m_medium]() -> Result<void> {
        const std::lock_guard guard(medium->mutex);
        if (medium->failure)
            return *medium->failure;
        const bool isDataSynced = ::fdatasync(medium->file.get()) == 0;
        // A new file's name is its directory's data.
        if (!isDataSynced || (!medium->isNameSynced && ::fsync(medium->directory.get()) != 0)) {
            medium->failure = systemError(errno, QStringLiteral("cannot sync the journal"), medium->path);
            return *medium->failure;
        }
        medium->isNameSynced = true;
        return {};
    };
}

Result<void> ReplyJournal::finish()
{
    if (const Result<void> removed = removeFile(m_path); !removed)
        return removed.error();
    m_medium.reset();
    return {};
}

Result<RecoveredJournal> RecoveredJournal::open(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    FileDescriptor file(::open(name.constData(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK));
    if (!file.isOpen())
        return systemError(errno, QStringLiteral("cannot open the journal"), path);
    if (const Result<void> locked = lock(file, path); !locked)
        return locked.error();
    struct stat status = {};
    if (::fstat(file.get(), &status) != 0)
        return systemError(errno, QStringLiteral("cannot examine the journal"), path);
    if (!S_ISREG(status.st_mode))
        return Error{Error::Kind::InvalidInput, QStringLiteral("not a regular file: %1").arg(path), {}};
    // Between open and lock its owner may have finished it, or another recovery may have taken it.
    if (status.st_nlink == 0)
        return Error{Error::Kind::NotFound, QStringLiteral("journal was removed: %1").arg(path), {}};

    RecoveredJournal journal(std::move(file), path);
    if (const Result<void> read = journal.readAll(); !read)
        return read.error();
    return journal;
}

RecoveredJournal::RecoveredJournal(FileDescriptor file, const QString &path)
    : m_file(std::move(file)), m_path(path)
{
}

Result<void> RecoveredJournal::readAll()
{
    FrameReader reader;
    QByteArray buffer(64 * 1024, Qt::Uninitialized);
    for (;;) {
        const ssize_t count = ::read(m_file.get(), buffer.data(), size_t(buffer.size()));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return systemError(errno, QStringLiteral("cannot read the journal"), m_path);
        if (count == 0)
            break;
        addPayloads(reader.feed(QByteArrayView(buffer).first(count)));
    }
    addPayloads(reader.finish());
    m_report = reader.report();
    return {};
}

void RecoveredJournal::addPayloads(const QList<Frame> &frames)
{
    for (const Frame &frame : frames) {
        if (frame.type == FrameType::Delta)
            m_payloads.append(frame);
        else if (const auto version = fileVersion(frame); version && m_version.version == 0)
            m_version = *version;
    }
}

Result<void> RecoveredJournal::remove()
{
    return removeFile(m_path);
}

} // namespace runnel
