// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "chat/memoryblobsource.h"

#include <QCryptographicHash>

namespace runnel {

Attachment MemoryBlobSource::add(const QByteArray &bytes, const QString &mimeType, const QString &name)
{
    const QByteArray sha256 = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
    m_blobs.insert(sha256, bytes);
    return {sha256, mimeType, name, bytes.size()};
}

Result<QByteArray> MemoryBlobSource::blob(const QByteArray &sha256) const
{
    const auto it = m_blobs.constFind(sha256);
    if (it == m_blobs.cend())
        return Error{Error::Kind::NotFound,
            QStringLiteral("no blob %1 in memory").arg(QString::fromLatin1(sha256.toHex())), {}, 0};
    return *it;
}

} // namespace runnel
