// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/serveridentity.h"

#include "provider/answerfailure.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;

constexpr auto rootPath = "/"_L1;
constexpr auto modelsPath = "/v1/models"_L1;
constexpr auto ollamaPath = "/api/version"_L1;
constexpr auto koboldPath = "/api/extra/version"_L1;
constexpr auto lmStudioPath = "/api/v0/models"_L1;
constexpr auto propsPath = "/props"_L1;
constexpr auto vllmPath = "/version"_L1;
constexpr auto openApiPath = "/openapi.json"_L1;

/// The answers, read on demand.
class Answers final
{
public:
    explicit Answers(const QHash<QString, FetchedAnswer> &answers) : m_answers(answers) { }

    /// The body of a good answer; null when there is none.
    QByteArray text(QLatin1StringView path) const
    {
        const auto found = m_answers.constFind(path);
        return found == m_answers.constEnd() || found->failure ? QByteArray() : found->body;
    }
    QJsonObject object(QLatin1StringView path) const
    {
        return QJsonDocument::fromJson(QString::fromUtf8(text(path)).toUtf8()).object();
    }
    QString version(QLatin1StringView path) const { return object(path).value("version"_L1).toString(); }

    /// Whether any answer, a refusal included, carries that Server header.
    bool namesServer(QByteArrayView name) const
    {
        return std::any_of(m_answers.begin(), m_answers.end(),
            [&](const FetchedAnswer &answer) { return headerValue(answer.headers, "Server") == name; });
    }
    /// Whether the models are kept back with a 401 or 403 in JSON.
    bool keepsModelsBack() const
    {
        const FetchedAnswer answer = m_answers.value(modelsPath);
        constexpr int unauthorized = 401;
        constexpr int forbidden = 403;
        return (answer.httpStatus == unauthorized || answer.httpStatus == forbidden)
            && QJsonDocument::fromJson(answer.body).isObject();
    }

private:
    const QHash<QString, FetchedAnswer> &m_answers;
};

bool isModelList(const QJsonObject &root)
{
    const QJsonValue data = root.value("data"_L1);
    if (!data.isArray() && !(data.isNull() && root.value("object"_L1) == "list"_L1))
        return false;
    const QJsonArray entries = data.toArray();
    return std::all_of(entries.begin(), entries.end(),
        [](const QJsonValue &entry) { return entry.toObject().value("id"_L1).isString(); });
}

bool hasOwner(const QJsonArray &models, QLatin1StringView owner)
{
    return std::any_of(models.begin(), models.end(), [&](const QJsonValue &model) {
        return model.toObject().value("owned_by"_L1).toString().compare(owner, Qt::CaseInsensitive) == 0;
    });
}

bool isLmStudioList(const QJsonObject &root)
{
    const QJsonArray entries = root.value("data"_L1).toArray();
    return std::any_of(entries.begin(), entries.end(), [](const QJsonValue &value) {
        const QJsonObject entry = value.toObject();
        return entry.contains("type"_L1)
            && (entry.contains("state"_L1) || entry.contains("compatibility_type"_L1));
    });
}

} // namespace

const QStringList &identityPaths()
{
    static const QStringList paths{
        modelsPath, rootPath, ollamaPath, koboldPath, lmStudioPath, propsPath, vllmPath, openApiPath};
    return paths;
}

std::optional<ServerIdentity> identifyServer(const QHash<QString, FetchedAnswer> &all)
{
    const Answers answers(all);
    const QJsonObject modelList = answers.object(modelsPath);
    const QJsonArray models = modelList.value("data"_L1).toArray();
    const bool wantsKey = answers.keepsModelsBack();

    const QJsonObject kobold = answers.object(koboldPath);
    if (kobold.value("result"_L1) == "KoboldCpp"_L1 && !hasOwner(models, "tabbyAPI"_L1))
        return ServerIdentity{ServerKind::KoboldCpp, kobold.value("version"_L1).toString(), wantsKey};
    const QString title
        = answers.object(openApiPath).value("info"_L1).toObject().value("title"_L1).toString();
    if (title.contains("Jan API"_L1))
        return ServerIdentity{ServerKind::Jan, {}, wantsKey};
    if (isLmStudioList(answers.object(lmStudioPath)))
        return ServerIdentity{ServerKind::LmStudio, {}, wantsKey};
    const QJsonObject props = answers.object(propsPath);
    if (props.value("default_generation_settings"_L1).isObject() || answers.namesServer("llama.cpp")
        || hasOwner(models, "llamacpp"_L1))
        return ServerIdentity{ServerKind::LlamaCpp, props.value("build_info"_L1).toString(), wantsKey};
    if (answers.text(rootPath).trimmed() == "Ollama is running"
        || (!answers.version(ollamaPath).isEmpty() && hasOwner(models, "library"_L1)))
        return ServerIdentity{ServerKind::Ollama, answers.version(ollamaPath), wantsKey};
    if (hasOwner(models, "vllm"_L1)
        || (wantsKey && answers.namesServer("uvicorn") && !answers.version(vllmPath).isEmpty()))
        return ServerIdentity{ServerKind::Vllm, answers.version(vllmPath), wantsKey};
    if (hasOwner(models, "organization_owner"_L1)) // LM Studio before its own API
        return ServerIdentity{ServerKind::LmStudio, {}, wantsKey};
    if (isModelList(modelList))
        return ServerIdentity{ServerKind::OpenAiCompatible, {}, wantsKey};
    return std::nullopt;
}

} // namespace runnel
