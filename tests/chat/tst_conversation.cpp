// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "chat/conversation.h"

#include "samples.h"
#include "verbdriver.h"

#include <QSet>
#include <QSignalSpy>
#include <QtTest>

using namespace runnel;
using namespace runnel::samples;
using namespace std::chrono_literals;

namespace {

ReplyDelta textDelta(const QString &text)
{
    ReplyDelta delta;
    delta.text = text;
    return delta;
}

ReplyDelta reasoningDelta(const QString &text)
{
    ReplyDelta delta;
    delta.reasoning = text;
    return delta;
}

ReplyDelta callDelta(int ordinal, const char *id, const char *name, const char *tail)
{
    ReplyDelta delta;
    delta.toolCalls
        = {{ordinal, QString::fromLatin1(id), QString::fromLatin1(name), QString::fromLatin1(tail)}};
    return delta;
}

Failure cut()
{
    Failure failure;
    failure.cause = Failure::Cause::CutShort;
    return failure;
}

/// A conversation in which "r" streams under the question "q".
struct Asked
{
    Asked()
    {
        [[maybe_unused]] const auto q = conversation.append(message(QStringLiteral("q")));
        [[maybe_unused]] const auto r
            = conversation.beginReply(question, {reply, QStringLiteral("asked-for"), noon()});
    }

    Conversation conversation{ConversationId(QStringLiteral("c"))};
    const MessageId question{QStringLiteral("q")};
    const MessageId reply{QStringLiteral("r")};
};

} // namespace

class TestConversation : public QObject
{
    Q_OBJECT

private slots:
    void beginsAReplyUnderTheQuestion();
    void assemblesParts_data();
    void assemblesParts();
    void keepsBookkeeping();
    void endsOnlyByATerminalVerb_data();
    void endsOnlyByATerminalVerb();
    void streamsInSeveralBranches();
    void leavesThePathOfAPersonElsewhere();
    void resumesWhatWasCut();
    void refusesToResume_data();
    void refusesToResume();
    void refusesWhatDoesNotFit();
    void refusesVerbsFromSlots();
    void keepsTheOldBranches();
    void restoresAStreamingReply();
    void holdsItsInvariants_data();
    void holdsItsInvariants();
};

void TestConversation::beginsAReplyUnderTheQuestion()
{
    Asked asked;
    const Message &reply = asked.conversation.message(asked.reply);
    QCOMPARE(reply.role, Role::Assistant);
    QCOMPARE(reply.state, MessageState::Streaming);
    QCOMPARE(reply.model, QStringLiteral("asked-for"));
    QCOMPARE(reply.createdAt, noon());
    QCOMPARE(reply.timings.startedAt, noon());
    QVERIFY(reply.parts.isEmpty());
    QCOMPARE(asked.conversation.tree().activePath(), (QList<MessageId>{asked.question, asked.reply}));
    QVERIFY(asked.conversation.isStreaming(asked.reply));
}

void TestConversation::assemblesParts_data()
{
    QTest::addColumn<QList<ReplyDelta>>("deltas"); // 100 ms apart, the first at 100 ms
    QTest::addColumn<QList<MessagePart>>("parts");

    const auto s = [](const char *text) { return QString::fromLatin1(text); };
    QTest::addRow("text grows in one part") << QList<ReplyDelta>{textDelta(s("a")), textDelta(s("b")),
        textDelta(s("c"))} << QList<MessagePart>{TextPart{s("abc")}};
    QTest::addRow("text closes reasoning with its duration")
        << QList<ReplyDelta>{reasoningDelta(s("h")), reasoningDelta(s("m")), textDelta(s("a"))}
        << QList<MessagePart>{ReasoningPart{s("hm"), 200ms}, TextPart{s("a")}};
    QTest::addRow("the end closes reasoning")
        << QList<ReplyDelta>{reasoningDelta(s("h"))} << QList<MessagePart>{ReasoningPart{s("h"), 100ms}};
    QTest::addRow("reasoning between texts is a part of its own")
        << QList<ReplyDelta>{textDelta(s("a")), reasoningDelta(s("h")), textDelta(s("b"))}
        << QList<MessagePart>{TextPart{s("a")}, ReasoningPart{s("h"), 100ms}, TextPart{s("b")}};
    ReplyDelta all = callDelta(0, "i", "n", "{}");
    all.text = s("a");
    all.reasoning = s("h");
    all.refusal = s("no");
    QTest::addRow("all in one delta") << QList<ReplyDelta>{all}
                                      << QList<MessagePart>{ReasoningPart{s("h"), 0ms}, TextPart{s("a")},
                                             RefusalPart{s("no")}, ToolCallPart{s("i"), s("n"), s("{}")}};
    QTest::addRow("tool calls by ordinal, interleaved")
        << QList<ReplyDelta>{callDelta(0, "i0", "n0", "{"), callDelta(1, "i1", "n1", "["),
               callDelta(0, "", "", "}"), callDelta(1, "", "", "]")}
        << QList<MessagePart>{
               ToolCallPart{s("i0"), s("n0"), s("{}")}, ToolCallPart{s("i1"), s("n1"), s("[]")}};
    QTest::addRow("a tool call named late") << QList<ReplyDelta>{callDelta(0, "", "", "{"),
        callDelta(0, "i", "", ""), callDelta(0, "x", "n", "}")}
                                            << QList<MessagePart>{ToolCallPart{s("i"), s("n"), s("{}")}};
    QTest::addRow("ordinals with a gap")
        << QList<ReplyDelta>{callDelta(3, "i3", "n", ""), callDelta(1, "i1", "n", ""),
               callDelta(3, "", "", "x")}
        << QList<MessagePart>{ToolCallPart{s("i3"), s("n"), s("x")}, ToolCallPart{s("i1"), s("n"), s("")}};
    QTest::addRow("text after a tool call")
        << QList<ReplyDelta>{textDelta(s("a")), callDelta(0, "i", "n", ""), textDelta(s("b"))}
        << QList<MessagePart>{TextPart{s("a")}, ToolCallPart{s("i"), s("n"), s("")}, TextPart{s("b")}};
    QTest::addRow("bookkeeping alone adds no part")
        << QList<ReplyDelta>{ReplyDelta()} << QList<MessagePart>{};
}

void TestConversation::assemblesParts()
{
    QFETCH(const QList<ReplyDelta>, deltas);
    QFETCH(const QList<MessagePart>, parts);

    Asked asked;
    std::chrono::milliseconds elapsed = 0ms;
    for (const ReplyDelta &delta : deltas)
        QVERIFY(asked.conversation.appendDelta(asked.reply, delta, elapsed += 100ms));
    QVERIFY(asked.conversation.finishReply(asked.reply, FinishReason::Stop, elapsed += 100ms));
    QVERIFY(asked.conversation.message(asked.reply).parts == parts);
}

void TestConversation::keepsBookkeeping()
{
    Asked asked;
    QSignalSpy changed(&asked.conversation, &Conversation::messageChanged);
    ReplyDelta first;
    first.model = QStringLiteral("exact-name");
    first.usage.inputTokens = 10;
    QVERIFY(asked.conversation.appendDelta(asked.reply, first, 5ms));
    QVERIFY(!asked.conversation.message(asked.reply).timings.toFirstToken);
    QVERIFY(asked.conversation.appendDelta(asked.reply, textDelta(QStringLiteral("a")), 7ms));
    QVERIFY(asked.conversation.appendDelta(asked.reply, textDelta(QStringLiteral("b")), 9ms));
    ReplyDelta last;
    last.usage.outputTokens = 2;
    last.finishReason = FinishReason::Length; // the terminal verb's word counts
    last.error = ProviderError{QStringLiteral("e"), QStringLiteral("e")};
    QVERIFY(asked.conversation.appendDelta(asked.reply, last, 11ms));
    QVERIFY(asked.conversation.isStreaming(asked.reply));
    QVERIFY(asked.conversation.finishReply(asked.reply, FinishReason::Stop, 12ms));

    const Message &reply = asked.conversation.message(asked.reply);
    QCOMPARE(reply.model, QStringLiteral("exact-name"));
    QVERIFY((reply.usage == Usage{10, 2}));
    QCOMPARE(reply.timings.toFirstToken, std::optional(7ms));
    QCOMPARE(reply.timings.total, std::optional(12ms));
    QCOMPARE(reply.finishReason, std::optional(FinishReason::Stop));
    QVERIFY(!reply.failure);
    QList<MessageChanges> told;
    for (const QList<QVariant> &call : std::as_const(changed))
        told.append(call.at(1).value<MessageChanges>());
    QCOMPARE(told,
        (QList<MessageChanges>{MessageChange::Model | MessageChange::Usage, MessageChange::Timings,
            MessageChange::Usage,
            MessageChange::State | MessageChange::FinishReason | MessageChange::Timings}));
}

void TestConversation::endsOnlyByATerminalVerb_data()
{
    QTest::addColumn<bool>("hasText");
    QTest::addColumn<bool>("isFinished");
    QTest::addColumn<MessageState>("state");
    QTest::addRow("finished") << true << true << MessageState::Complete;
    QTest::addRow("finished without a word") << false << true << MessageState::Complete;
    QTest::addRow("interrupted") << true << false << MessageState::Interrupted;
    QTest::addRow("failed") << false << false << MessageState::Failed;
}

void TestConversation::endsOnlyByATerminalVerb()
{
    QFETCH(const bool, hasText);
    QFETCH(const bool, isFinished);
    QFETCH(const MessageState, state);

    Asked asked;
    Conversation &conversation = asked.conversation;
    if (hasText)
        QVERIFY(conversation.appendDelta(asked.reply, textDelta(QStringLiteral("a")), 1ms));
    QVERIFY(isFinished ? conversation.finishReply(asked.reply, FinishReason::Stop, 2ms).isOk()
                       : conversation.interruptReply(asked.reply, cut(), 2ms).isOk());
    QCOMPARE(conversation.message(asked.reply).state, state);
    QCOMPARE(conversation.message(asked.reply).failure.has_value(), !isFinished);
    QVERIFY(conversation.streamingReplies().isEmpty());

    const ConversationSnapshot ended = conversation.snapshot();
    QSignalSpy appended(&conversation, &Conversation::textAppended);
    QSignalSpy changed(&conversation, &Conversation::messageChanged);
    const auto late = conversation.appendDelta(asked.reply, textDelta(QStringLiteral("late")), 3ms);
    QVERIFY(!late);
    QCOMPARE(late.error().kind, Error::Kind::InvalidInput);
    QCOMPARE(late.error().message, QStringLiteral("message r is not streaming"));
    QVERIFY(!conversation.finishReply(asked.reply, FinishReason::Length, 3ms));
    QVERIFY(!conversation.interruptReply(asked.reply, cut(), 3ms));
    QVERIFY(conversation.snapshot() == ended);
    QCOMPARE(appended.size() + changed.size(), 0);
}

void TestConversation::streamsInSeveralBranches()
{
    Asked asked;
    Conversation &conversation = asked.conversation;
    const MessageId other = conversation.regenerate(asked.reply, {}).takeValue();
    QCOMPARE(conversation.streamingReplies().size(), 2);
    for (int i = 0; i < 3; ++i) {
        QVERIFY(conversation.appendDelta(asked.reply, textDelta(QStringLiteral("a")), 1ms));
        QVERIFY(conversation.appendDelta(other, textDelta(QStringLiteral("b")), 1ms));
    }
    QVERIFY(conversation.finishReply(asked.reply, FinishReason::Stop, 2ms));
    QVERIFY(conversation.appendDelta(other, textDelta(QStringLiteral("b")), 3ms));
    QCOMPARE(conversation.message(asked.reply).text(), QStringLiteral("aaa"));
    QCOMPARE(conversation.message(other).text(), QStringLiteral("bbbb"));
    QCOMPARE(conversation.tree().siblings(other), (QList<MessageId>{asked.reply, other}));

    QVERIFY(conversation.remove(other));
    const auto gone = conversation.appendDelta(other, textDelta(QStringLiteral("b")), 4ms);
    QVERIFY(!gone);
    QCOMPARE(gone.error().kind, Error::Kind::NotFound);
    QVERIFY(conversation.streamingReplies().isEmpty());
}

void TestConversation::leavesThePathOfAPersonElsewhere()
{
    Asked asked;
    Conversation &conversation = asked.conversation;
    const MessageId edited
        = conversation.editMessage(asked.question, {TextPart{QStringLiteral("other")}}, noon()).takeValue();
    QSignalSpy moved(&conversation, &Conversation::activePathChanged);
    QVERIFY(conversation.regenerate(asked.reply, {}));
    QCOMPARE(conversation.tree().activePath(), QList<MessageId>{edited});
    QCOMPARE(moved.size(), 0);
}

void TestConversation::resumesWhatWasCut()
{
    Asked asked;
    Conversation &conversation = asked.conversation;
    ReplyDelta part = textDelta(QStringLiteral("one "));
    part.usage = {100, 5};
    QVERIFY(conversation.appendDelta(asked.reply, part, 10ms));
    QVERIFY(conversation.interruptReply(asked.reply, cut(), 20ms));
    QVERIFY(conversation.resumeReply(asked.reply));
    QVERIFY(conversation.isStreaming(asked.reply));
    QVERIFY(!conversation.message(asked.reply).failure);
    part = textDelta(QStringLiteral("two"));
    part.usage = {105, 3};
    QVERIFY(conversation.appendDelta(asked.reply, part, 10ms));
    part = {};
    part.usage = {105, 4}; // totals of the second request, told twice
    QVERIFY(conversation.appendDelta(asked.reply, part, 10ms));
    QVERIFY(conversation.finishReply(asked.reply, FinishReason::Stop, 30ms));
    const Message &reply = conversation.message(asked.reply);
    QVERIFY((reply.parts == QList<MessagePart>{TextPart{QStringLiteral("one two")}}));
    QVERIFY((reply.usage == Usage{205, 9}));
    QCOMPARE(reply.timings.total, std::optional(50ms));
    QCOMPARE(reply.timings.toFirstToken, std::optional(10ms));
}

void TestConversation::refusesToResume_data()
{
    QTest::addColumn<QString>("what");
    QTest::addRow("a question") << QStringLiteral("q");
    QTest::addRow("a reply that streams") << QStringLiteral("streams");
    QTest::addRow("a complete reply") << QStringLiteral("complete");
    QTest::addRow("an answered reply") << QStringLiteral("answered");
}

void TestConversation::refusesToResume()
{
    QFETCH(const QString, what);
    Asked asked;
    Conversation &conversation = asked.conversation;
    QVERIFY(conversation.appendDelta(asked.reply, textDelta(QStringLiteral("a")), 1ms));
    if (what == QLatin1String("complete"))
        QVERIFY(conversation.finishReply(asked.reply, FinishReason::Stop, 2ms));
    if (what == QLatin1String("answered")) {
        QVERIFY(conversation.interruptReply(asked.reply, cut(), 2ms));
        QVERIFY(conversation.append(message({})));
    }
    const auto result = conversation.resumeReply(what == QLatin1String("q") ? asked.question : asked.reply);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::InvalidInput);
}

void TestConversation::refusesWhatDoesNotFit()
{
    Asked asked;
    Conversation &conversation = asked.conversation;
    const ConversationSnapshot before = conversation.snapshot();
    const auto kindOf = [](const auto &result) {
        return result ? std::optional<Error::Kind>() : std::optional(result.error().kind);
    };
    const std::optional invalid = Error::Kind::InvalidInput;
    const std::optional notFound = Error::Kind::NotFound;
    const MessageId nobody(QStringLiteral("nobody"));

    QCOMPARE(kindOf(conversation.append(message(QStringLiteral("x")))), invalid); // the leaf streams
    QCOMPARE(kindOf(conversation.beginReply(asked.reply, {})), invalid);
    QCOMPARE(
        kindOf(conversation.beginReply(asked.question, {asked.reply, {}, {}})), invalid); // the id exists
    QCOMPARE(kindOf(conversation.beginReply({}, {})), notFound);
    QCOMPARE(kindOf(conversation.regenerate(asked.question, {})), invalid);
    QCOMPARE(kindOf(conversation.regenerate(nobody, {})), notFound);
    QCOMPARE(kindOf(conversation.editMessage(nobody, {}, {})), notFound);
    QCOMPARE(kindOf(conversation.selectBranch({})), notFound);
    QCOMPARE(kindOf(conversation.remove(nobody)), notFound);
    QCOMPARE(kindOf(conversation.appendDelta(nobody, {}, 0ms)), notFound);
    QCOMPARE(kindOf(conversation.appendDelta(asked.question, {}, 0ms)), invalid);
    CompletionOptions options;
    options.temperature = 3;
    QCOMPARE(kindOf(conversation.setOptions(options)), invalid);
    QVERIFY(conversation.snapshot() == before);

    QVERIFY(conversation.finishReply(asked.reply, FinishReason::Stop, 1ms));
    QCOMPARE(kindOf(conversation.append(message(QStringLiteral("q")))), invalid); // the id exists
    Message streaming = message(QStringLiteral("s"), Role::Assistant);
    streaming.state = MessageState::Streaming;
    QCOMPARE(kindOf(conversation.append(streaming)), invalid);
}

void TestConversation::refusesVerbsFromSlots()
{
    Asked asked;
    Conversation &conversation = asked.conversation;
    int refusedCount = 0;
    const auto meddle = [&] {
        refusedCount += conversation.setTitle(QStringLiteral("t")).isOk() ? 0 : 1;
        refusedCount += conversation.append(message({})).isOk() ? 0 : 1;
        refusedCount += conversation.remove(asked.question).isOk() ? 0 : 1;
        refusedCount
            += conversation.appendDelta(asked.reply, textDelta(QStringLiteral("x")), 0ms).isOk() ? 0 : 1;
    };
    connect(&conversation, &Conversation::textAppended, this, meddle);
    connect(&conversation, &Conversation::messageChanged, this, meddle);
    QVERIFY(conversation.appendDelta(asked.reply, textDelta(QStringLiteral("a")), 1ms)); // two signals
    QVERIFY(conversation.finishReply(asked.reply, FinishReason::Stop, 1ms));
    QCOMPARE(refusedCount, 12);
    QCOMPARE(conversation.message(asked.reply).text(), QStringLiteral("a"));
    QVERIFY(conversation.setTitle(QStringLiteral("t"))); // free again
}

void TestConversation::keepsTheOldBranches()
{
    Asked asked;
    Conversation &conversation = asked.conversation;
    QVERIFY(conversation.finishReply(asked.reply, FinishReason::Stop, 1ms));
    const MessageId edited
        = conversation.editMessage(asked.question, {TextPart{QStringLiteral("better")}}, noon()).takeValue();
    QCOMPARE(conversation.message(edited).role, Role::User);
    QCOMPARE(conversation.message(edited).createdAt, noon());
    QCOMPARE(conversation.message(edited).text(), QStringLiteral("better"));
    QCOMPARE(conversation.message(asked.question).text(), QStringLiteral("words"));
    QCOMPARE(conversation.tree().siblings(edited), (QList<MessageId>{asked.question, edited}));

    QSignalSpy moved(&conversation, &Conversation::activePathChanged);
    QVERIFY(conversation.selectBranch(asked.question));
    QCOMPARE(conversation.tree().activePath(), (QList<MessageId>{asked.question, asked.reply}));
    QCOMPARE(moved.size(), 1);
    QCOMPARE(moved.at(0).at(0).toLongLong(), 0);
    QVERIFY(conversation.selectBranch(asked.reply));
    QCOMPARE(moved.size(), 1); // it was selected
}

void TestConversation::restoresAStreamingReply()
{
    Asked asked;
    ReplyDelta delta = callDelta(0, "i", "n", "{");
    delta.usage.outputTokens = 3;
    QVERIFY(asked.conversation.appendDelta(asked.reply, delta, 1ms));

    Conversation restored(asked.conversation.snapshot());
    QVERIFY(restored.snapshot() == asked.conversation.snapshot());
    QVERIFY(restored.isStreaming(asked.reply));
    delta = callDelta(0, "", "", "}");
    delta.usage.outputTokens = 4;
    QVERIFY(restored.appendDelta(asked.reply, delta, 2ms));
    QVERIFY(restored.interruptReply(asked.reply, cut(), 3ms));
    const Message &reply = restored.message(asked.reply);
    QVERIFY((reply.parts
        == QList<MessagePart>{ToolCallPart{QStringLiteral("i"), QStringLiteral("n"), QStringLiteral("{}")}}));
    QCOMPARE(reply.usage.outputTokens, std::optional<qint64>(4));
    QCOMPARE(reply.state, MessageState::Interrupted);
    QCOMPARE(asked.conversation.message(asked.reply).state, MessageState::Streaming);
}

void TestConversation::holdsItsInvariants_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 101; seed <= 110; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestConversation::holdsItsInvariants()
{
    QFETCH(const quint32, seed);

    Conversation subject(ConversationId(QStringLiteral("c")));
    QHash<MessageId, QString> tails; // of text parts, by message
    connect(&subject, &Conversation::textAppended, this,
        [&](const MessageId &id, qsizetype index, const QString &tail) {
            if (std::holds_alternative<TextPart>(subject.message(id).parts.at(index)))
                tails[id].append(tail);
        });
    QHash<MessageId, Message> ended;
    VerbDriver driver(&subject, seed);
    for (int i = 0; i < 500; ++i) {
        const QString verb = driver.step();
        const MessageTree &tree = subject.tree();
        QSet<MessageId> ids;
        const QList<StoredMessage> all = tree.stored();
        for (const StoredMessage &entry : all) {
            const Message &message = entry.message;
            ids.insert(message.id);
            QCOMPARE(subject.isStreaming(message.id), message.state == MessageState::Streaming);
            if (message.role == Role::Assistant && tails.contains(message.id))
                QCOMPARE(message.text(), tails.value(message.id));
            if (message.state == MessageState::Streaming)
                ended.remove(message.id); // it may have been resumed
            else if (ended.contains(message.id))
                QVERIFY2(ended.value(message.id) == message, qPrintable(verb));
            else
                ended.insert(message.id, message);
            QVERIFY(message.state != MessageState::Failed || message.parts.isEmpty());
            QVERIFY(message.state != MessageState::Interrupted || !message.parts.isEmpty());
        }
        QCOMPARE(ids.size(), all.size());
        QVERIFY(tree.isEmpty() || tree.isLeaf(tree.activeLeaf()));
        QVERIFY(Conversation(subject.snapshot()).snapshot() == subject.snapshot());
    }
}

QTEST_GUILESS_MAIN(TestConversation)
#include "tst_conversation.moc"
