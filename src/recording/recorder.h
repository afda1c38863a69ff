// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"
#include "recording/clock.h"
#include "recording/filedescriptor.h"
#include "recording/frame.h"
#include "recording/streamtap.h"

#include <functional>
#include <memory>

namespace runnel {

/// Writes what it is told into a recording, each call as one frame, at once: a crash cuts at most the
/// last one.
///
/// A recording that cannot be written is given up: the failure is reported once, what was written stays
/// readable, and the stream goes on as if nobody listened. Main thread.
class Recorder final : public StreamTap
{
public:
    /// What of the reply's body is kept: as it came, from which the events follow, or the events alone.
    enum class Body
    {
        Bytes,
        Events,
    };
    /// Told at most once, from within the call that failed. NoSpace, PermissionDenied or Io; InvalidInput
    /// for a payload above maxPayloadBytes.
    using FailureCallback = std::function<void(const Error &)>;

    /// Begins a recording at @p path with mode 0600. What stood there is replaced; its mode becomes 0600
    /// too. NotFound, PermissionDenied, NoSpace or Io.
    static Result<std::unique_ptr<Recorder>> create(
        const QString &path, Body body, Clock clock, FailureCallback onFailure);

    void requestStarted(const QByteArray &method, const QUrl &url) override;
    void responseStarted(int httpStatus, const Headers &headers) override;
    void bytesReceived(QByteArrayView bytes) override;
    void eventReceived(QByteArrayView type, QByteArrayView data, QByteArrayView lastEventId) override;
    void streamClosed(const StreamClose &close) override;

    /// Whether the recording was given up.
    bool hasFailed() const { return !m_file.isOpen(); }

private:
    Recorder(FileDescriptor file, const QString &path, Body body, Clock clock, FailureCallback onFailure);
    void write(FrameType type, QByteArrayView payload);
    Result<void> writeFrames();
    void fail(const Error &error);

    FileDescriptor m_file;
    QString m_path;
    Body m_body;
    Clock m_clock;
    FailureCallback m_onFailure;
    QByteArray m_frames; // what one call writes; kept for its capacity
};

} // namespace runnel
