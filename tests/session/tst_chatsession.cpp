// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/chatsession.h"

#include "support/chatchunks.h"
#include "support/faultserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

ChatSession::ClientSettings quickSettings()
{
    ChatSession::ClientSettings settings;
    settings.retries = RetryPolicy({2, 5ms, 10ms, 60s});
    return settings;
}

ChatTarget targetFor(const FaultServer &server)
{
    ChatTarget target;
    target.endpoint.baseUrl = server.url();
    target.model = u"m"_s;
    return target;
}

/// A conversation that is held with one server.
struct Talking
{
    explicit Talking(const FaultServer &server)
    {
        session.setTarget(targetFor(server));
        QObject::connect(
            &session, &ChatSession::replyEnded, &session, [this](const MessageId &id) { ended.append(id); });
    }

    const Message &message(const Result<MessageId> &id) const { return conversation.message(id.value()); }

    Conversation conversation{ConversationId::create()};
    QList<MessageId> ended; // the session tells of the end even when it goes
    ChatSession session{conversation, quickSettings()};
};

/// "role: words" for each message of request @p index.
QStringList sentMessages(const FaultServer &server, qsizetype index)
{
    QStringList lines;
    const QJsonObject body = QJsonDocument::fromJson(server.requests().at(index).body).object();
    for (const QJsonValue &message : body["messages"_L1].toArray())
        lines.append(message["role"_L1].toString() + u": "_s + message["content"_L1].toString());
    return lines;
}

} // namespace

/// Holding a conversation: what is sent, what becomes of the replies, and that each ends once.
class ChatSessionTest final : public QObject
{
    Q_OBJECT

private slots:
    void asksWithHistory();
    void regenerates();
    void stopKeepsWhatCame();
    void stopBeforeAnythingCame();
    void severalAtOnce();
    void deletedWhileStreaming();
    void goesInMidReply();
    void requestThatCannotBeEncoded();
    void failureStaysInTheConversation();
    void retriesAreTold();
    void doneWithoutAReason();
};

void ChatSessionTest::asksWithHistory()
{
    FaultServer server({FaultScript::reply({"fir", "st"}), FaultScript::reply({"second"})});
    Talking talking(server);
    const auto first = talking.session.send(u"one"_s);
    QVERIFY(first);
    QTRY_COMPARE(talking.ended, QList<MessageId>{first.value()});
    QCOMPARE(talking.message(first).text(), u"first"_s);
    QCOMPARE(talking.message(first).state, MessageState::Complete);
    QCOMPARE(talking.message(first).model, u"test-model"_s); // as the server named it
    const auto second = talking.session.send(u"two"_s);
    QTRY_COMPARE(talking.ended.size(), 2);
    QCOMPARE(talking.message(second).text(), u"second"_s);
    QCOMPARE(sentMessages(server, 1), QStringList({u"user: one"_s, u"assistant: first"_s, u"user: two"_s}));
}

void ChatSessionTest::regenerates()
{
    FaultServer server({FaultScript::reply({"first"}), FaultScript::reply({"another"})});
    Talking talking(server);
    const auto first = talking.session.send(u"one"_s);
    QTRY_COMPARE(talking.ended.size(), 1);
    const auto another = talking.session.regenerate(first.value());
    QVERIFY(another);
    QTRY_COMPARE(talking.ended.size(), 2);
    QCOMPARE(talking.message(first).text(), u"first"_s); // the old one stays
    QCOMPARE(talking.message(another).text(), u"another"_s);
    QCOMPARE(sentMessages(server, 1), QStringList{u"user: one"_s}); // it does not see the old one

    const auto nothing = talking.session.regenerate(MessageId::create());
    QVERIFY(!nothing);
    QCOMPARE(nothing.error().kind, Error::Kind::NotFound);
}

void ChatSessionTest::stopKeepsWhatCame()
{
    FaultServer server(FaultScript::partialReply({"half"}).thenHang());
    Talking talking(server);
    const auto reply = talking.session.send(u"one"_s);
    QTRY_COMPARE(talking.message(reply).text(), u"half"_s);
    talking.session.stop(reply.value());
    QCOMPARE(talking.ended, QList<MessageId>{reply.value()});
    QCOMPARE(talking.message(reply).state, MessageState::Interrupted);
    QCOMPARE(talking.message(reply).failure->cause, Failure::Cause::Stopped);
    QCOMPARE(talking.message(reply).text(), u"half"_s);
    QTRY_VERIFY(server.connections().constFirst().peerEnd != PeerEnd::None);
    talking.session.stop(reply.value());
    talking.session.stopAll();
    QCOMPARE(talking.ended.size(), 1);
}

void ChatSessionTest::stopBeforeAnythingCame()
{
    FaultServer server(FaultScript::request().thenHang());
    Talking talking(server);
    const auto reply = talking.session.send(u"one"_s);
    talking.session.stopAll();
    QCOMPARE(talking.ended.size(), 1);
    QCOMPARE(talking.message(reply).state, MessageState::Failed);
}

void ChatSessionTest::severalAtOnce()
{
    FaultServer server(FaultScript::head().delta("a").awaitRelease().delta("b").done().end());
    Talking talking(server);
    const auto first = talking.session.send(u"one"_s);
    const auto second = talking.session.regenerate(first.value());
    const auto third = talking.session.regenerate(first.value());
    for (const auto &reply : {first, second, third}) {
        QVERIFY(reply);
        QTRY_COMPARE(talking.message(reply).text(), u"a"_s);
    }
    talking.session.stop(second.value()); // the others go on
    server.release();
    QTRY_COMPARE(talking.ended.size(), 3);
    QCOMPARE(talking.message(first).text(), u"ab"_s);
    QCOMPARE(talking.message(second).text(), u"a"_s);
    QCOMPARE(talking.message(second).state, MessageState::Interrupted);
    QCOMPARE(talking.message(third).state, MessageState::Complete);
}

void ChatSessionTest::deletedWhileStreaming()
{
    FaultServer server(FaultScript::partialReply({"half"}).thenHang());
    Talking talking(server);
    const auto reply = talking.session.send(u"one"_s);
    QTRY_COMPARE(talking.message(reply).text(), u"half"_s);
    const MessageId question = talking.conversation.tree().parentOf(reply.value());
    QVERIFY(talking.conversation.remove(question)); // and the reply with it
    // Nothing more comes from the server: the connection is closed for the deletion's sake.
    QTRY_VERIFY(server.connections().constFirst().peerEnd != PeerEnd::None);
    QTRY_COMPARE(talking.ended, QList<MessageId>{reply.value()});
    QVERIFY(!talking.conversation.tree().contains(reply.value()));
}

void ChatSessionTest::goesInMidReply()
{
    FaultServer server(FaultScript::partialReply({"half"}).thenHang());
    {
        Talking talking(server);
        const auto reply = talking.session.send(u"one"_s);
        QTRY_COMPARE(talking.message(reply).text(), u"half"_s);
    }
    QTRY_VERIFY(server.connections().constFirst().peerEnd != PeerEnd::None);
}

void ChatSessionTest::requestThatCannotBeEncoded()
{
    FaultServer server(FaultScript::reply({"x"}));
    Talking talking(server);
    ChatTarget target = targetFor(server);
    target.endpoint.headers = {{"X-Bad", "a\r\nX-Evil: 1"}};
    talking.session.setTarget(target);
    const auto refused = talking.session.send(u"one"_s);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Error::Kind::InvalidInput);
    // The person's words are there, with a failed reply under them that can be tried again.
    const QList<MessageId> path = talking.conversation.tree().activePath();
    QCOMPARE(path.size(), 2);
    QCOMPARE(talking.conversation.message(path.first()).text(), u"one"_s);
    const Message failed = talking.conversation.message(path.last());
    QCOMPARE(failed.state, MessageState::Failed);
    QCOMPARE(failed.failure->cause, Failure::Cause::InvalidRequest);
    QVERIFY(talking.ended.isEmpty());
    QCOMPARE(server.connectionCount(), 0);

    talking.session.setTarget(targetFor(server));
    QVERIFY(talking.session.regenerate(path.last()));
    QTRY_COMPARE(talking.ended.size(), 1);
}

void ChatSessionTest::failureStaysInTheConversation()
{
    FaultServer server(FaultScript::partialReply({"Hel"}).event(openAiError("boom")).end());
    Talking talking(server);
    const auto reply = talking.session.send(u"one"_s);
    QTRY_COMPARE(talking.ended.size(), 1);
    const Message message = talking.message(reply);
    QCOMPARE(message.state, MessageState::Interrupted);
    QCOMPARE(message.text(), u"Hel"_s);
    QCOMPARE(message.failure->message, u"boom"_s);
    QVERIFY(!talking.conversation.isStreaming(reply.value()));
}

void ChatSessionTest::retriesAreTold()
{
    FaultServer server({FaultScript::answer(503, openAiError("busy")), FaultScript::reply({"then"})});
    Talking talking(server);
    QSignalSpy retries(&talking.session, &ChatSession::retryScheduled);
    const auto reply = talking.session.send(u"one"_s);
    QTRY_COMPARE(talking.ended.size(), 1);
    QCOMPARE(retries.size(), 1);
    QCOMPARE(retries.first().at(0).value<MessageId>(), reply.value());
    QCOMPARE(retries.first().at(2).toInt(), 1);
    QCOMPARE(talking.message(reply).text(), u"then"_s);
    QVERIFY(!talking.message(reply).failure);
}

void ChatSessionTest::doneWithoutAReason()
{
    ReplyOptions options;
    options.finishReason.clear();
    FaultServer server(FaultScript::reply({"x"}, options));
    Talking talking(server);
    const auto reply = talking.session.send(u"one"_s);
    QTRY_COMPARE(talking.ended.size(), 1);
    QCOMPARE(talking.message(reply).state, MessageState::Complete);
    QCOMPARE(talking.message(reply).finishReason, FinishReason::Stop);
}

QTEST_GUILESS_MAIN(ChatSessionTest)
#include "tst_chatsession.moc"
