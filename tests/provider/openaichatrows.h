// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

namespace runnel {

/// One rule of the OpenAI chat dialect as a stream and the members that its reply must have.
struct DecoderRow
{
    const char *name;
    QByteArray bytes;
    QByteArray contentType;
    QByteArray expected; ///< a JSON object; members that it does not name are not compared
};

/// One event with that JSON.
QByteArray chunk(const QByteArray &json);

/// One event that adds @p text, which is not escaped.
QByteArray content(const QByteArray &text);

/// Apart from the test class, since moc 6.4 loses its way in so many raw strings.
QList<DecoderRow> openAiChatRows();

/// Payloads that are alike but for what the decoder must not overlook.
QList<QByteArray> repeatedChunkTexts();

} // namespace runnel
