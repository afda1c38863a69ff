// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace runnel {

/// A file or image beside a message's text, known by its content. The bytes come from a BlobSource.
struct Attachment
{
    QByteArray sha256; ///< 32 raw bytes; the blob's name everywhere
    QString mimeType;  ///< such as "image/png"
    QString name;      ///< the file name as the person gave it; display only, never a path
    qint64 sizeBytes = 0;

    friend bool operator==(const Attachment &, const Attachment &) = default;
};

} // namespace runnel
