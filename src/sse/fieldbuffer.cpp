// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sse/fieldbuffer.h"

namespace runnel {

void FieldBuffer::appendLine(QByteArrayView value)
{
    own();
    const qsizetype offset = m_storage.size() - m_view.size();
    m_storage.append('\n');
    m_storage.append(value);
    m_view = QByteArrayView(m_storage).sliced(offset);
}

void FieldBuffer::own()
{
    if (m_isOwned)
        return;
    if (!m_storage.isEmpty())
        m_storage.resize(0);
    if (!m_view.isEmpty())
        m_storage.append(m_view);
    m_view = m_storage;
    m_isOwned = true;
}

} // namespace runnel
