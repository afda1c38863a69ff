// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace runnel {

/// The payload of one OpenAI chat chunk whose delta says @p text (UTF-8).
QByteArray openAiChunk(QByteArrayView text);

/// The payload of the chunk that ends choice 0: an empty delta and @p reason.
QByteArray openAiFinish(QByteArrayView reason);

/// The payload that ends an OpenAI stream: "[DONE]".
QByteArray openAiDone();

/// The body of a reply that is not streamed: one chat.completion object.
QByteArray openAiCompletion(QByteArrayView text);

/// The error object of an HTTP error or of a broken stream.
QByteArray openAiError(QByteArrayView message, QByteArrayView type = "server_error");

/// @p payload as one event: "data: payload", then an empty line. @p payload must hold no line end.
QByteArray dataEvent(QByteArrayView payload, QByteArrayView lineEnd = "\n");

} // namespace runnel
