// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/message.h"

#include <QTimeZone>

// Small values that the tests of the room share.
namespace runnel::samples {

inline MessageId id(const QString &name)
{
    return MessageId(name);
}

inline Message message(
    const QString &name, Role role = Role::User, const QString &text = QStringLiteral("words"))
{
    Message result;
    result.id = MessageId(name);
    result.role = role;
    result.parts = {TextPart{text}};
    return result;
}

/// A fixed moment: no test asks a clock.
inline QDateTime noon()
{
    return QDateTime(QDate(2026, 3, 1), QTime(12, 0), Qt::UTC);
}

} // namespace runnel::samples
