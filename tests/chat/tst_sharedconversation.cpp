// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "chat/sharedconversation.h"

#include "samples.h"
#include "verbdriver.h"

#include <QtTest>

using namespace runnel;
using namespace runnel::samples;
using namespace std::chrono_literals;
using Choice = SharePolicy::Choice;

namespace {

QString wordsOf(const Attachment &attachment)
{
    return attachment.name + attachment.mimeType + QString::fromLatin1(attachment.sha256);
}

/// Every word that a viewer could come to see.
QString everyWord(const SharedConversation &shared)
{
    struct Words
    {
        QString operator()(const TextPart &part) const { return part.text; }
        QString operator()(const ReasoningPart &part) const { return part.text; }
        QString operator()(const RefusalPart &part) const { return part.text; }
        QString operator()(const ImagePart &part) const { return wordsOf(part.attachment); }
        QString operator()(const FilePart &part) const { return wordsOf(part.attachment); }
    };
    QString result = shared.title();
    for (const SharedMessage &message : shared.messages()) {
        result += message.id.text();
        for (const SharedPart &part : message.parts)
            result += std::visit(Words(), part);
    }
    return result;
}

Attachment attachment(const char *word)
{
    return {QByteArray(word) + "-hash", QString::fromLatin1(word) + QLatin1String("/mime"),
        QString::fromLatin1(word), 1};
}

/// Follows a SharedConversation by its signals alone.
class Viewer final : public QObject
{
public:
    explicit Viewer(const SharedConversation *shared) : messages(shared->messages()), title(shared->title())
    {
        connect(shared, &SharedConversation::titleChanged, this, [this](const QString &now) { title = now; });
        connect(shared, &SharedConversation::messagesReplaced, this, [=, this](qsizetype from) {
            messages = messages.mid(0, from) + shared->messages().mid(from);
            compare(*shared);
        });
        connect(shared, &SharedConversation::partAdded, this, [=, this](qsizetype at, qsizetype part) {
            messages[at].parts.append(shared->messages().at(at).parts.at(part));
            compare(*shared);
        });
        connect(shared, &SharedConversation::textAppended, this,
            [=, this](qsizetype at, qsizetype part, const QString &tail) {
                std::visit(
                    [&](auto &grown) {
                        if constexpr (requires { grown.text; })
                            grown.text.append(tail);
                    },
                    messages[at].parts[part]);
                compare(*shared);
            });
        connect(shared, &SharedConversation::partChanged, this, [=, this](qsizetype at, qsizetype part) {
            messages[at].parts[part] = shared->messages().at(at).parts.at(part);
            compare(*shared);
        });
        connect(shared, &SharedConversation::stateChanged, this, [=, this](qsizetype at, MessageState state) {
            messages[at].state = state;
            compare(*shared);
        });
    }

    QList<SharedMessage> messages;
    QString title;
    bool isTrue = true;
    int signalCount = 0;

private:
    void compare(const SharedConversation &shared)
    {
        ++signalCount;
        isTrue = isTrue && messages == shared.messages();
    }
};

} // namespace

class TestSharedConversation : public QObject
{
    Q_OBJECT

private slots:
    void holdsNoCanary_data();
    void holdsNoCanary();
    void sharesFromHereOn();
    void followsEveryChange_data();
    void followsEveryChange();
    void outlivesItsSource();
};

void TestSharedConversation::holdsNoCanary_data()
{
    QTest::addColumn<SharePolicy>("policy");
    QTest::addColumn<QStringList>("shown"); // of the words that a choice shows
    SharePolicy nothing;
    SharePolicy everything;
    everything.title = everything.reasoning = everything.attachments = Choice::Shown;
    const QString title = QStringLiteral("w-title");
    const QString reasoning = QStringLiteral("w-reasoning");
    const QStringList files{QStringLiteral("w-image"), QStringLiteral("w-file")};
    QTest::addRow("the least") << nothing << QStringList();
    QTest::addRow("the most") << everything << (QStringList{title, reasoning} + files);
    SharePolicy one = nothing;
    one.title = Choice::Shown;
    QTest::addRow("the title") << one << QStringList{title};
    one = nothing;
    one.reasoning = Choice::Shown;
    QTest::addRow("reasoning") << one << QStringList{reasoning};
    one = nothing;
    one.attachments = Choice::Shown;
    QTest::addRow("attachments") << one << files;
}

void TestSharedConversation::holdsNoCanary()
{
    QFETCH(const SharePolicy, policy);
    QFETCH(const QStringList, shown);

    Conversation source(ConversationId(QStringLiteral("canary-conversation")));
    SharedConversation live(&source, policy);
    QString everSeen; // at any moment, not only in the end
    const auto look = [&] { everSeen += everyWord(live); };
    connect(&live, &SharedConversation::messagesReplaced, this, look);
    connect(&live, &SharedConversation::textAppended, this, look);
    connect(&live, &SharedConversation::partAdded, this, look);
    connect(&live, &SharedConversation::partChanged, this, look);
    connect(&live, &SharedConversation::stateChanged, this, look);
    connect(&live, &SharedConversation::titleChanged, this, look);

    const auto word = [](const char *text) { return QString::fromLatin1(text); };
    CompletionOptions options;
    options.systemPrompt = word("canary-system-prompt");
    options.stop = QStringList{word("canary-stop")};
    QVERIFY(source.setOptions(options));
    QVERIFY(source.setTitle(word("w-title")));
    QVERIFY(source.append(message(word("1"), Role::System, word("canary-system-message"))));
    Message question = message(word("2"), Role::User, word("w-question"));
    question.parts += {ImagePart{attachment("w-image")}, FilePart{attachment("w-file")}};
    QVERIFY(source.append(question));
    QVERIFY(source.beginReply(question.id, {MessageId(word("3")), word("canary-model"), noon()}));
    const MessageId reply(word("3"));
    ReplyDelta delta;
    delta.model = word("canary-exact-model");
    delta.reasoning = word("w-reasoning");
    delta.text = word("w-answer");
    delta.refusal = word("w-refusal");
    delta.toolCalls = {{0, word("canary-call-id"), word("canary-tool"), word("canary-arguments")}};
    QVERIFY(source.appendDelta(reply, delta, 1ms));
    Failure failure;
    failure.code = word("canary-code");
    failure.message = word("canary-failure-words");
    failure.detail = word("canary-detail");
    failure.host = word("canary-host:443");
    QVERIFY(source.interruptReply(reply, failure, 2ms));
    Message result = message(word("4"), Role::Tool);
    result.parts = {ToolResultPart{word("canary-result-id"), word("canary-result")}};
    QVERIFY(source.append(result));
    // Written where nobody looks: below a branch that is not the active one.
    const MessageId other = source.beginReply(MessageId(word("2")), {}).takeValue();
    QVERIFY(source.selectBranch(reply));
    everSeen.clear(); // the new branch was shown, empty, while it was active
    QVERIFY(source.appendDelta(other, {word("canary-other-branch"), {}, {}, {}, {}, {}, {}, {}}, 3ms));
    // Removed from the active path before anyone joins.
    QVERIFY(source.append(message(word("5"), Role::User, word("removed"))));
    QVERIFY(source.remove(MessageId(word("5"))));
    QVERIFY(!everyWord(live).contains(word("removed")));

    everSeen += everyWord(live);
    SharedConversation late(&source, policy);
    QCOMPARE(late.messages(), live.messages());
    QVERIFY2(!everSeen.contains(word("canary")), qPrintable(everSeen));
    for (const char *always : {"w-question", "w-answer", "w-refusal"})
        QVERIFY2(everSeen.contains(word(always)), always);
    for (const char *chosen : {"w-title", "w-reasoning", "w-image", "w-file"})
        QVERIFY2(everSeen.contains(word(chosen)) == shown.contains(word(chosen)), chosen);
    QCOMPARE(live.messages().size(), 2);
    QCOMPARE(live.messages().last().state, MessageState::Interrupted);
    QCOMPARE(live.messages().last().author, SharedMessage::Author::Model);
}

void TestSharedConversation::sharesFromHereOn()
{
    Conversation source(ConversationId(QStringLiteral("c")));
    const auto say = [&](const char *name, const char *text) {
        return source.append(message(QString::fromLatin1(name), Role::User, QString::fromLatin1(text)))
            .isOk();
    };
    QVERIFY(say("1", "canary-before") && say("2", "canary-here"));
    SharePolicy policy;
    policy.after = source.tree().activeLeaf();
    SharedConversation live(&source, policy);
    QVERIFY(live.messages().isEmpty());
    QVERIFY(say("3", "after"));
    QCOMPARE(live.messages().size(), 1);

    // Another branch that begins after the point is shown, one that begins before it is not.
    QVERIFY(source.editMessage(id(QStringLiteral("3")), {TextPart{QStringLiteral("better")}}, noon()));
    QCOMPARE(everyWord(live).count(QStringLiteral("better")), 1);
    QVERIFY(!everyWord(live).contains(QStringLiteral("after")));
    QVERIFY(source.editMessage(id(QStringLiteral("1")), {TextPart{QStringLiteral("canary-branch")}}, noon()));
    QVERIFY(live.messages().isEmpty());
    QVERIFY(source.selectBranch(id(QStringLiteral("3"))));
    QCOMPARE(live.messages().size(), 1);
    QVERIFY(!everyWord(live).contains(QStringLiteral("canary")));
    QVERIFY(source.remove(id(QStringLiteral("2"))));
    QVERIFY(live.messages().isEmpty());
}

void TestSharedConversation::followsEveryChange_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 16; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestSharedConversation::followsEveryChange()
{
    QFETCH(const quint32, seed);

    Conversation source(ConversationId(QStringLiteral("c")));
    VerbDriver driver(&source, seed);
    for (int i = 0; i < 40; ++i)
        driver.step();
    SharePolicy policy;
    policy.reasoning = seed % 2 == 0 ? Choice::Hidden : Choice::Shown;
    policy.title = seed % 3 == 0 ? Choice::Hidden : Choice::Shown;
    if (seed % 4 == 0)
        policy.after = source.tree().activePath().value(0);
    SharedConversation live(&source, policy);
    Viewer viewer(&live);
    for (int i = 0; i < 400; ++i) {
        const QString verb = driver.step();
        QVERIFY2(live.messages() == sharedMessages(source.tree(), policy), qPrintable(verb));
        QVERIFY2(viewer.isTrue && viewer.messages == live.messages(), qPrintable(verb));
        QCOMPARE(live.title(), policy.title == Choice::Shown ? source.title() : QString());
        QCOMPARE(viewer.title, live.title());
    }
    QVERIFY(viewer.signalCount > 0);
}

void TestSharedConversation::outlivesItsSource()
{
    auto source = std::make_unique<Conversation>(ConversationId(QStringLiteral("c")));
    QVERIFY(source->append(message(QStringLiteral("1"))));
    SharedConversation live(source.get(), {});
    source.reset();
    QCOMPARE(live.messages().size(), 1);
}

QTEST_GUILESS_MAIN(TestSharedConversation)
#include "tst_sharedconversation.moc"
