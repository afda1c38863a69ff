// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"
#include "recording/filedescriptor.h"
#include "recording/framereader.h"

#include <QList>

namespace runnel {

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
