// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "recording/frame.h"

#include <QtEndian>

namespace runnel::framelayout {

// Where things stand in a frame; all numbers little endian, packed. Shared by the writer and the reader.
//   magic 4 | length 2 | type 1 | time 8 | payload | CRC-32 4

/// 0xF5 never occurs in UTF-8, so no text in a payload can look like a frame.
inline constexpr char magic[] = {'\xF5', 'R', 'N', 'L'};
inline constexpr qsizetype magicBytes = sizeof(magic);
inline constexpr qsizetype lengthAt = magicBytes;
inline constexpr qsizetype typeAt = lengthAt + 2;
inline constexpr qsizetype timeAt = typeAt + 1;
inline constexpr qsizetype headerBytes = timeAt + 8;
inline constexpr qsizetype checksumBytes = 4;
inline constexpr qsizetype maxFramePayloadBytes = 0xFFFF;
inline constexpr qsizetype maxFrameBytes = headerBytes + maxFramePayloadBytes + checksumBytes;

/// In the type byte of every frame that carries one part of a longer payload.
inline constexpr quint8 continuationBit = 0x80;
/// What stands before a part's bytes: the whole payload's length 4, this part's place in it 4.
inline constexpr qsizetype partHeaderBytes = 8;
inline constexpr qsizetype maxPartBytes = maxFramePayloadBytes - partHeaderBytes;

/// The whole frame's length, from the header that begins at @p header.
inline qsizetype frameBytes(const char *header)
{
    return headerBytes + qFromLittleEndian<quint16>(header + lengthAt) + checksumBytes;
}

} // namespace runnel::framelayout
