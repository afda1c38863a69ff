// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/jsonreader.h"
#include "provider/jsonsalvage.h"
#include "provider/providererror.h"

#include <QByteArray>
#include <QJsonDocument>

#include <cstdint>
#include <cstdlib>

using namespace runnel;

namespace {

// Reads each value by the accessor that the input chooses, fitting or not, and whatever it holds.
class Walk final
{
public:
    explicit Walk(QByteArrayView choices) : m_choices(choices) { }

    simdjson::error_code visit(JsonValue &value, int depth = 0)
    {
        constexpr int deepest = 64;
        switch (depth < deepest ? choice() : 0) {
        case 1:
            if (auto object = jsonObject(value))
                return visitMembers(*object, depth);
            break;
        case 2:
            if (auto array = jsonArray(value))
                return visitElements(*array, depth);
            break;
        case 3:
            if (appendJsonString(value, m_text) && m_text.size() > longest)
                m_text.clear();
            break;
        case 4:
            jsonInteger(value);
            break;
        case 5:
            isJsonNull(value);
            break;
        case 6: {
            std::string_view raw;
            return simdjson::to_json_string(value).get(raw);
        }
        default: // left unread: the parser has to find its way over it
            break;
        }
        return simdjson::SUCCESS;
    }

private:
    static constexpr qsizetype longest = 1 << 20;

    int choice()
    {
        if (m_choices.isEmpty())
            return 1;
        m_step = (m_step + 1) % m_choices.size();
        return quint8(m_choices[m_step]) % 7;
    }

    simdjson::error_code visitMembers(JsonObject object, int depth)
    {
        for (auto member : object) {
            simdjson::ondemand::field field;
            if (const auto error = std::move(member).get(field))
                return error;
            JsonValue value = field.value();
            if (const auto error = visit(value, depth + 1))
                return error;
        }
        return simdjson::SUCCESS;
    }

    simdjson::error_code visitElements(JsonArray array, int depth)
    {
        for (auto element : array) {
            JsonValue value;
            if (const auto error = std::move(element).get(value))
                return error;
            if (const auto error = visit(value, depth + 1))
                return error;
        }
        return simdjson::SUCCESS;
    }

    QByteArrayView m_choices;
    qsizetype m_step = 0;
    QString m_text;
};

} // namespace

// No JSON text, whole, broken or cut, crashes what reads it; what salvage closes stays as long as it was cut.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArrayView input(reinterpret_cast<const char *>(data), qsizetype(size));
    const qsizetype choiceBytes = input.isEmpty() ? 0 : qMin<qsizetype>(quint8(input[0]) % 16, size - 1);
    const QByteArrayView choices = input.sliced(input.isEmpty() ? 0 : 1, choiceBytes);
    // The reader is promised valid UTF-8; the streams' parser sees to that.
    const QByteArray json = QString::fromUtf8(input.sliced(input.isEmpty() ? 0 : 1 + choiceBytes)).toUtf8();

    JsonReader reader;
    for (int round = 0; round < 2; ++round) { // the buffer is reused
        Walk walk(choices);
        reader.read(json, [&](JsonValue &root) { return walk.visit(root); });
    }

    // Any beginning of a text that parses, closed, parses again.
    const bool isWhole = !QJsonDocument::fromJson(json).isNull();
    for (qsizetype cut = 1; cut <= json.size() && json.size() <= 200; ++cut) {
        const QByteArray closed = closedJson(QString::fromUtf8(json.first(cut)).toUtf8());
        if (isWhole && !json.first(cut).trimmed().isEmpty() && QJsonDocument::fromJson(closed).isNull())
            std::abort();
    }
    readProviderError(json);
    readErrorBody(input);
    return 0;
}
