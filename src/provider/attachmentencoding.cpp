// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/attachmentencoding.h"

#include <algorithm>

namespace runnel {

const Attachment *attachmentOf(const MessagePart &part)
{
    if (const auto *image = std::get_if<ImagePart>(&part))
        return &image->attachment;
    if (const auto *file = std::get_if<FilePart>(&part))
        return &file->attachment;
    return nullptr;
}

Result<QByteArray> attachmentBytes(const Attachment &attachment, const BlobSource *blobs)
{
    if (!blobs) {
        return Error{Error::Kind::NotFound,
            QStringLiteral("no source for the attachment %1").arg(attachment.name), {}, 0};
    }
    return blobs->blob(attachment.sha256);
}

bool isImage(const Attachment &attachment)
{
    return attachment.mimeType.startsWith(QLatin1StringView("image/"));
}

bool isText(const Attachment &attachment)
{
    static constexpr QLatin1StringView types[]
        = {QLatin1StringView("application/json"), QLatin1StringView("application/xml"),
            QLatin1StringView("application/javascript"), QLatin1StringView("application/x-yaml"),
            QLatin1StringView("application/yaml"), QLatin1StringView("application/toml"),
            QLatin1StringView("application/sql"), QLatin1StringView("application/x-shellscript")};
    return attachment.mimeType.startsWith(QLatin1StringView("text/"))
        || std::find(std::begin(types), std::end(types), attachment.mimeType) != std::end(types);
}

QString dataUrl(const Attachment &attachment, const QByteArray &bytes)
{
    return QStringLiteral("data:%1;base64,%2").arg(attachment.mimeType, QLatin1StringView(bytes.toBase64()));
}

QString quotedFile(const Attachment &attachment, const QByteArray &bytes)
{
    const QString text = QString::fromUtf8(bytes);
    QString fence = QStringLiteral("```");
    while (text.contains(fence))
        fence += u'`';
    const QString end = text.endsWith(u'\n') ? QString() : QStringLiteral("\n");
    return attachment.name + u'\n' + fence + u'\n' + text + end + fence;
}

} // namespace runnel
