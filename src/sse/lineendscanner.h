// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QtAlgorithms>

#include <algorithm>
#include <vector>

namespace runnel {

/// Where the line ends of a stretch of bytes stand, and which of its 64-byte blocks are not pure ASCII.
struct LineEndMap
{
    static constexpr qsizetype blockBytes = 64;
    static constexpr qsizetype capacityBytes = 64 * blockBytes;

    quint64 ends[64]; ///< bit i of word b: byte 64 b + i is CR or LF; 0 past the end of the bytes
    quint64 nonAscii; ///< bit b: block b holds a byte above 0x7F
};

/// Fills @p map up to the last block of @p bytes (at most LineEndMap::capacityBytes of them).
void mapLineEnds(QByteArrayView bytes, LineEndMap &map);

using LineEndMapper = void (*)(QByteArrayView bytes, LineEndMap &map);

/// All ways to do it that this processor offers, the fastest first, the portable one last; mapLineEnds()
/// takes the first. They agree, which a test holds.
std::vector<LineEndMapper> lineEndMappers();

/// Walks the line ends of one chunk of bytes. The chunk and the map, which is its workspace, must outlive it.
///
/// Every byte is looked at once, in blocks that do not depend on where lines begin: a search that starts
/// anew at each line would pay for its own start as much as for the short lines of an event stream.
class LineEndScanner final
{
public:
    // The map is not a member: its address goes to another translation unit, and a compiler that has to
    // expect the rest of the scanner to change there keeps none of it in registers.
    LineEndScanner(QByteArrayView chunk, LineEndMap &map)
        : m_map(map), m_next(chunk.data()), m_end(chunk.data() + chunk.size())
    {
    }

    /// The next CR or LF, or null after the last.
    const char *next()
    {
        while (m_bits == 0) {
            if (++m_block >= m_blockCount && !mapNext()) {
                m_lineNonAscii = m_openNonAscii;
                return nullptr;
            }
            m_bits = m_map.ends[m_block];
            m_openNonAscii |= blockNonAscii();
        }
        const char *at = m_begin + m_block * LineEndMap::blockBytes + qCountTrailingZeroBits(m_bits);
        m_bits &= m_bits - 1;
        m_lineNonAscii = m_openNonAscii;
        m_openNonAscii = blockNonAscii(); // the next line begins in this block
        return at;
    }

    /// False if all bytes between the last two answers of next() are ASCII; where it answered null, the bytes
    /// after the last line end. True may be a false alarm: a neighbour within 64 bytes can cause it.
    bool nonAscii() const { return m_lineNonAscii != 0; }

private:
    quint64 blockNonAscii() const { return (m_map.nonAscii >> m_block) & 1; }

    bool mapNext()
    {
        if (m_next == m_end)
            return false;
        const qsizetype size = std::min<qsizetype>(m_end - m_next, LineEndMap::capacityBytes);
        mapLineEnds({m_next, size}, m_map);
        m_begin = m_next;
        m_next += size;
        m_block = 0;
        m_blockCount = (size + LineEndMap::blockBytes - 1) / LineEndMap::blockBytes;
        return true;
    }

    LineEndMap &m_map;
    const char *m_begin = nullptr; // of what m_map describes
    const char *m_next;            // of what is not mapped yet
    const char *m_end;
    qsizetype m_block = 0;
    qsizetype m_blockCount = 0;
    quint64 m_bits = 0;         // line ends of m_block not yet answered
    quint64 m_lineNonAscii = 0; // of the line that ends at the last answer
    quint64 m_openNonAscii = 0; // of the line that begins after it
};

} // namespace runnel
