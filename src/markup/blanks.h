// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

namespace runnel {

/// What Markdown calls a space: other Unicode spaces are text to it.
inline bool isBlank(QChar c)
{
    return c == u' ' || c == u'\t';
}

inline bool isBlankOrLineEnd(QChar c)
{
    return isBlank(c) || c == u'\n';
}

/// @p text without blanks before it.
inline QStringView withoutBlanksBefore(QStringView text)
{
    while (!text.isEmpty() && isBlank(text.front()))
        text = text.sliced(1);
    return text;
}

/// @p text without blanks and line ends around it.
inline QStringView withoutBlanks(QStringView text)
{
    while (!text.isEmpty() && isBlankOrLineEnd(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && isBlankOrLineEnd(text.back()))
        text.chop(1);
    return text;
}

} // namespace runnel
