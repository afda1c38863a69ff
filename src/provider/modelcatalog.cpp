// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/modelcatalog.h"

#include "provider/answerfailure.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QUrlQuery>

#include <algorithm>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;

constexpr int mostPages = 50;        // of up to 1000 models each
constexpr int simultaneousShows = 4; // Ollama reads a file for each
constexpr qsizetype mostShows = 500;

/// @p endpoint as the vendor's lists want to be asked: these two have headers of their own for the key.
Endpoint endpointFor(Endpoint endpoint, ServerKind kind)
{
    const auto moveKeyTo = [&](const QByteArray &header) {
        if (!endpoint.key.isEmpty())
            endpoint.headers.prepend({header, endpoint.key.reveal().toByteArray()});
        endpoint.key = Secret();
    };
    if (kind == ServerKind::Anthropic) {
        moveKeyTo("x-api-key");
        endpoint.headers.prepend({"anthropic-version", "2023-06-01"});
    } else if (kind == ServerKind::Gemini) {
        moveKeyTo("x-goog-api-key");
    }
    return endpoint;
}

QUrl withQueryItem(QUrl url, const QString &name, const QString &value)
{
    QUrlQuery query(url);
    query.removeQueryItem(name);
    query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
    url.setQuery(query);
    return url;
}

} // namespace

ModelCatalog::ModelCatalog(
    const Endpoint &endpoint, ServerKind kind, const Settings &settings, QObject *parent)
    : QObject(parent), m_endpoint(endpoint), m_kind(kind), m_settings(settings)
{
    m_detailDeadline.setSingleShot(true);
    connect(&m_detailDeadline, &QTimer::timeout, this, [this] { finish(std::nullopt); });
}

ModelCatalog::~ModelCatalog() = default;

void ModelCatalog::refresh()
{
    if (m_isRefreshing)
        return;
    m_isRefreshing = true;
    m_hasFallenBack = false;
    m_models.clear();
    m_pageCount = 0;
    m_nextShow = 0;
    m_openCount = 0;
    fetchList();
}

/// BASE without the "/v1" that the OpenAI dialect's base ends in, and @p path.
QUrl ModelCatalog::rootUrl(const QString &path) const
{
    QUrl base = m_endpoint.baseUrl.adjusted(QUrl::StripTrailingSlash);
    if (base.path().endsWith("/v1"_L1))
        base.setPath(base.path().chopped(3));
    return endpointUrl(base, path);
}

/// BASE/VERSION/path; the version may already be in BASE.
QUrl ModelCatalog::versionedUrl(QLatin1StringView version, const QString &path) const
{
    const QString basePath = m_endpoint.baseUrl.adjusted(QUrl::StripTrailingSlash).path();
    return endpointUrl(m_endpoint.baseUrl, basePath.endsWith(u'/' + version) ? path : version + u'/' + path);
}

void ModelCatalog::fetchList()
{
    const auto take = [this](const FetchedAnswer &answer) { takeList(answer); };
    switch (m_kind) {
    case ServerKind::Anthropic:
        fetch(withQueryItem(versionedUrl("v1"_L1, u"models"_s), u"limit"_s, u"1000"_s),
            [this](const FetchedAnswer &answer) { takePage(answer, parseAnthropicModels, "after_id"_L1); });
        return;
    case ServerKind::Gemini:
        fetch(withQueryItem(versionedUrl("v1beta"_L1, u"models"_s), u"pageSize"_s, u"1000"_s),
            [this](const FetchedAnswer &answer) { takePage(answer, parseGeminiModels, "pageToken"_L1); });
        return;
    case ServerKind::Ollama:
        fetch(rootUrl(u"api/tags"_s), take);
        return;
    case ServerKind::LmStudio:
        fetch(m_hasFallenBack ? endpointUrl(m_endpoint.baseUrl, u"models"_s) : rootUrl(u"api/v0/models"_s),
            take);
        return;
    case ServerKind::OpenAiCompatible:
    case ServerKind::LlamaCpp:
    case ServerKind::Vllm:
    case ServerKind::Jan:
    case ServerKind::KoboldCpp:
        fetch(endpointUrl(m_endpoint.baseUrl, u"models"_s), take);
        return;
    }
    Q_UNREACHABLE();
}

void ModelCatalog::fetch(
    const QUrl &url, const std::function<void(const FetchedAnswer &)> &take, const QByteArray &body)
{
    const auto request = encodeFetch(url, endpointFor(m_endpoint, m_kind), body);
    if (!request) {
        Failure failure;
        failure.cause = Failure::Cause::InvalidRequest;
        failure.endedBy = Failure::EndedBy::Nobody;
        failure.detail = request.error().message;
        QTimer::singleShot(0, this, [this, failure] { finish(failure); });
        return;
    }
    HttpFetch::Settings settings;
    settings.proxy = m_settings.proxy;
    settings.trusted = m_settings.trusted;
    settings.connectLimit = m_settings.connectLimit;
    settings.limit = m_settings.limit;
    auto *fetch = new HttpFetch(settings, this);
    m_fetches.append(fetch);
    connect(fetch, &HttpFetch::ended, this, [this, fetch, take](const FetchedAnswer &answer) {
        m_fetches.removeOne(fetch);
        fetch->deleteLater();
        take(answer);
    });
    fetch->start(request.value(), m_endpoint.key);
}

void ModelCatalog::takeList(const FetchedAnswer &answer)
{
    auto models
        = m_kind == ServerKind::Ollama ? parseOllamaTags(answer.body) : parseOpenAiModels(answer.body);
    // LM Studio has its own list since 0.3.6, and answers 200 for what it does not know.
    if (m_kind == ServerKind::LmStudio && !m_hasFallenBack && answer.httpStatus != 0 && !models) {
        m_hasFallenBack = true;
        fetchList();
        return;
    }
    if (answer.failure) {
        finish(answer.failure);
        return;
    }
    if (!models) {
        finish(malformed(models.error().message));
        return;
    }
    m_models = models.takeValue();
    fetchDetails();
}

void ModelCatalog::takePage(
    const FetchedAnswer &answer, Result<ModelPage> (*parse)(QByteArrayView), QLatin1StringView parameter)
{
    if (answer.failure) {
        finish(answer.failure);
        return;
    }
    auto page = parse(answer.body);
    if (!page) {
        finish(malformed(page.error().message));
        return;
    }
    m_models += page.value().models;
    if (page.value().next.isEmpty() || ++m_pageCount >= mostPages) {
        finish(std::nullopt);
        return;
    }
    const bool isGemini = m_kind == ServerKind::Gemini;
    const QUrl url = withQueryItem(versionedUrl(isGemini ? "v1beta"_L1 : "v1"_L1, u"models"_s),
        isGemini ? u"pageSize"_s : u"limit"_s, u"1000"_s);
    fetch(withQueryItem(url, parameter, page.value().next),
        [this, parse, parameter](const FetchedAnswer &next) { takePage(next, parse, parameter); });
}

/// What only a second question tells. Without an answer to it the list is as good as it was.
void ModelCatalog::fetchDetails()
{
    if (m_kind == ServerKind::Ollama && !m_models.isEmpty()) {
        m_detailDeadline.start(m_settings.limit);
        for (int i = 0; i < simultaneousShows; ++i)
            fetchNextShow();
        return;
    }
    // These two tell about the model that is loaded, so about the one only when there is one.
    const bool isOne = m_models.size() == 1;
    if (isOne && m_kind == ServerKind::LlamaCpp)
        fetchTraits(rootUrl(u"props"_s), parseLlamaCppProps);
    else if (isOne && m_kind == ServerKind::KoboldCpp)
        fetchTraits(rootUrl(u"api/extra/true_max_context_length"_s), parseKoboldContext);
    else
        finish(std::nullopt);
}

void ModelCatalog::fetchTraits(const QUrl &url, ModelTraits (*parse)(QByteArrayView))
{
    fetch(url, [this, parse](const FetchedAnswer &answer) {
        if (!answer.failure) {
            ModelInfo &model = m_models.first();
            model.traits = model.traits.overriddenBy(parse(answer.body));
        }
        finish(std::nullopt);
    });
}

void ModelCatalog::fetchNextShow()
{
    if (m_nextShow >= std::min(m_models.size(), mostShows)) {
        if (m_openCount == 0)
            finish(std::nullopt);
        return;
    }
    const qsizetype index = m_nextShow++;
    ++m_openCount;
    const QJsonObject question{{"model"_L1, m_models.at(index).id}};
    fetch(
        rootUrl(u"api/show"_s),
        [this, index](const FetchedAnswer &answer) {
            --m_openCount;
            if (!answer.failure)
                m_models[index].traits = parseOllamaShow(answer.body);
            fetchNextShow();
        },
        QJsonDocument(question).toJson(QJsonDocument::Compact));
}

Failure ModelCatalog::malformed(const QString &detail) const
{
    Failure failure;
    failure.cause = Failure::Cause::MalformedList;
    failure.endedBy = Failure::EndedBy::Provider;
    failure.detail = detail;
    failure.host = hostAndPort(m_endpoint.baseUrl);
    return failure;
}

void ModelCatalog::finish(const std::optional<Failure> &failure)
{
    if (!m_isRefreshing)
        return;
    m_isRefreshing = false;
    m_detailDeadline.stop();
    for (HttpFetch *fetch : std::as_const(m_fetches)) {
        disconnect(fetch, nullptr, this, nullptr);
        fetch->deleteLater();
    }
    m_fetches.clear();
    m_failure = failure;
    if (!failure)
        m_listing = {std::move(m_models), m_settings.now()};
    m_models.clear();
    emit refreshed();
}

QList<ModelInfo> ModelCatalog::models() const
{
    QList<ModelInfo> models = m_listing.models;
    for (ModelInfo &model : models)
        model.traits = model.traits.overriddenBy(m_overrides.value(model.id));
    return models;
}

ModelLookup ModelCatalog::find(const QString &id) const
{
    ModelLookup lookup;
    const auto found = std::find_if(m_listing.models.begin(), m_listing.models.end(),
        [&](const ModelInfo &model) { return model.id == id; });
    if (found != m_listing.models.end()) {
        lookup.model = *found;
        lookup.model->traits = found->traits.overriddenBy(m_overrides.value(id));
        return lookup;
    }
    if (m_failure) {
        lookup.why = m_failure;
    } else if (m_listing.fetchedAt.isValid()) {
        Failure failure;
        failure.cause = Failure::Cause::ModelNotListed;
        failure.endedBy = Failure::EndedBy::Provider;
        failure.host = hostAndPort(m_endpoint.baseUrl);
        failure.detail = id;
        lookup.why = failure;
    }
    return lookup;
}

void ModelCatalog::setOverride(const QString &id, const ModelTraits &traits)
{
    if (traits == ModelTraits())
        m_overrides.remove(id);
    else
        m_overrides.insert(id, traits);
}

} // namespace runnel
