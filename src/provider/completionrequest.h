// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/blobsource.h"
#include "chat/completionoptions.h"
#include "chat/message.h"

#include <QList>
#include <QString>

namespace runnel {

/// A function that the model may ask to be called.
struct ToolDefinition
{
    QString name;
    QString description;
    QByteArray parametersSchema; ///< a JSON Schema object, as JSON text; empty: takes none
};

/// What one reply is asked for with: a value, independent of any dialect.
struct CompletionRequest
{
    QString model;
    QList<Message> messages; ///< what the context policy chose, oldest first, without the system prompt
    CompletionOptions options;
    QList<ToolDefinition> tools;
    const BlobSource *blobs = nullptr; ///< not owned; needed only while encoding
};

} // namespace runnel
