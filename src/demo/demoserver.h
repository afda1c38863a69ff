// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "demo/demolibrary.h"
#include "http/httpserver.h"
#include "recording/recording.h"

#include <QHash>
#include <QUrl>

#include <functional>
#include <memory>

namespace runnel {

class PlaybackTimer;

/// A server that needs no network and no key: speaks OpenAI's chat completions over an event stream, as a
/// real one does, and replays what it has recorded.
///
/// It listens on the loopback only, at a port and below a path that nobody knows beforehand (128 bits),
/// and answers one Host only, so that no page in a browser reaches it. Thread: the one it lives in.
class DemoServer final : public QObject
{
    Q_OBJECT

public:
    struct Settings
    {
        double speed = 1;                                          ///< Player::asFastAsPossible for tests
        std::function<std::unique_ptr<PlaybackTimer>()> makeTimer; ///< null: the event loop's
    };

    /// Io: the loopback cannot be bound.
    static Result<std::unique_ptr<DemoServer>> start(Settings settings, DemoLibrary library);
    ~DemoServer() override;

    /// The base that clients take, such as http://127.0.0.1:40000/3f…/v1.
    QUrl baseUrl() const;

    const DemoLibrary &library() const { return m_library; }

private:
    DemoServer(Settings settings, DemoLibrary library);

    void listModels(const HttpRequest &request) const;
    void complete(const HttpRequest &request);
    Result<std::shared_ptr<const Recording>> recordingOf(qsizetype index);

    const Settings m_settings;
    const DemoLibrary m_library;
    const QByteArray m_path;                                         // "/", 32 hexadecimal digits and "/v1"
    QHash<qsizetype, std::shared_ptr<const Recording>> m_recordings; // those that were asked for
    HttpServer m_server;
    quint16 m_port = 0;
};

} // namespace runnel
