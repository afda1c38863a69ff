// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "chat/blobsource.h"
#include "chat/message.h"

#include <QByteArray>
#include <QString>

namespace runnel {

/// The attachment of @p part, or null when it has none.
const Attachment *attachmentOf(const MessagePart &part);

/// Its bytes. Error::NotFound without a source or when the source has lost it.
Result<QByteArray> attachmentBytes(const Attachment &attachment, const BlobSource *blobs);

bool isImage(const Attachment &attachment);

/// Whether it can be sent as text: text/* and the usual structured text types.
bool isText(const Attachment &attachment);

/// data:TYPE;base64,… (RFC 2397).
QString dataUrl(const Attachment &attachment, const QByteArray &bytes);

/// A text file as part of a prompt: its name, then its text in a fence that it cannot close.
QString quotedFile(const Attachment &attachment, const QByteArray &bytes);

} // namespace runnel
