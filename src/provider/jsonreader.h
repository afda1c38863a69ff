// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>

#include <simdjson.h>

#include <optional>
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

/// A number, or a string that holds one: some servers quote their numbers.
std::optional<qint64> jsonInteger(JsonValue &value);

bool isJsonNull(JsonValue &value);

} // namespace runnel
