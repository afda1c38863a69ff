// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/jsonreader.h"

#include "base/utf8.h"

#include <cmath>
#include <cstring>

namespace runnel {

namespace {

constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF");

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = char(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// The code unit of "uXXXX" at @p p, or -1.
int escapedCodeUnit(const char *p)
{
    int unit = 0;
    for (int i = 1; i <= 4; ++i) {
        const int digit = hexDigit(p[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

/// Appends the escape at @p p (behind the backslash) and returns what follows it. An escape that JSON
/// does not know stands for its character.
const char *appendEscape(const char *p, QString &target)
{
    switch (*p) {
    case 'b':
        target += u'\b';
        return p + 1;
    case 'f':
        target += u'\f';
        return p + 1;
    case 'n':
        target += u'\n';
        return p + 1;
    case 'r':
        target += u'\r';
        return p + 1;
    case 't':
        target += u'\t';
        return p + 1;
    case 'u':
        if (const int unit = escapedCodeUnit(p); unit >= 0) {
            target += QChar(char16_t(unit));
            return p + 5;
        }
        [[fallthrough]];
    default:
        target += QLatin1Char(*p);
        return p + 1;
    }
}

/// Appends the raw JSON string that begins at @p p and ends at its unescaped quote, which stage 1 of
/// simdjson has seen. Returns that quote.
const char *appendUnescaped(const char *p, QString &target)
{
    while (true) {
        const char *const begin = p;
        unsigned char seen = 0;
        while (*p != '"' && *p != '\\')
            seen |= static_cast<unsigned char>(*p++);
        if (seen < 0x80)
            target += QLatin1StringView(begin, p - begin);
        else
            target += fromUtf8Keeping(QByteArrayView(begin, p - begin));
        if (*p == '"')
            return p;
        p = appendEscape(p + 1, target);
    }
}

} // namespace

void JsonReader::load(QByteArrayView json)
{
    if (json.startsWith(byteOrderMark))
        json = json.sliced(byteOrderMark.size());
    m_size = size_t(json.size());
    if (m_buffer.size() < m_size + simdjson::SIMDJSON_PADDING)
        m_buffer.resize(m_size + simdjson::SIMDJSON_PADDING);
    if (m_size > 0)
        std::memcpy(m_buffer.data(), json.data(), m_size);
    std::memset(m_buffer.data() + m_size, 0, simdjson::SIMDJSON_PADDING);
}

void JsonReader::escapeControlCharacters()
{
    static constexpr char digits[] = "0123456789abcdef";
    std::vector<char> escaped;
    escaped.reserve(m_size + m_size / 8 + simdjson::SIMDJSON_PADDING);
    bool inString = false;
    for (size_t i = 0; i < m_size; ++i) {
        const char c = m_buffer[i];
        if (inString && static_cast<unsigned char>(c) < 0x20) {
            for (const char e : {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]})
                escaped.push_back(e);
            continue;
        }
        escaped.push_back(c);
        if (inString && c == '\\' && i + 1 < m_size)
            escaped.push_back(m_buffer[++i]);
        else if (c == '"')
            inString = !inString;
    }
    m_size = escaped.size();
    escaped.resize(m_size + simdjson::SIMDJSON_PADDING, 0);
    m_buffer = std::move(escaped);
}

simdjson::error_code JsonReader::iterate(simdjson::ondemand::document &document)
{
    return m_parser.iterate(m_buffer.data(), m_size, m_buffer.size()).get(document);
}

std::optional<JsonObject> jsonObject(JsonValue &value)
{
    JsonObject object;
    if (value.get_object().get(object))
        return std::nullopt;
    return object;
}

std::optional<JsonArray> jsonArray(JsonValue &value)
{
    JsonArray array;
    if (value.get_array().get(array))
        return std::nullopt;
    return array;
}

QByteArrayView appendRawJsonString(JsonValue &value, QString &target)
{
    simdjson::ondemand::raw_json_string raw;
    if (value.get_raw_json_string().get(raw))
        return {};
    return {raw.raw(), appendUnescaped(raw.raw(), target)};
}

bool appendJsonString(JsonValue &value, QString &target)
{
    return !appendRawJsonString(value, target).isNull();
}

QString jsonString(JsonValue &value)
{
    QString result;
    appendJsonString(value, result);
    return result;
}

std::optional<qint64> jsonInteger(JsonValue &value)
{
    simdjson::ondemand::json_type type;
    if (value.type().get(type))
        return std::nullopt;
    if (type == simdjson::ondemand::json_type::number) {
        double number = 0;
        if (int64_t whole = 0; !value.get_int64().get(whole))
            return whole;
        if (value.get_double().get(number) || !(std::abs(number) < 9e15))
            return std::nullopt;
        return qint64(number);
    }
    if (type == simdjson::ondemand::json_type::string) {
        bool ok = false;
        const qint64 whole = jsonString(value).trimmed().toLongLong(&ok);
        return ok ? std::optional(whole) : std::nullopt;
    }
    return std::nullopt;
}

bool isJsonNull(JsonValue &value)
{
    simdjson::ondemand::json_type type;
    return !value.type().get(type) && type == simdjson::ondemand::json_type::null;
}

} // namespace runnel
