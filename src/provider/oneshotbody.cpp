// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/oneshotbody.h"

#include <cstring>
#include <utility>

namespace runnel {

OneShotBody::OneShotBody(QByteArray bytes, QObject *parent) : QIODevice(parent), m_bytes(std::move(bytes))
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

qint64 OneShotBody::readData(char *data, qint64 maxBytes)
{
    if (m_position == 0 && maxBytes > 0)
        emit readingStarted();
    const qint64 count = qMin<qint64>(maxBytes, m_bytes.size() - m_position);
    if (count <= 0)
        return maxBytes > 0 ? -1 : 0; // the end
    std::memcpy(data, m_bytes.constData() + m_position, size_t(count));
    m_position += count;
    return count;
}

} // namespace runnel
