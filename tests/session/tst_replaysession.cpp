// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/replaysession.h"

#include "recording/recorder.h"
#include "support/chatchunks.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace runnel;
using namespace Qt::StringLiterals;

using Cause = Failure::Cause;

namespace {

using Script = std::function<void(StreamTap &)>;

const StreamTap::Headers eventStream{{"Content-Type", "text/event-stream"}};

void request(StreamTap &tap)
{
    tap.requestStarted("POST", QUrl(u"http://127.0.0.1:11434/v1/chat/completions"_s));
}

void send(StreamTap &tap, QByteArrayView text)
{
    tap.bytesReceived(dataEvent(openAiChunk(text)));
}

void finish(StreamTap &tap)
{
    tap.bytesReceived(dataEvent(openAiFinish("stop")) + dataEvent(openAiDone()));
}

struct ReplayRow
{
    const char *name;
    Script script;
    QStringList texts;            ///< of the replies
    std::optional<Cause> cause{}; ///< of the last one; none: complete
};

QList<ReplayRow> replayRows()
{
    const auto whole = [](StreamTap &tap, QByteArrayView text) {
        request(tap);
        tap.responseStarted(200, eventStream);
        send(tap, text);
        finish(tap);
        tap.streamClosed({"provider", "end of reply"});
    };
    const auto cut = [](StreamTap &tap, const StreamClose &close) {
        request(tap);
        tap.responseStarted(200, eventStream);
        send(tap, "Hel");
        tap.streamClosed(close);
    };
    QList<ReplayRow> rows;
    rows.append({"whole", [whole](StreamTap &tap) { whole(tap, "Hello"); }, {u"Hello"_s}});
    rows.append({"cut inside a character",
        [](StreamTap &tap) {
            request(tap);
            tap.responseStarted(200, eventStream);
            const QByteArray event = dataEvent(openAiChunk("é"));
            for (const char c : event)
                tap.bytesReceived(QByteArrayView(&c, 1));
            finish(tap);
        },
        {u"é"_s}});
    rows.append({"two questions",
        [whole](StreamTap &tap) {
            whole(tap, "one");
            whole(tap, "two");
        },
        {u"one"_s, u"two"_s}});
    rows.append({"a first try that failed",
        [whole](StreamTap &tap) {
            request(tap);
            tap.responseStarted(503, {});
            tap.bytesReceived(openAiError("busy"));
            tap.streamClosed({"provider", "error"});
            whole(tap, "then");
        },
        {u""_s, u"then"_s}});
    rows.append({"a first try without an answer",
        [whole](StreamTap &tap) {
            request(tap);
            tap.streamClosed({"nobody", "no connection"});
            whole(tap, "then");
        },
        {u"then"_s}});
    rows.append({"FIN", [cut](StreamTap &tap) { cut(tap, {"peer", "FIN"}); }, {u"Hel"_s}, Cause::CutShort});
    rows.append({"RST",
        [cut](StreamTap &tap) {
            cut(tap, {"peer", "RST"});
        },
        {u"Hel"_s}, Cause::ConnectionLost});
    rows.append({"stopped",
        [cut](StreamTap &tap) {
            cut(tap, {"person", "stop"});
        },
        {u"Hel"_s}, Cause::Stopped});
    rows.append({"error in the stream",
        [](StreamTap &tap) {
            request(tap);
            tap.responseStarted(200, eventStream);
            send(tap, "Hel");
            tap.bytesReceived(dataEvent(openAiError("boom")));
            tap.streamClosed({"provider", "error"});
        },
        {u"Hel"_s}, Cause::ProviderError});
    rows.append({"the recording ends in mid-reply",
        [](StreamTap &tap) {
            request(tap);
            tap.responseStarted(200, eventStream);
            send(tap, "Hel");
        },
        {u"Hel"_s}, Cause::CutShort});
    rows.append({"refused",
        [](StreamTap &tap) {
            request(tap);
            tap.responseStarted(401, {});
            tap.bytesReceived(openAiError("bad key"));
            tap.streamClosed({"provider", "error"});
        },
        {u""_s}, Cause::HttpError});
    return rows;
}

} // namespace

Q_DECLARE_METATYPE(ReplayRow)

class TestReplaySession final : public QObject
{
    Q_OBJECT

private slots:
    void plays_data();
    void plays();
    void stopKeepsWhatCame();

private:
    std::shared_ptr<const Recording> record(const Script &script);

    QTemporaryDir m_folder;
    int m_fileCount = 0;
};

std::shared_ptr<const Recording> TestReplaySession::record(const Script &script)
{
    const QString path = m_folder.filePath(QString::number(++m_fileCount));
    {
        auto recorder = Recorder::create(path, Recorder::Body::Bytes, steadyUtcClock(), [](const Error &) {});
        script(*recorder.value());
    }
    return Recording::open(path).takeValue();
}

void TestReplaySession::plays_data()
{
    QTest::addColumn<ReplayRow>("row");
    for (const ReplayRow &row : replayRows())
        QTest::addRow("%s", row.name) << row;
}

void TestReplaySession::plays()
{
    QFETCH(ReplayRow, row);
    Conversation conversation(ConversationId::create());
    ReplaySession session(conversation, record(row.script), {}, Player::asFastAsPossible);
    QList<MessageId> replies;
    connect(&session, &ReplaySession::replyEnded, this, [&](const MessageId &id) { replies.append(id); });
    QSignalSpy finished(&session, &ReplaySession::finished);
    session.start();
    QTRY_COMPARE(finished.count(), 1);
    QStringList texts;
    for (const MessageId &id : replies)
        texts.append(conversation.message(id).text());
    QCOMPARE(texts, row.texts);
    const Message &last = conversation.message(replies.last());
    QCOMPARE(last.state == MessageState::Complete, !row.cause);
    QCOMPARE(last.failure.has_value(), row.cause.has_value());
    if (row.cause) {
        QCOMPARE(last.failure->cause, *row.cause);
        QCOMPARE(last.failure->host, u"127.0.0.1:11434"_s);
    }
}

void TestReplaySession::stopKeepsWhatCame()
{
    Conversation conversation(ConversationId::create());
    const auto recording = record([](StreamTap &tap) {
        request(tap);
        tap.responseStarted(200, eventStream);
        send(tap, "Hel");
        send(tap, "lo");
        finish(tap);
    });
    ReplaySession session(conversation, recording, {}, Player::asFastAsPossible);
    std::optional<MessageId> ended;
    connect(&session, &ReplaySession::replyEnded, this, [&](const MessageId &id) { ended = id; });
    // Queued: the conversation takes no verb while it tells of a change.
    connect(
        &conversation, &Conversation::partAdded, &session, [&] { session.stop(); }, Qt::QueuedConnection);
    QSignalSpy finished(&session, &ReplaySession::finished);
    session.start();
    QTRY_VERIFY(ended || !finished.isEmpty());
    QVERIFY(ended);
    QVERIFY(conversation.message(*ended).text().startsWith(u"Hel"_s));
}

QTEST_GUILESS_MAIN(TestReplaySession)

#include "tst_replaysession.moc"
