// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QChar>
#include <QString>

namespace runnel {

/// Makes the pieces of one text well-formed UTF-16. Some servers cut their JSON strings between the two
/// halves of a pair: the first half is held back until the next piece; a half that stays alone becomes
/// U+FFFD.
class SurrogateJoiner final
{
public:
    /// @p piece as it may be appended to the text.
    void join(QString &piece);

    /// What the end of the text still owes: nothing, or U+FFFD for a half that never got its other one.
    QString takeRest();

private:
    QChar m_pending; // a high surrogate, or null
};

} // namespace runnel
