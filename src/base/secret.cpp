// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/secret.h"

#include <utility>

#include <string.h>

namespace runnel {

Secret::Secret(QByteArrayView bytes) : m_bytes(bytes.data(), bytes.size())
{
}

Secret::Secret(const Secret &other) : Secret(QByteArrayView(other.m_bytes))
{
}

Secret::Secret(Secret &&other) noexcept : m_bytes(std::exchange(other.m_bytes, QByteArray()))
{
}

Secret &Secret::operator=(Secret other) noexcept
{
    m_bytes.swap(other.m_bytes);
    return *this;
}

Secret::~Secret()
{
    wipe();
}

void Secret::wipe()
{
    // explicit_bzero: a plain memset before the end of a lifetime is removed by the optimiser.
    if (!m_bytes.isEmpty())
        explicit_bzero(m_bytes.data(), size_t(m_bytes.size()));
}

} // namespace runnel
