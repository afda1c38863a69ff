// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/demoserver.h"

#include "demo/demorecording.h"
#include "demo/demoreplay.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>

#include <optional>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;

QByteArray randomPath()
{
    quint32 words[4]; // 128 bits
    QRandomGenerator::system()->fillRange(words);
    return '/' + QByteArray(reinterpret_cast<const char *>(words), sizeof words).toHex() + "/v1";
}

GuardSettings guardSettings()
{
    GuardSettings settings;
    settings.connection.maxBodyBytes = 16 * 1024 * 1024; // a long conversation is sent whole
    settings.maxConnectionCount = 64;
    return settings;
}

// The error object of OpenAI's API, whose client this server is made for.
HttpAnswer apiError(int httpStatus, const QString &message)
{
    const QJsonObject error{{u"message"_s, message}, {u"type"_s, u"invalid_request_error"_s},
        {u"param"_s, QJsonValue::Null}, {u"code"_s, QJsonValue::Null}};
    return {httpStatus, {{"Content-Type", "application/json"}},
        QJsonDocument(QJsonObject{{u"error"_s, error}}).toJson(QJsonDocument::Compact)};
}

// A message's text: a string, or the texts among its parts.
QString textOf(const QJsonValue &content)
{
    QString text = content.toString();
    for (const QJsonValue part : content.toArray())
        text += part[u"text"_s].toString();
    return text;
}

// What the person said last; nullopt: this is no conversation.
std::optional<QString> questionOf(const QByteArray &body)
{
    const QJsonArray messages = QJsonDocument::fromJson(body)[u"messages"_s].toArray();
    for (qsizetype i = messages.size() - 1; i >= 0; --i) {
        if (messages.at(i)[u"role"_s] == "user"_L1)
            return textOf(messages.at(i)[u"content"_s]);
    }
    return std::nullopt;
}

} // namespace

Result<std::unique_ptr<DemoServer>> DemoServer::start(Settings settings, DemoLibrary library)
{
    std::unique_ptr<DemoServer> demo(new DemoServer(std::move(settings), std::move(library)));
    const auto port = demo->m_server.listen(QHostAddress::LocalHost, 0);
    if (!port)
        return port.error();
    demo->m_port = port.value();
    demo->m_server.guard().setAllowedHosts({"127.0.0.1:" + QByteArray::number(demo->m_port)});
    return demo;
}

DemoServer::DemoServer(Settings settings, DemoLibrary library)
    : m_settings(std::move(settings)), m_library(std::move(library)), m_path(randomPath()),
      m_server(guardSettings())
{
    m_server.route("GET", m_path + "/models", [this](const HttpRequest &request) { listModels(request); });
    m_server.route(
        "POST", m_path + "/chat/completions", [this](const HttpRequest &request) { complete(request); });
}

DemoServer::~DemoServer() = default;

QUrl DemoServer::baseUrl() const
{
    return QUrl(u"http://127.0.0.1:%1%2"_s.arg(m_port).arg(QLatin1StringView(m_path)));
}

void DemoServer::listModels(const HttpRequest &request) const
{
    const QJsonObject model{{u"id"_s, QLatin1StringView(demoModelName)}, {u"object"_s, u"model"_s},
        {u"created"_s, 0}, {u"owned_by"_s, u"runnel"_s}};
    request.connection->answer({200, {{"Content-Type", "application/json"}},
        QJsonDocument(QJsonObject{{u"object"_s, u"list"_s}, {u"data"_s, QJsonArray{model}}})
            .toJson(QJsonDocument::Compact)});
}

void DemoServer::complete(const HttpRequest &request)
{
    const std::optional<QString> question = questionOf(request.body);
    if (!question) {
        request.connection->answer(apiError(400, u"The demo found no message of a user in the request."_s));
        return;
    }
    if (!QJsonDocument::fromJson(request.body)[u"stream"_s].toBool()) {
        request.connection->answer(apiError(400, u"The demo only streams: ask with \"stream\": true."_s));
        return;
    }
    const auto recording = recordingOf(m_library.indexFor(*question));
    if (!recording) {
        request.connection->answer(
            apiError(500, u"The demo cannot make its recording: %1."_s.arg(recording.error().message)));
        return;
    }
    auto *replay = new DemoReplay(*request.connection, recording.value(),
        m_settings.makeTimer ? m_settings.makeTimer() : makeEventLoopTimer());
    replay->start(m_settings.speed);
}

Result<std::shared_ptr<const Recording>> DemoServer::recordingOf(qsizetype index)
{
    if (const auto known = m_recordings.value(index))
        return known;
    auto made = recordDemoScript(m_library.scripts().at(index));
    if (made)
        m_recordings.insert(index, made.value());
    return made;
}

} // namespace runnel
