// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/recorder.h"

#include "recording/tapframes.h"

#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace runnel {

Result<std::unique_ptr<Recorder>> Recorder::create(
    const QString &path, Body body, Clock clock, FailureCallback onFailure)
{
    const QByteArray name = QFile::encodeName(path);
    FileDescriptor file(::open(name.constData(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600));
    if (!file.isOpen())
        return systemError(errno, QStringLiteral("cannot create the recording"), path);
    struct stat status = {};
    if (::fstat(file.get(), &status) != 0)
        return systemError(errno, QStringLiteral("cannot examine the recording"), path);
    // Emptied only after nobody else can open it. A pipe or a device is written to as it is.
    if (S_ISREG(status.st_mode) && (::fchmod(file.get(), 0600) != 0 || ::ftruncate(file.get(), 0) != 0))
        return systemError(errno, QStringLiteral("cannot replace the recording"), path);

    std::unique_ptr<Recorder> recorder(
        new Recorder(std::move(file), path, body, std::move(clock), std::move(onFailure)));
    appendVersionFrame(
        recorder->m_frames, {formatVersion, FileVersion::Kind::Recording}, recorder->m_clock());
    if (const Result<void> written = recorder->writeFrames(); !written)
        return written.error();
    return recorder;
}

Recorder::Recorder(
    FileDescriptor file, const QString &path, Body body, Clock clock, FailureCallback onFailure)
    : m_file(std::move(file)), m_path(path), m_body(body), m_clock(std::move(clock)),
      m_onFailure(std::move(onFailure))
{
}

void Recorder::requestStarted(const QByteArray &method, const QUrl &url)
{
    write(FrameType::Request, requestPayload(method, url));
}

void Recorder::responseStarted(int httpStatus, const Headers &headers)
{
    write(FrameType::Response, responsePayload(httpStatus, headers));
}

void Recorder::bytesReceived(QByteArrayView bytes)
{
    if (m_body == Body::Bytes)
        write(FrameType::Bytes, bytes);
}

void Recorder::eventReceived(QByteArrayView type, QByteArrayView data, QByteArrayView lastEventId)
{
    if (m_body == Body::Events)
        write(FrameType::Event, eventPayload(type, data, lastEventId));
}

void Recorder::streamClosed(const StreamClose &close)
{
    write(FrameType::Close, closePayload(close));
}

void Recorder::write(FrameType type, QByteArrayView payload)
{
    if (hasFailed())
        return;
    if (payload.size() > maxPayloadBytes) {
        fail({Error::Kind::InvalidInput,
            QStringLiteral("cannot record %1 bytes at once (limit %2)")
                .arg(payload.size())
                .arg(maxPayloadBytes),
            {}});
        return;
    }
    appendFrames(m_frames, type, m_clock(), payload);
    if (const Result<void> written = writeFrames(); !written)
        fail(written.error());
}

Result<void> Recorder::writeFrames()
{
    QByteArrayView rest(m_frames);
    while (!rest.isEmpty()) {
        const ssize_t count = ::write(m_file.get(), rest.data(), size_t(rest.size()));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return systemError(errno, QStringLiteral("cannot write the recording"), m_path);
        rest = rest.sliced(count);
    }
    m_frames.resize(0);
    return {};
}

void Recorder::fail(const Error &error)
{
    m_file = FileDescriptor();
    m_frames.clear();
    if (const auto callback = std::exchange(m_onFailure, nullptr))
        callback(error);
}

} // namespace runnel
