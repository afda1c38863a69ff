// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/capture.h"

#include <algorithm>

namespace runnel {

namespace {

struct NamedDialect
{
    QLatin1StringView name;
    Dialect dialect;
    QByteArrayView mark; ///< stands early in every answer of the dialect, and in no other's
};

constexpr NamedDialect dialects[] = {
    {QLatin1StringView("openai-chat"), Dialect::OpenAiChat, "\"choices\""},
};

} // namespace

std::optional<Dialect> dialectNamed(const QString &name)
{
    // The vectors call the servers that imitate OpenAI by a name of their own.
    if (name == QLatin1StringView("openai-compat"))
        return Dialect::OpenAiChat;
    const auto found = std::find_if(
        std::begin(dialects), std::end(dialects), [&](const NamedDialect &d) { return name == d.name; });
    return found == std::end(dialects) ? std::nullopt : std::optional(found->dialect);
}

QString dialectName(Dialect dialect)
{
    const auto found = std::find_if(std::begin(dialects), std::end(dialects),
        [&](const NamedDialect &d) { return d.dialect == dialect; });
    return found->name;
}

QStringList dialectNames()
{
    QStringList names;
    for (const NamedDialect &dialect : dialects)
        names.append(dialect.name);
    return names;
}

std::optional<Dialect> guessDialect(QByteArrayView beginning)
{
    const auto found = std::find_if(std::begin(dialects), std::end(dialects),
        [&](const NamedDialect &d) { return beginning.contains(d.mark); });
    return found == std::end(dialects) ? std::nullopt : std::optional(found->dialect);
}

} // namespace runnel
