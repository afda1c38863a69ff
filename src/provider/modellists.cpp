// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/modellists.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>

#include <cmath>
#include <initializer_list>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;

Error malformed(const QString &message)
{
    return Error{Error::Kind::InvalidInput, message, {}, 0};
}

QJsonDocument parse(QByteArrayView body, QJsonParseError *error = nullptr)
{
    // Qt refuses a text with any invalid UTF-8; a model's name may hold some.
    return QJsonDocument::fromJson(QString::fromUtf8(body).toUtf8(), error);
}

/// A count of tokens: a whole number above 0, which some servers quote.
std::optional<qint64> tokenCount(const QJsonValue &value)
{
    constexpr double mostTokens = 1e12;
    bool ok = value.isDouble();
    const double number = ok ? value.toDouble() : value.toString().toDouble(&ok);
    if (!ok || !(number >= 1) || number > mostTokens)
        return std::nullopt;
    return qint64(std::floor(number));
}

/// The first of @p names that holds a count.
std::optional<qint64> firstCount(const QJsonObject &object, std::initializer_list<QLatin1StringView> names)
{
    for (const QLatin1StringView name : names) {
        if (const auto count = tokenCount(object.value(name)))
            return count;
    }
    return std::nullopt;
}

std::optional<bool> boolean(const QJsonValue &value)
{
    return value.isBool() ? std::optional(value.toBool()) : std::nullopt;
}

/// Whether a list of words, if it is one, holds @p word.
std::optional<bool> lists(const QJsonValue &value, QLatin1StringView word)
{
    return value.isArray() ? std::optional(value.toArray().contains(QJsonValue(word))) : std::nullopt;
}

void takeOver(std::optional<bool> &trait, std::optional<bool> told)
{
    if (told)
        trait = told;
}

/// LM Studio: "llm", "vlm" or "embeddings"; Together: "chat", "embedding", "image" and more.
void readType(const QString &type, ModelTraits &traits)
{
    if (type == "llm"_L1 || type == "chat"_L1 || type == "language"_L1) {
        traits.chat = true;
    } else if (type == "vlm"_L1) {
        traits.chat = true;
        traits.vision = true;
    } else if (type == "embeddings"_L1 || type == "embedding"_L1 || type == "rerank"_L1
        || type == "moderation"_L1 || type == "image"_L1 || type == "audio"_L1) {
        traits.chat = false;
    }
}

ModelTraits openAiTraits(const QJsonObject &entry)
{
    ModelTraits traits;
    const QJsonObject meta = entry.value("meta"_L1).toObject();
    traits.contextTokens = firstCount(entry,
        {"loaded_context_length"_L1, "max_model_len"_L1, "context_length"_L1, "max_context_length"_L1,
            "context_window"_L1, "ctx_len"_L1});
    if (!traits.contextTokens)
        traits.contextTokens = firstCount(meta, {"n_ctx"_L1, "n_ctx_train"_L1});

    const QJsonValue modalities = entry.value("architecture"_L1).toObject().value("input_modalities"_L1);
    traits.vision = lists(modalities, "image"_L1);
    if (entry.value("architecture"_L1).toObject().contains("output_modalities"_L1))
        traits.chat
            = lists(entry.value("architecture"_L1).toObject().value("output_modalities"_L1), "text"_L1);
    const QJsonValue parameters = entry.value("supported_parameters"_L1);
    traits.tools = lists(parameters, "tools"_L1);
    traits.reasoning = lists(parameters, "reasoning"_L1);

    const QJsonValue capabilities = entry.value("capabilities"_L1);
    if (capabilities.isArray()) { // LM Studio
        traits.tools = lists(capabilities, "tool_use"_L1);
    } else if (capabilities.isObject()) { // Mistral
        const QJsonObject can = capabilities.toObject();
        takeOver(traits.chat, boolean(can.value("completion_chat"_L1)));
        takeOver(traits.tools, boolean(can.value("function_calling"_L1)));
        takeOver(traits.vision, boolean(can.value("vision"_L1)));
        takeOver(traits.reasoning, boolean(can.value("reasoning"_L1)));
    }
    readType(entry.value("type"_L1).toString(), traits);
    return traits;
}

ModelTraits anthropicTraits(const QJsonObject &entry)
{
    const QJsonObject can = entry.value("capabilities"_L1).toObject();
    const auto supports
        = [&](QLatin1StringView what) { return boolean(can.value(what).toObject().value("supported"_L1)); };
    ModelTraits traits;
    traits.contextTokens = tokenCount(entry.value("max_input_tokens"_L1)); // 0 where it is not known
    traits.vision = supports("image_input"_L1);
    traits.reasoning = supports("thinking"_L1);
    return traits;
}

ModelTraits geminiTraits(const QJsonObject &entry)
{
    ModelTraits traits;
    traits.contextTokens = tokenCount(entry.value("inputTokenLimit"_L1));
    traits.reasoning = boolean(entry.value("thinking"_L1));
    traits.chat = lists(entry.value("supportedGenerationMethods"_L1), "generateContent"_L1);
    return traits;
}

/// Adds the models of @p entries that have a name; @p read makes one of an entry.
template <typename Read> QList<ModelInfo> readEntries(const QJsonArray &entries, Read &&read)
{
    QList<ModelInfo> models;
    QSet<QString> seen;
    for (const QJsonValue &value : entries) {
        const ModelInfo model = read(value.toObject());
        if (model.id.isEmpty() || seen.contains(model.id))
            continue;
        seen.insert(model.id);
        models.append(model);
    }
    return models;
}

/// The array called @p name in the root object.
Result<QJsonArray> arrayIn(QByteArrayView body, QLatin1StringView name, QJsonObject *root = nullptr)
{
    QJsonParseError error;
    const QJsonDocument document = parse(body, &error);
    if (error.error != QJsonParseError::NoError)
        return malformed(u"no JSON at byte %1: %2"_s.arg(error.offset).arg(error.errorString()));
    if (root)
        *root = document.object();
    const QJsonValue list = document.object().value(name);
    // An empty list is null where it was written by Go.
    if (list.isArray() || (list.isNull() && document.object().contains(name)))
        return list.toArray();
    return malformed(u"no list \"%1\" in it"_s.arg(name));
}

QString nameOr(const QJsonObject &entry, QLatin1StringView name, const QString &id)
{
    const QString text = entry.value(name).toString();
    return text == id ? QString() : text;
}

} // namespace

Result<QList<ModelInfo>> parseOpenAiModels(QByteArrayView body)
{
    QJsonArray entries = parse(body).array();
    if (!parse(body).isArray()) {
        auto data = arrayIn(body, "data"_L1);
        if (!data)
            return data.error();
        entries = data.takeValue();
    }
    return readEntries(entries, [](const QJsonObject &entry) {
        const QString id = entry.value("id"_L1).toString();
        QString name = nameOr(entry, "display_name"_L1, id);
        if (name.isEmpty())
            name = nameOr(entry, "name"_L1, id);
        return ModelInfo{id, name, openAiTraits(entry)};
    });
}

Result<QList<ModelInfo>> parseOllamaTags(QByteArrayView body)
{
    auto models = arrayIn(body, "models"_L1);
    if (!models)
        return models.error();
    return readEntries(models.value(), [](const QJsonObject &entry) {
        const QString id = entry.value("model"_L1).toString(entry.value("name"_L1).toString());
        return ModelInfo{id, nameOr(entry, "name"_L1, id), {}};
    });
}

Result<ModelPage> parseAnthropicModels(QByteArrayView body)
{
    QJsonObject root;
    auto data = arrayIn(body, "data"_L1, &root);
    if (!data)
        return data.error();
    ModelPage page;
    page.models = readEntries(data.value(), [](const QJsonObject &entry) {
        const QString id = entry.value("id"_L1).toString();
        return ModelInfo{id, nameOr(entry, "display_name"_L1, id), anthropicTraits(entry)};
    });
    if (root.value("has_more"_L1).toBool())
        page.next = root.value("last_id"_L1).toString();
    return page;
}

Result<ModelPage> parseGeminiModels(QByteArrayView body)
{
    QJsonObject root;
    auto models = arrayIn(body, "models"_L1, &root);
    if (!models)
        return models.error();
    ModelPage page;
    page.models = readEntries(models.value(), [](const QJsonObject &entry) {
        QString id = entry.value("name"_L1).toString();
        if (id.startsWith("models/"_L1)) // which the address of a request repeats by itself
            id.remove(0, QLatin1StringView("models/").size());
        return ModelInfo{id, nameOr(entry, "displayName"_L1, id), geminiTraits(entry)};
    });
    page.next = root.value("nextPageToken"_L1).toString();
    return page;
}

ModelTraits parseOllamaShow(QByteArrayView body)
{
    const QJsonObject root = parse(body).object();
    ModelTraits traits;
    const QJsonValue can = root.value("capabilities"_L1); // absent before Ollama 0.6.4
    traits.chat = lists(can, "completion"_L1);
    traits.vision = lists(can, "vision"_L1);
    traits.tools = lists(can, "tools"_L1);
    traits.reasoning = lists(can, "thinking"_L1);

    static const QRegularExpression given(
        u"^\\s*num_ctx\\s+([0-9]+)\\s*$"_s, QRegularExpression::MultilineOption);
    const auto match = given.match(root.value("parameters"_L1).toString());
    if (match.hasMatch())
        traits.contextTokens = tokenCount(match.captured(1));
    const QJsonObject info = root.value("model_info"_L1).toObject();
    if (!traits.contextTokens) {
        const QString architecture = info.value("general.architecture"_L1).toString();
        traits.contextTokens = tokenCount(info.value(architecture + ".context_length"_L1));
    }
    return traits;
}

ModelTraits parseLlamaCppProps(QByteArrayView body)
{
    const QJsonObject root = parse(body).object();
    ModelTraits traits;
    traits.contextTokens
        = tokenCount(root.value("default_generation_settings"_L1).toObject().value("n_ctx"_L1));
    traits.vision = boolean(root.value("modalities"_L1).toObject().value("vision"_L1));
    traits.tools = boolean(root.value("chat_template_caps"_L1).toObject().value("supports_tools"_L1));
    return traits;
}

ModelTraits parseKoboldContext(QByteArrayView body)
{
    ModelTraits traits;
    traits.contextTokens = tokenCount(parse(body).object().value("value"_L1));
    return traits;
}

} // namespace runnel
