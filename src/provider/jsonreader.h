// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>

#include <simdjson.h>

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace runnel {

using JsonObject = simdjson::ondemand::object;
using JsonArray = simdjson::ondemand::array;
using JsonValue = simdjson::ondemand::value;

/// Reads one JSON text after another by simdjson's on-demand parser, over one reused buffer.
///
/// More tolerant than simdjson by itself, as model servers need it: a leading byte order mark is
/// skipped, raw control characters inside strings are taken as if they were escaped, and strings are
/// unescaped here, so that half of a surrogate pair is no error (dialects.md, "JSON library behaviour").
class JsonReader final
{
public:
    /// Calls @p visit(JsonValue) with the root, and is true when the text could be read and @p visit,
    /// which returns simdjson's error code, found no error. What @p visit took before an error must be
    /// thrown away by the caller. @p json is to be valid UTF-8; it is copied.
    template <typename Visitor> bool read(QByteArrayView json, Visitor &&visit)
    {
        load(json);
        simdjson::ondemand::document document;
        auto error = iterate(document);
        if (error == simdjson::UNESCAPED_CHARS) {
            escapeControlCharacters();
            error = iterate(document);
        }
        if (error)
            return false;
        JsonValue root;
        return !document.get_value().get(root) && !visit(root);
    }

    /// What was read last, until the next read: without a byte order mark, control characters escaped.
    QByteArrayView text() const { return {m_buffer.data(), qsizetype(m_size)}; }

private:
    void load(QByteArrayView json);
    void escapeControlCharacters();
    simdjson::error_code iterate(simdjson::ondemand::document &document);

    simdjson::ondemand::parser m_parser;
    std::vector<char> m_buffer; // the text and simdjson's padding
    size_t m_size = 0;
};

/// A member's name: comparing it costs no copy.
class JsonKey final
{
public:
    explicit JsonKey(simdjson::ondemand::raw_json_string raw) : m_raw(raw) { }

    /// @p name must need no escapes.
    bool operator==(std::string_view name) const { return m_raw.unsafe_is_equal(name); }

private:
    simdjson::ondemand::raw_json_string m_raw;
};

// What follows takes a value of any type: one that does not fit counts as absent and is no error.
// Each consumes the value.

/// The object or array in @p value.
std::optional<JsonObject> jsonObject(JsonValue &value);
std::optional<JsonArray> jsonArray(JsonValue &value);

/// Appends the string in @p value. False when it is none.
bool appendJsonString(JsonValue &value, QString &target);

/// The same, and how the string stands in JsonReader::text(), without its quotes; null when it is none.
QByteArrayView appendRawJsonString(JsonValue &value, QString &target);

/// The string in @p value, or an empty one.
QString jsonString(JsonValue &value);

/// The string in @p value as it stands in JsonReader::text(), or an empty one: for words of a protocol, which
/// have no escapes.
QByteArrayView rawJsonString(JsonValue &value);

/// The string in @p value if it stands there otherwise than in @p lastRaw, which it then replaces; else an
/// empty one. For what every event repeats.
QString changedJsonString(JsonValue &value, QByteArray &lastRaw);

/// A number, or a string that holds one: some servers quote their numbers.
std::optional<qint64> jsonInteger(JsonValue &value);

/// Likewise true and false.
std::optional<bool> jsonBoolean(JsonValue &value);

bool isJsonNull(JsonValue &value);

/// Whether an object stands there, or a text that is not empty: what servers put into a member "error".
bool holdsJsonError(JsonValue &value);

/// Appends what may be JSON text or the JSON itself: the content of a string, or the compact text of an
/// object, array or number; nothing for null. The error is simdjson's: the text is broken there.
simdjson::error_code appendJsonText(JsonValue &value, QString &target);

// simdjson's iterators are read where they stand: GCC 12 copies them by loads that are wider than the stores
// before them, and each such copy stalls for a dozen cycles. Without copies decoding is a third faster.

/// Calls @p visit(key, value) for every member. The error is simdjson's, or the visitor's.
template <typename Visitor> simdjson::error_code forEachMember(JsonObject object, Visitor &&visit)
{
    for (auto member : object) {
        if (const auto error = member.error())
            return error;
        auto &&field = std::move(member).value_unsafe();
        if (const auto error = visit(JsonKey(field.key()), field.value()))
            return error;
    }
    return simdjson::SUCCESS;
}

/// The same for the object in @p value, if there is one.
template <typename Visitor> simdjson::error_code forEachMember(JsonValue &value, Visitor &&visit)
{
    const auto object = jsonObject(value);
    return object ? forEachMember(*object, visit) : simdjson::SUCCESS;
}

/// Calls @p visit(value) for every element of the array in @p value, if there is one.
template <typename Visitor> simdjson::error_code forEachElement(JsonValue &value, Visitor &&visit)
{
    auto array = jsonArray(value);
    if (!array)
        return simdjson::SUCCESS;
    for (auto each : *array) {
        if (const auto error = each.error())
            return error;
        auto &&element = std::move(each).value_unsafe();
        if (const auto error = visit(element))
            return error;
    }
    return simdjson::SUCCESS;
}

} // namespace runnel
