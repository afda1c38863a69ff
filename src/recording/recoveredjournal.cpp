// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/recoveredjournal.h"

#include "recording/journalfile.h"

#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace runnel {

Result<RecoveredJournal> RecoveredJournal::open(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    FileDescriptor file(::open(name.constData(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK));
    if (!file.isOpen())
        return systemError(errno, QStringLiteral("cannot open the journal"), path);
    if (const Result<void> locked = lockJournal(file, path); !locked)
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
    return removeJournal(m_path);
}

} // namespace runnel
