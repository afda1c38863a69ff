// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace runnel::fuzz {

/// Takes the fuzzer's input apart: a few bytes decide, the rest is the payload.
class Input final
{
public:
    Input(const std::uint8_t *data, std::size_t size)
        : m_rest(reinterpret_cast<const char *>(data), qsizetype(size))
    {
    }

    /// The next byte; 0 where there is none.
    std::uint8_t takeByte()
    {
        if (m_rest.isEmpty())
            return 0;
        const char byte = m_rest.front();
        m_rest = m_rest.sliced(1);
        return std::uint8_t(byte);
    }

    QByteArrayView rest() const { return m_rest; }

private:
    QByteArrayView m_rest;
};

/// Calls @p onPart for @p bytes in parts whose sizes come from @p seed; 0 gives the whole at once. Each part
/// is an allocation of its own size, so that the sanitizer sees a read outside of it, or after it.
template <typename Callback> void forEachPart(QByteArrayView bytes, std::uint8_t seed, Callback &&onPart)
{
    std::uint32_t state = seed;
    while (!bytes.isEmpty()) {
        state = state * 1664525 + 1013904223; // Numerical Recipes, 7.1
        const qsizetype bound = state & 0x100 ? 4 : 100;
        const qsizetype wanted = seed == 0 ? bytes.size() : 1 + qsizetype(state >> 16) % bound;
        const QByteArrayView part = bytes.first(std::min(wanted, bytes.size()));
        const std::vector<char> copy(part.begin(), part.end());
        onPart(QByteArrayView(copy.data(), qsizetype(copy.size())));
        bytes = bytes.sliced(part.size());
    }
}

} // namespace runnel::fuzz
