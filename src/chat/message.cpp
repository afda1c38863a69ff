// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "chat/message.h"

namespace runnel {

namespace {

template <typename Part> QString joined(const QList<MessagePart> &parts)
{
    QString result;
    for (const MessagePart &part : parts) {
        if (const auto *wanted = std::get_if<Part>(&part))
            result += wanted->text;
    }
    return result;
}

} // namespace

QString Message::text() const
{
    return joined<TextPart>(parts);
}

QString Message::reasoning() const
{
    return joined<ReasoningPart>(parts);
}

} // namespace runnel
