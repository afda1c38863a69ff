// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "provider/endpoint.h"
#include "provider/httpfetch.h"
#include "provider/modellists.h"
#include "provider/serverkind.h"

#include <QDateTime>
#include <QHash>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <optional>

namespace runnel {

/// A server's models as they were at some time: what may be stored and restored.
struct ModelListing
{
    QList<ModelInfo> models; ///< in the server's order
    QDateTime fetchedAt;     ///< UTC; invalid: never
};

/// The answer to "what is this model?".
struct ModelLookup
{
    std::optional<ModelInfo> model;
    /// Why there is none: what went wrong when the list was last asked for, or Cause::ModelNotListed. None
    /// as well as no model: nobody has asked yet.
    std::optional<Failure> why;
};

/// The models of one endpoint: asked for on demand, kept with the time, corrected by the person.
///
/// A list that was fetched once stays when a later refresh() fails. What the server does not tell about a
/// model stays without a value until an override says it. Main thread.
class ModelCatalog final : public QObject
{
    Q_OBJECT

public:
    struct Settings
    {
        ProxySettings proxy;
        TrustedCertificates trusted;
        std::chrono::milliseconds connectLimit{10000};
        std::chrono::milliseconds limit{15000}; ///< for the list; then again for what is asked a model
        std::function<QDateTime()> now = [] { return QDateTime::currentDateTimeUtc(); };
    };

    /// @p kind decides which lists are asked for.
    ModelCatalog(
        const Endpoint &endpoint, ServerKind kind, const Settings &settings, QObject *parent = nullptr);
    ~ModelCatalog() override;

    /// Asks the server. Exactly one refreshed() follows, never from within; while one is due already, that
    /// one answers this call, too.
    void refresh();
    bool isRefreshing() const { return m_isRefreshing; }

    /// With the overrides applied.
    QList<ModelInfo> models() const;
    const QDateTime &fetchedAt() const { return m_listing.fetchedAt; }
    /// Of the last refresh(); none: it went well, or there was none.
    const std::optional<Failure> &failure() const { return m_failure; }

    ModelLookup find(const QString &id) const;

    /// What the person knows better about a model; an empty one takes back what was set.
    void setOverride(const QString &id, const ModelTraits &traits);

    /// The list as the server gave it, and such a list from an earlier time.
    const ModelListing &listing() const { return m_listing; }
    void restore(const ModelListing &listing) { m_listing = listing; }

signals:
    void refreshed();

private:
    void fetchList();
    void fetch(
        const QUrl &url, const std::function<void(const FetchedAnswer &)> &take, const QByteArray &body = {});
    void takeList(const FetchedAnswer &answer);
    void takePage(
        const FetchedAnswer &answer, Result<ModelPage> (*parse)(QByteArrayView), QLatin1StringView parameter);
    void fetchDetails();
    void fetchTraits(const QUrl &url, ModelTraits (*parse)(QByteArrayView));
    void fetchNextShow();
    void finish(const std::optional<Failure> &failure);
    Failure malformed(const QString &detail) const;
    QUrl rootUrl(const QString &path) const;
    QUrl versionedUrl(QLatin1StringView version, const QString &path) const;

    Endpoint m_endpoint;
    const ServerKind m_kind;
    const Settings m_settings;
    ModelListing m_listing;
    std::optional<Failure> m_failure;
    QHash<QString, ModelTraits> m_overrides;

    // Of the refresh under way.
    bool m_isRefreshing = false;
    bool m_hasFallenBack = false;
    QList<ModelInfo> m_models;
    int m_pageCount = 0;
    qsizetype m_nextShow = 0;
    int m_openCount = 0;
    QTimer m_detailDeadline;
    QList<HttpFetch *> m_fetches; // children of this object
};

} // namespace runnel
