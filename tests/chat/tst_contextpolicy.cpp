// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "chat/contextpolicy.h"

#include "chat/tokenestimate.h"
#include "samples.h"

#include <QRandomGenerator>
#include <QtTest>

using namespace runnel;
using namespace runnel::samples;

namespace {

/// A message of exactly @p tokens estimated tokens; its name's first letter is its role: user, assistant,
/// system, call (an assistant's, of a tool), tool.
Message sized(const QString &name, qint64 tokens)
{
    Message result = message(name);
    QString text;
    while (estimatedTokens(text) < tokens - 4)
        text.append(QChar(0x4e2d));
    result.parts = {TextPart{text}};
    switch (name.at(0).toLatin1()) {
    case 'a':
        result.role = Role::Assistant;
        break;
    case 's':
        result.role = Role::System;
        break;
    case 'c':
        result.role = Role::Assistant;
        result.parts.append(ToolCallPart());
        break;
    case 't':
        result.role = Role::Tool;
        result.parts = {ToolResultPart{{}, text}};
        break;
    default:
        break;
    }
    return result;
}

/// "u1:10 a1:20": names with their tokens.
QList<Message> pathOf(const QString &plan)
{
    QList<Message> result;
    const QStringList words = plan.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString &word : words)
        result.append(
            sized(word.section(QLatin1Char(':'), 0, 0), word.section(QLatin1Char(':'), 1).toLongLong()));
    return result;
}

QString names(const QList<Message> &messages)
{
    QStringList result;
    for (const Message &each : messages)
        result.append(each.id.text());
    return result.join(QLatin1Char(' '));
}

QString names(const QList<MessageId> &ids)
{
    QStringList result;
    for (const MessageId &each : ids)
        result.append(each.text());
    return result.join(QLatin1Char(' '));
}

/// Leaves @p tokens for the context.
CompletionOptions budget(qint64 tokens)
{
    CompletionOptions options;
    options.contextTokens = tokens + 1000;
    options.maxTokens = 1000;
    return options;
}

} // namespace

class TestContextPolicy : public QObject
{
    Q_OBJECT

private slots:
    void keepsTheNewest_data();
    void keepsTheNewest();
    void leavesNothingOutUnasked();
    void countsTheSystemPrompt();
    void keepsRoomForTheReply_data();
    void keepsRoomForTheReply();
    void sendsNoEmptyReplies();
    void weighsParts();
    void keepsItsPromises_data();
    void keepsItsPromises();
};

void TestContextPolicy::keepsTheNewest_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("tokens");
    QTest::addColumn<QString>("sent");
    QTest::addColumn<QString>("leftOut");
    QTest::addColumn<bool>("isOverBudget");

    const auto row = [](const char *name, const char *path, int tokens, const char *sent, const char *leftOut,
                         bool isOver = false) {
        QTest::addRow("%s", name) << QString::fromLatin1(path) << tokens << QString::fromLatin1(sent)
                                  << QString::fromLatin1(leftOut) << isOver;
    };
    row("all fits exactly", "u1:10 a1:20 u2:10", 40, "u1 a1 u2", "");
    row("one token short", "u1:10 a1:20 u2:10", 39, "u2", "u1 a1");
    row("two turns of three", "u1:10 a1:10 u2:10 a2:10 u3:10", 30, "u2 a2 u3", "u1 a1");
    row("no reply without its question", "u1:10 a1:10 u2:10 a2:10 u3:10", 40, "u2 a2 u3", "u1 a1");
    row("no gap: what is older stays out", "u1:10 a1:90 u2:10", 50, "u2", "u1 a1");
    row("the newest question alone is too big", "u1:10 a1:10 u2:90", 50, "u2", "u1 a1", true);
    row("a tool call and its results go out together", "u1:10 c1:10 t1:30 t2:10 a1:10 u2:10", 60, "u2",
        "u1 c1 t1 t2 a1");
    row("a tool call and its results stay together", "u1:10 c1:10 t1:30 t2:10 a1:10 u2:10", 90,
        "u1 c1 t1 t2 a1 u2", "");
    row("the loop's last step stays", "u1:10 a1:10 u2:10 c1:10 t1:80", 50, "u2 c1 t1", "u1 a1", true);
    row("a loop's old steps go, its question stays", "u1:10 c1:10 t1:30 c2:10 t2:10 c3:10 t3:10", 60,
        "u1 c2 t2 c3 t3", "c1 t1");
    row("a system message stays", "s1:10 u1:10 a1:40 u2:10", 30, "s1 u2", "u1 a1");
    row("a result without its call is not sent", "t1:10 u1:10 t2:10 a1:10 u2:10", 40, "u1 a1 u2", "");
    row("a prefilled reply is answered as it is", "u1:10 a1:10 u2:10 a2:30", 40, "u2 a2", "u1 a1");
    row("only replies", "a1:30 a2:30", 30, "a2", "a1");
    row("nothing", "", 10, "", "");
}

void TestContextPolicy::keepsTheNewest()
{
    QFETCH(const QString, path);
    QFETCH(const int, tokens);
    QFETCH(const QString, sent);
    QFETCH(const QString, leftOut);
    QFETCH(const bool, isOverBudget);

    const Context context = selectContext(pathOf(path), budget(tokens));
    QCOMPARE(names(context.messages), sent);
    QCOMPARE(names(context.leftOut), leftOut);
    QCOMPARE(context.isOverBudget(), isOverBudget);
}

void TestContextPolicy::leavesNothingOutUnasked()
{
    const QList<Message> path = pathOf(QStringLiteral("u1:50 a1:50 u2:50"));
    const Context unknown = selectContext(path, {});
    QCOMPARE(unknown.messages.size(), 3);
    QVERIFY(!unknown.isOverBudget());
    QCOMPARE(unknown.tokens, 150);

    CompletionOptions all = budget(10);
    all.contextPolicy = ContextPolicy::SendAll;
    const Context tooMuch = selectContext(path, all);
    QCOMPARE(tooMuch.messages.size(), 3);
    QVERIFY(tooMuch.isOverBudget());
    QVERIFY(tooMuch.leftOut.isEmpty());
}

void TestContextPolicy::countsTheSystemPrompt()
{
    CompletionOptions options = budget(60);
    const QList<Message> path = pathOf(QStringLiteral("u1:20 a1:20 u2:20"));
    QCOMPARE(selectContext(path, options).messages.size(), 3);
    options.systemPrompt = QStringLiteral("Be brief.");
    const Context context = selectContext(path, options);
    QCOMPARE(names(context.messages), QStringLiteral("u2"));
    QCOMPARE(context.tokens, 20 + 4 + estimatedTokens(options.systemPrompt));
    QCOMPARE(context.leftOutTokens, 40);
}

void TestContextPolicy::keepsRoomForTheReply_data()
{
    QTest::addColumn<qint64>("window");
    QTest::addColumn<qint64>("maxTokens"); // 0: not set
    QTest::addColumn<qint64>("budgetTokens");
    QTest::addRow("as asked for") << qint64(8000) << qint64(3000) << qint64(5000);
    QTest::addRow("a quarter of a small window") << qint64(8000) << qint64(0) << qint64(6000);
    QTest::addRow("4,096 of a large one") << qint64(128'000) << qint64(0) << qint64(128'000 - 4096);
    QTest::addRow("more than there is") << qint64(100) << qint64(200) << qint64(0);
}

void TestContextPolicy::keepsRoomForTheReply()
{
    QFETCH(const qint64, window);
    QFETCH(const qint64, maxTokens);
    QFETCH(const qint64, budgetTokens);

    CompletionOptions options;
    options.contextTokens = window;
    if (maxTokens > 0)
        options.maxTokens = maxTokens;
    QCOMPARE(selectContext({}, options).budgetTokens, std::optional(budgetTokens));
}

void TestContextPolicy::sendsNoEmptyReplies()
{
    QList<Message> path = pathOf(QStringLiteral("u1:10 a1:10 a2:10 a3:10 a4:10 a5:10 u2:10"));
    path[1].state = MessageState::Failed;
    path[1].parts.clear();
    path[2].state = MessageState::Interrupted; // with text: sent
    path[3].parts = {ReasoningPart{QStringLiteral("hm"), {}}};
    path[4].parts = {TextPart()};
    path[5].parts = {RefusalPart{QStringLiteral("no")}};
    const Context context = selectContext(path, {});
    QCOMPARE(names(context.messages), QStringLiteral("u1 a2 a5 u2"));
    QVERIFY(context.leftOut.isEmpty());
    QCOMPARE(context.leftOutTokens, 0);
}

void TestContextPolicy::weighsParts()
{
    const QString words = QStringLiteral("some words");
    const qint64 text = estimatedTokens(words);
    Message subject;
    QCOMPARE(estimatedTokens(subject), 4);
    subject.parts = {TextPart{words}, RefusalPart{words}, ReasoningPart{words, {}}};
    QCOMPARE(estimatedTokens(subject), 4 + 2 * text);
    subject.parts = {ToolCallPart{words, words, words}, ToolResultPart{words, words}};
    QCOMPARE(estimatedTokens(subject), 4 + 4 + 5 * text);
    subject.parts = {ImagePart{}, FilePart{Attachment{{}, {}, {}, 3000}}};
    QCOMPARE(estimatedTokens(subject), 4 + 1000 + 1000);
}

void TestContextPolicy::keepsItsPromises_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 20; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestContextPolicy::keepsItsPromises()
{
    QFETCH(const quint32, seed);

    QRandomGenerator random(seed);
    for (int round = 0; round < 50; ++round) {
        QList<Message> path;
        const int count = 1 + random.bounded(12);
        for (int i = 0; i < count; ++i) {
            const QChar role = QLatin1String("uuuaactts").at(random.bounded(9));
            path.append(sized(role + QString::number(i), 5 + random.bounded(30)));
        }
        const qint64 tokens = random.bounded(300);
        const Context context = selectContext(path, budget(tokens));

        qint64 sum = 0;
        qsizetype at = 0;
        bool wasCallSent = false;
        bool isLoopOpen = false; // the message before was a call or a result of one
        MessageId newestUser;
        for (const Message &message : std::as_const(path)) {
            const bool isSent = at < context.messages.size() && context.messages.at(at).id == message.id;
            const bool isResult = message.role == Role::Tool && isLoopOpen;
            if (isResult)
                QCOMPARE(isSent, wasCallSent);
            if (isSent) {
                ++at;
                sum += estimatedTokens(message);
            }
            const bool isOrphan = message.role == Role::Tool && !isLoopOpen;
            QCOMPARE(context.leftOut.contains(message.id), !isSent && !isOrphan);
            if (message.role != Role::Tool) {
                isLoopOpen = message.id.text().startsWith(QLatin1Char('c'));
                wasCallSent = isSent;
            }
            if (message.role == Role::User)
                newestUser = message.id;
            if (message.role == Role::System)
                QVERIFY(isSent);
        }
        QCOMPARE(at, context.messages.size()); // in the order of the path
        QCOMPARE(context.tokens, sum);
        if (!newestUser.isEmpty()) {
            QVERIFY(!context.leftOut.contains(newestUser));
            const auto first = std::find_if(context.messages.cbegin(), context.messages.cend(),
                [](const Message &m) { return m.role != Role::System; });
            QVERIFY(context.leftOut.isEmpty() || first->role == Role::User);
        }
    }
}

QTEST_GUILESS_MAIN(TestContextPolicy)
#include "tst_contextpolicy.moc"
