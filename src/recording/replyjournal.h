// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"
#include "recording/clock.h"
#include "recording/filedescriptor.h"
#include "recording/framereader.h"

#include <functional>
#include <memory>
#include <optional>

namespace runnel {

/// The file that keeps one reply in flight: each payload is in the kernel's hands before anyone sees it,
/// so that `kill -9` loses nothing that was shown. Knows nothing of what a payload means.
///
/// The file is locked (F_OFD_SETLK) from before it has its name until the journal is gone and no sync is
/// running; only an unlocked one can be recovered. Without finish() the file stays, to be recovered.
/// Main thread, except where said.
class ReplyJournal final
{
public:
    /// Bytes or time after which what was appended must be on the medium.
    static constexpr qint64 syncBytes = 4096;
    static constexpr std::chrono::milliseconds syncInterval{300};

    /// Begins the journal @p path, mode 0600, in a directory that exists. InvalidInput when something
    /// stands there already (it is left alone); NotFound, PermissionDenied, NoSpace or Io. A crash within
    /// the call may leave @p path + ".new", which never holds a payload.
    static Result<std::unique_ptr<ReplyJournal>> create(const QString &path, Clock clock = steadyUtcClock());

    ~ReplyJournal();
    Q_DISABLE_COPY_MOVE(ReplyJournal)

    /// Appends @p payload with one write(2). NoSpace or Io: the payload, and those that failed before it,
    /// are kept in memory with their times; they go first with the next append() or with retry(). So what
    /// failed is not appended again. The file then ends with a whole frame, which may belong to the first
    /// of the kept ones. InvalidInput above maxPayloadBytes: that one is not kept.
    Result<void> append(QByteArrayView payload);

    /// Writes what failed before. Ok when nothing did.
    Result<void> retry();

    /// What retry() would write, in bytes of the file.
    qint64 unwrittenBytes() const { return m_unwritten.size(); }

    /// How long the caller may still wait before it runs a syncTask(): zero when one is due, nullopt when
    /// all that is written was given to one. To be asked after each append(); the caller has the timer.
    std::optional<std::chrono::nanoseconds> syncDelay() const;

    /// Brings what is written by now to the medium (fdatasync, which may take seconds). For any thread,
    /// may outlive the journal. Io or NoSpace: what was appended since the last success may be lost in a
    /// power cut, and since the kernel forgets such pages, this and every later task of the journal fails:
    /// the caller goes on with a new journal. The file and append() go on working.
    std::function<Result<void>()> syncTask();

    /// Removes the file: the reply is kept elsewhere. NotFound, PermissionDenied or Io, and the journal goes
    /// on as before. After success nothing may be called.
    Result<void> finish();

    const QString &path() const { return m_path; }

private:
    struct Medium;

    ReplyJournal(FileDescriptor file, FileDescriptor directory, const QString &path, Clock clock);
    Result<void> write();
    void keepWholeFrames(qsizetype writtenBytes);

    std::shared_ptr<Medium> m_medium; // with the sync tasks
    QString m_path;
    Clock m_clock;
    QByteArray m_unwritten;     // Invariant: whole frames; empty unless the last write failed
    qint64 m_fileBytes = 0;     // Invariant: where the last whole frame ends, and the file's position
    qint64 m_unsyncedBytes = 0; // since the last syncTask()
    UtcTime m_unsyncedSince;
};

/// A journal whose writer is gone, locked against everyone else while this lives.
class RecoveredJournal final
{
public:
    /// Reads the journal at @p path. Locked while its writer or another recovery lives; NotFound when it is
    /// gone, also when it goes meanwhile; InvalidInput when it is no regular file; PermissionDenied or Io.
    /// Damage is no error.
    static Result<RecoveredJournal> open(const QString &path);

    /// All whole payloads, in the order of append(): type, time and bytes.
    const QList<Frame> &payloads() const { return m_payloads; }
    /// What could not be read.
    const FrameReport &report() const { return m_report; }
    /// What its version frame says; version 0 when damage took it.
    FileVersion version() const { return m_version; }

    /// Removes the file, once the payloads are kept elsewhere. NotFound, PermissionDenied or Io.
    Result<void> remove();

private:
    RecoveredJournal(FileDescriptor file, const QString &path);
    Result<void> readAll();
    void addPayloads(const QList<Frame> &frames);

    FileDescriptor m_file;
    QString m_path;
    QList<Frame> m_payloads;
    FrameReport m_report;
    FileVersion m_version{0, FileVersion::Kind::Journal};
};

} // namespace runnel
