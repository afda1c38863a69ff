// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/recording.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace runnel {

namespace {

constexpr qsizetype readBytes = 64 * 1024;

// Fills as much of @p buffer as the file has at @p offset: fewer bytes are its end.
Result<qsizetype> readAt(const FileDescriptor &file, QByteArray &buffer, qint64 offset, const QString &path)
{
    qsizetype done = 0;
    while (done < buffer.size()) {
        const ssize_t count
            = ::pread(file.get(), buffer.data() + done, size_t(buffer.size() - done), offset + done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return systemError(errno, QStringLiteral("cannot read the recording"), path);
        if (count == 0)
            break;
        done += count;
    }
    return done;
}

// From @p first to @p time, within what an Entry promises.
std::chrono::nanoseconds positionOf(UtcTime time, UtcTime first)
{
    if (time <= first)
        return std::chrono::nanoseconds(0);
    qint64 difference = 0;
    if (qSubOverflow(
            qint64(time.time_since_epoch().count()), qint64(first.time_since_epoch().count()), &difference))
        return Recording::maxPosition;
    return std::min(std::chrono::nanoseconds(difference), Recording::maxPosition);
}

bool isKnown(FrameType type)
{
    switch (type) {
    case FrameType::Version:
    case FrameType::Request:
    case FrameType::Response:
    case FrameType::Bytes:
    case FrameType::Event:
    case FrameType::Close:
    case FrameType::Delta:
        return true;
    }
    return false;
}

} // namespace

Result<std::shared_ptr<const Recording>> Recording::open(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    // Non-blocking, lest a pipe that nobody writes to holds us here.
    FileDescriptor file(::open(name.constData(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    if (!file.isOpen())
        return systemError(errno, QStringLiteral("cannot open the recording"), path);
    struct stat status = {};
    if (::fstat(file.get(), &status) != 0)
        return systemError(errno, QStringLiteral("cannot examine the recording"), path);
    if (!S_ISREG(status.st_mode))
        return Error{Error::Kind::InvalidInput, QStringLiteral("not a regular file: %1").arg(path), {}};

    std::shared_ptr<Recording> recording(new Recording(std::move(file), path));
    if (const Result<void> read = recording->readAll(); !read)
        return read.error();
    if (recording->m_report.payloadCount == 0) {
        return Error{Error::Kind::Corrupt,
            QStringLiteral("no whole frame in %1 (%2 bytes)").arg(path).arg(recording->m_report.inputBytes),
            {}};
    }
    return std::shared_ptr<const Recording>(std::move(recording));
}

Recording::Recording(FileDescriptor file, const QString &path) : m_file(std::move(file)), m_path(path)
{
}

Result<void> Recording::readAll()
{
    FrameReader reader;
    QByteArray buffer(readBytes, Qt::Uninitialized);
    for (qint64 offset = 0;;) {
        const Result<qsizetype> count = readAt(m_file, buffer, offset, m_path);
        if (!count)
            return count.error();
        addEntries(reader.feed(QByteArrayView(buffer).first(count.value())));
        offset += count.value();
        if (count.value() < buffer.size())
            break;
    }
    addEntries(reader.finish());
    m_report = reader.report();
    return {};
}

void Recording::addEntries(const QList<Frame> &frames)
{
    for (const Frame &frame : frames) {
        if (frame.type == FrameType::Version) {
            const auto version = fileVersion(frame);
            if (version && m_version.version == 0)
                m_version = *version;
            continue;
        }
        if (!isKnown(frame.type)) {
            ++m_unknownCount;
            continue;
        }
        if (m_entries.isEmpty())
            m_firstTime = frame.time;
        const auto position = std::max(positionOf(frame.time, m_firstTime), duration());
        m_entries.append({frame.type, frame.offset, frame.endOffset, position});
    }
}

Result<Frame> Recording::frame(qsizetype index) const
{
    const Entry &entry = m_entries.at(index);
    QByteArray buffer(entry.endOffset - entry.offset, Qt::Uninitialized);
    const Result<qsizetype> count = readAt(m_file, buffer, entry.offset, m_path);
    if (!count)
        return count.error();
    FrameReader reader;
    QList<Frame> frames = reader.feed(QByteArrayView(buffer).first(count.value()));
    if (frames.size() != 1 || frames.constFirst().type != entry.type) {
        return Error{Error::Kind::Corrupt,
            QStringLiteral("frame at byte %1 of %2 is no longer what it was").arg(entry.offset).arg(m_path),
            {}};
    }
    Frame frame = frames.takeFirst();
    frame.offset = entry.offset;
    frame.endOffset = entry.endOffset;
    return frame;
}

std::chrono::nanoseconds Recording::duration() const
{
    return m_entries.isEmpty() ? std::chrono::nanoseconds(0) : m_entries.constLast().position;
}

} // namespace runnel
