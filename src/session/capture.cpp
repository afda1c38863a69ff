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
};

constexpr NamedDialect dialects[] = {
    {QLatin1StringView("openai-chat"), Dialect::OpenAiChat},
    {QLatin1StringView("openai-responses"), Dialect::OpenAiResponses},
    {QLatin1StringView("anthropic"), Dialect::Anthropic},
    {QLatin1StringView("gemini"), Dialect::Gemini},
    {QLatin1StringView("ollama"), Dialect::Ollama},
};

/// JSON without its white space that stands in the answers of one dialect before anything that a model
/// could have written as JSON, such as the arguments of a call.
struct Mark
{
    Dialect dialect;
    QByteArrayView text;
};

constexpr Mark marks[] = {
    {Dialect::OpenAiChat, "\"choices\":["}, {Dialect::OpenAiResponses, "\"type\":\"response."},
    {Dialect::OpenAiResponses, "\"object\":\"response\""},
    {Dialect::Anthropic, "\"type\":\"message"}, // and message_start
    {Dialect::Anthropic, "\"type\":\"content_block"}, {Dialect::Gemini, "\"candidates\":["},
    {Dialect::Gemini, "\"promptFeedback\":{"}, {Dialect::Gemini, "\"usageMetadata\":{"},
    {Dialect::Ollama, "\"created_at\":\""}, // Responses have a number there
};

/// Where @p mark stands as JSON, not as JSON inside a text, where its quotes are escaped; -1: nowhere.
qsizetype placeOf(QByteArrayView mark, const QByteArray &json)
{
    for (qsizetype at = json.indexOf(mark); at >= 0; at = json.indexOf(mark, at + 1)) {
        if (at == 0 || json[at - 1] != '\\')
            return at;
    }
    return -1;
}

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
    QByteArray json;
    for (const char c : beginning) {
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
            json += c;
    }
    std::optional<Dialect> first;
    qsizetype firstPlace = json.size();
    for (const Mark &mark : marks) {
        const qsizetype place = placeOf(mark.text, json);
        if (place >= 0 && place < firstPlace) {
            firstPlace = place;
            first = mark.dialect;
        }
    }
    return first;
}

} // namespace runnel
