// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "recording/clock.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QMetaType>

#include <optional>

namespace runnel {

/// What a frame holds. The values are the type byte on disk, without the continuation bit; a number is
/// never used twice. Source: docs/recording-format.md.
enum class FrameType : quint8
{
    Version = 0x01,  ///< format version and kind of the file; the first frame
    Request = 0x02,  ///< a request left: method and redacted address
    Response = 0x03, ///< the answer's status and redacted headers
    Bytes = 0x04,    ///< bytes of the body, as one read gave them
    Event = 0x05,    ///< one event those bytes made
    Close = 0x06,    ///< which side ended the stream, and how
    Delta = 0x10,    ///< one payload of a reply's journal
};

/// One whole payload read from a recording or a journal, however many frames it took on disk.
struct Frame
{
    FrameType type = FrameType::Version; ///< may hold a number this build has no name for
    UtcTime time;
    QByteArray payload;
    qint64 offset = 0;    ///< where its first frame begins in the input, in bytes
    qint64 endOffset = 0; ///< where its last frame ends
};

/// The format of the frames' payloads that this build writes and fully understands.
inline constexpr quint16 formatVersion = 1;

/// What a version frame says of its file.
struct FileVersion
{
    enum class Kind : quint8
    {
        Recording = 1,
        Journal = 2,
    };

    quint16 version = formatVersion;
    Kind kind = Kind::Recording;

    friend bool operator==(const FileVersion &, const FileVersion &) = default;
};

/// The longest payload appendFrames() takes and FrameReader delivers, in bytes.
inline constexpr qint64 maxPayloadBytes = qint64(1) << 30;

/// Appends @p payload to @p out, as one frame or, above 65,535 bytes, as several.
/// @p payload holds at most maxPayloadBytes.
void appendFrames(QByteArray &out, FrameType type, UtcTime time, QByteArrayView payload);

/// Appends the version frame.
void appendVersionFrame(QByteArray &out, FileVersion version, UtcTime time);

/// What a version frame says, or nullopt when it is none or too short. Bytes that a later version adds
/// are ignored.
std::optional<FileVersion> fileVersion(const Frame &frame);

} // namespace runnel

Q_DECLARE_METATYPE(runnel::Frame)
