// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/attachment.h"
#include "chat/blobsource.h"

#include <QHash>

namespace runnel {

/// Keeps attachments' bytes in memory, each content once: for a temporary chat, one prompt, tests.
class MemoryBlobSource final : public BlobSource
{
public:
    /// Keeps @p bytes and returns what a message holds of them. The type is the caller's word.
    Attachment add(const QByteArray &bytes, const QString &mimeType, const QString &name);

    Result<QByteArray> blob(const QByteArray &sha256) const override;

    qsizetype blobCount() const { return m_blobs.size(); }

private:
    QHash<QByteArray, QByteArray> m_blobs; // by SHA-256
};

} // namespace runnel
