// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/demorecording.h"

#include "recording/recorder.h"
#include "sse/eventstreamwriter.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryFile>
#include <QUrl>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;
using std::chrono::nanoseconds;

constexpr std::chrono::milliseconds timeToFirstPiece{350};
// 2026-01-01T00:00:00Z: a recording says when, and the demo's says no more than that.
constexpr std::chrono::seconds beginning{1767225600};

/// Writes one reply as a server's recorder would have seen it, by a clock of its own.
class Scribe final
{
public:
    Scribe(Recorder &recorder, UtcTime &now, double rate) : m_recorder(recorder), m_now(now), m_rate(rate) { }

    void begin()
    {
        m_recorder.requestStarted("POST", QUrl(u"http://demo/v1/chat/completions"_s));
        m_recorder.responseStarted(
            200, {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}});
        m_now += timeToFirstPiece;
        writeChunk({{u"role"_s, u"assistant"_s}, {u"content"_s, QString()}});
    }

    void writePassage(const DemoScript::Passage &passage)
    {
        m_now += passage.pause;
        const QString member
            = passage.channel == DemoScript::Channel::Reasoning ? u"reasoning_content"_s : u"content"_s;
        for (const QString &piece : tokenPieces(passage.words)) {
            m_now += nextInterval(piece);
            writeChunk({{member, piece}});
            ++m_pieceCount;
        }
    }

    void end()
    {
        writeChunk({}, u"stop"_s);
        QJsonObject last = chunk();
        last[u"choices"_s] = QJsonArray();
        last[u"usage"_s] = QJsonObject{{u"prompt_tokens"_s, 0}, {u"completion_tokens"_s, m_pieceCount},
            {u"total_tokens"_s, m_pieceCount}};
        write(last);
        writeData("[DONE]");
    }

private:
    // Not even: between half and three halves of the mean, a little longer behind a sentence.
    nanoseconds nextInterval(const QString &piece)
    {
        m_random = m_random * 1664525 + 1013904223; // Numerical Recipes, 7.1
        const double mean = 1e9 / m_rate;
        const double spread = 0.5 + double(m_random >> 8) / double(1 << 24);
        const bool isSentenceOver = m_endsSentence;
        m_endsSentence = piece.endsWith(u'.') || piece.endsWith(u'。') || piece.endsWith(u'\n');
        return nanoseconds(qint64(mean * (isSentenceOver ? spread + 1 : spread)));
    }

    static QJsonObject chunk()
    {
        return {{u"id"_s, u"chatcmpl-demo"_s}, {u"object"_s, u"chat.completion.chunk"_s},
            {u"created"_s, qint64(beginning.count())}, {u"model"_s, QLatin1StringView(demoModelName)}};
    }

    void writeChunk(const QJsonObject &delta, const QJsonValue &finishReason = QJsonValue::Null)
    {
        QJsonObject object = chunk();
        object[u"choices"_s] = QJsonArray{
            QJsonObject{{u"index"_s, 0}, {u"delta"_s, delta}, {u"finish_reason"_s, finishReason}}};
        write(object);
    }

    void write(const QJsonObject &object) { writeData(QJsonDocument(object).toJson(QJsonDocument::Compact)); }

    void writeData(QByteArrayView data)
    {
        (void)m_writer.writeEvent({.data = data}); // fails only for a type or an id
        m_recorder.bytesReceived(m_writer.takeBytes());
    }

    Recorder &m_recorder;
    UtcTime &m_now;
    const double m_rate;
    EventStreamWriter m_writer;
    quint32 m_random = 1;
    bool m_endsSentence = false;
    int m_pieceCount = 0;
};

} // namespace

Result<std::shared_ptr<const Recording>> recordDemoScript(const DemoScript &script)
{
    QTemporaryFile file(QDir::temp().filePath(u"runnel-demo-XXXXXX"_s));
    if (!file.open())
        return Error{Error::Kind::Io, u"cannot record the demo"_s, file.errorString(), 0};
    UtcTime now = UtcTime(beginning);
    std::optional<Error> failure;
    auto recorder = Recorder::create(
        file.fileName(), Recorder::Body::Bytes, [&now] { return now; },
        [&failure](const Error &error) { failure = error; });
    if (!recorder)
        return recorder.error();
    Scribe scribe(*recorder.value(), now, script.rate);
    scribe.begin();
    for (const DemoScript::Passage &passage : script.passages)
        scribe.writePassage(passage);
    if (!script.isCut)
        scribe.end();
    recorder.value()->streamClosed({"peer", "FIN"});
    if (failure)
        return *failure;
    return Recording::open(file.fileName());
}

} // namespace runnel
