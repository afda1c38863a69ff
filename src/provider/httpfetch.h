// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "provider/httpattempt.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <memory>

namespace runnel {

/// A whole answer, or why there is none.
struct FetchedAnswer
{
    /// None: an answer with a 2xx status came whole. An error status is a failure, too; its body is kept.
    std::optional<Failure> failure;
    int httpStatus = 0; ///< 0: no answer
    HttpAttempt::Headers headers;
    QByteArray body;
};

/// One small document, such as a list of models: one HttpAttempt, read to its end under a time and a size
/// limit. Never tried again by itself.
///
/// After start() exactly one ended(), never from within start(). Main thread.
class HttpFetch final : public QObject
{
    Q_OBJECT

public:
    struct Settings
    {
        ProxySettings proxy;
        TrustedCertificates trusted;
        std::chrono::milliseconds connectLimit{10000};
        std::chrono::milliseconds limit{15000}; ///< for all of it
        qint64 bodyLimitBytes = 8 * 1024 * 1024;
        ConnectionProbe::Claims claims; ///< null: its own
    };

    explicit HttpFetch(const Settings &settings, QObject *parent = nullptr);
    ~HttpFetch() override;

    /// Once an object. @p key is cut out of whatever the server echoes.
    void start(const EncodedRequest &request, const Secret &key = {});

signals:
    void ended(const runnel::FetchedAnswer &answer);

private:
    void onResponse(int httpStatus, const HttpAttempt::Headers &headers);
    void onBytes(const QByteArray &bytes);
    void onEnded(const std::optional<Failure> &failure, Failure::EndedBy endedBy);
    void end(std::optional<Failure> failure);
    Failure makeFailure(Failure::Cause cause, Failure::EndedBy endedBy) const;

    const Settings m_settings;
    QUrl m_url;
    Secret m_key;
    QTimer m_timer;
    HttpAttempt m_attempt;
    FetchedAnswer m_answer;
    bool m_isOver = false;
};

} // namespace runnel
