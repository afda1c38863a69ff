// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/tokenclass.h"

namespace runnel {

namespace {

// In the order of the enumeration.
constexpr QLatin1StringView names[] = {
    QLatin1StringView("plain"),
    QLatin1StringView("keyword"),
    QLatin1StringView("type"),
    QLatin1StringView("string"),
    QLatin1StringView("number"),
    QLatin1StringView("comment"),
    QLatin1StringView("function"),
    QLatin1StringView("operator"),
    QLatin1StringView("preprocessor"),
    QLatin1StringView("tag"),
    QLatin1StringView("attribute"),
    QLatin1StringView("variable"),
    QLatin1StringView("constant"),
    QLatin1StringView("heading"),
    QLatin1StringView("added"),
    QLatin1StringView("removed"),
};
static_assert(std::size(names) == size_t(tokenClassCount));

} // namespace

QLatin1StringView tokenClassName(TokenClass tokenClass)
{
    return names[size_t(tokenClass)];
}

std::optional<TokenClass> tokenClassNamed(QStringView name)
{
    for (int i = 0; i < tokenClassCount; ++i) {
        if (name == names[i])
            return TokenClass(i);
    }
    return std::nullopt;
}

} // namespace runnel
