// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"
#include "recording/filedescriptor.h"
#include "recording/framereader.h"

#include <memory>

namespace runnel {

/// A recording on disk, opened for reading in any order.
///
/// Opening reads it once, whole, and keeps where each payload stands (32 bytes each), not the payloads.
/// Damage is no error: what is whole is there, the rest is in report(). Frames of types that this build
/// does not know, and version frames, are left out. Constant once opened; any thread.
class Recording final
{
public:
    struct Entry
    {
        FrameType type = FrameType::Bytes;
        qint64 offset = 0; ///< in the file
        qint64 endOffset = 0;
        /// Since the first entry. Never less than the entry before it, and at most maxPosition, whatever
        /// the frames say.
        std::chrono::nanoseconds position{0};
    };

    /// About 73 years: sums of two positions do not overflow.
    static constexpr std::chrono::nanoseconds maxPosition = std::chrono::nanoseconds::max() / 4;

    /// NotFound, PermissionDenied or Io; InvalidInput when @p path is no regular file; Corrupt when no
    /// whole frame is in it.
    static Result<std::shared_ptr<const Recording>> open(const QString &path);

    const QList<Entry> &entries() const { return m_entries; }
    /// The entry at @p index, read from the file. Io, or Corrupt when the file has changed since.
    Result<Frame> frame(qsizetype index) const;

    std::chrono::nanoseconds duration() const;
    const FrameReport &report() const { return m_report; }
    /// What the first version frame says; version 0 when damage took it. One above formatVersion is read
    /// as far as this build knows its types.
    FileVersion version() const { return m_version; }
    /// Payloads left out because their type is not known.
    qint64 unknownCount() const { return m_unknownCount; }

private:
    Recording(FileDescriptor file, const QString &path);
    Result<void> readAll();
    void addEntries(const QList<Frame> &frames);

    FileDescriptor m_file;
    QString m_path;
    QList<Entry> m_entries;
    UtcTime m_firstTime;
    FrameReport m_report;
    FileVersion m_version{0, FileVersion::Kind::Recording};
    qint64 m_unknownCount = 0;
};

} // namespace runnel
