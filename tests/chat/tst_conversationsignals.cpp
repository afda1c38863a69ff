// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "chat/conversation.h"

#include "samples.h"
#include "verbdriver.h"

#include <QtTest>

using namespace runnel;
using namespace runnel::samples;

namespace {

/// Holds a conversation of its own, made of nothing but what the signals say, as the window, the journal and
/// the relay do. It reads the subject only where a signal's contract tells it to, and compares everything
/// at every signal.
class Listener final : public QObject
{
    Q_OBJECT

public:
    explicit Listener(const Conversation *subject)
        : m_subject(subject), title(subject->title()), options(subject->options()),
          path(subject->tree().activePath())
    {
        connect(subject, &Conversation::titleChanged, this, [this](const QString &now) { title = now; });
        connect(subject, &Conversation::optionsChanged, this, [this] { options = m_subject->options(); });
        connect(subject, &Conversation::messageInserted, this, &Listener::insert);
        connect(subject, &Conversation::messagesRemoved, this, &Listener::remove);
        connect(subject, &Conversation::activePathChanged, this, &Listener::rereadPath);
        connect(subject, &Conversation::partAdded, this, &Listener::addPart);
        connect(subject, &Conversation::textAppended, this, &Listener::appendText);
        connect(subject, &Conversation::partChanged, this, &Listener::rereadPart);
        connect(subject, &Conversation::messageChanged, this, &Listener::reread);
    }

    bool isTrue() const
    {
        return complaint.isEmpty() && title == m_subject->title() && options == m_subject->options()
            && path == m_subject->tree().activePath() && mirrorsMessages();
    }

    QString complaint; // the first thing found wrong at a signal
    int signalCount = 0;

private:
    void check(bool isRight, const char *what)
    {
        ++signalCount;
        if (!isRight && complaint.isEmpty())
            complaint = QString::fromLatin1(what);
    }

    bool mirrorsMessages() const
    {
        if (m_messages.size() != m_subject->tree().messageCount())
            return false;
        for (auto it = m_messages.cbegin(); it != m_messages.cend(); ++it) {
            if (!m_subject->tree().contains(it.key()) || it.value() != m_subject->message(it.key())
                || m_parents.value(it.key()) != m_subject->tree().parentOf(it.key()))
                return false;
        }
        return true;
    }

    void insert(const MessageId &id, const MessageId &parentId)
    {
        m_messages.insert(id, m_subject->message(id));
        m_parents.insert(id, parentId);
        check(mirrorsMessages(), "messageInserted: another change is true already");
        check(m_subject->tree().selectedChild(parentId) == id, "messageInserted: not selected");
    }

    void remove(const QList<MessageId> &ids)
    {
        for (const MessageId &id : ids) {
            const auto children = m_parents.keys(id);
            check(children.isEmpty(), "messagesRemoved: a parent before its child");
            m_messages.remove(id);
            m_parents.remove(id);
        }
        check(mirrorsMessages(), "messagesRemoved: another change is true already");
    }

    void rereadPath(qsizetype fromDepth)
    {
        const QList<MessageId> now = m_subject->tree().activePath();
        path = path.mid(0, fromDepth) + now.mid(fromDepth);
        check(path == now, "activePathChanged: a change before fromDepth");
    }

    void addPart(const MessageId &id, qsizetype index)
    {
        QList<MessagePart> &parts = m_messages[id].parts;
        check(index == parts.size(), "partAdded: not at the end");
        parts.append(m_subject->message(id).parts.at(index));
        check(mirrorsMessages(), "partAdded: another change is true already");
        check(textOf(parts.last()).isEmpty(), "partAdded: with text");
    }

    void appendText(const MessageId &id, qsizetype index, const QString &tail)
    {
        textOf(m_messages[id].parts[index]).append(tail);
        check(!tail.isEmpty(), "textAppended: nothing");
        check(mirrorsMessages(), "textAppended: another change is true already");
    }

    void rereadPart(const MessageId &id, qsizetype index)
    {
        const MessagePart &now = m_subject->message(id).parts.at(index);
        MessagePart &mine = m_messages[id].parts[index];
        check(mine != now, "partChanged: nothing");
        check(textOf(mine) == textOf(MessagePart(now)), "partChanged: text");
        mine = now;
        check(mirrorsMessages(), "partChanged: another change is true already");
    }

    void reread(const MessageId &id, MessageChanges what)
    {
        const Message &now = m_subject->message(id);
        Message &mine = m_messages[id];
        check(what.testFlag(MessageChange::State) == (mine.state != now.state), "messageChanged: state");
        if (what & MessageChange::State)
            mine.state = now.state;
        if (what & MessageChange::Model)
            mine.model = now.model;
        if (what & MessageChange::Usage)
            mine.usage = now.usage;
        if (what & MessageChange::FinishReason)
            mine.finishReason = now.finishReason;
        if (what & MessageChange::Timings)
            mine.timings = now.timings;
        if (what & MessageChange::Failure)
            mine.failure = now.failure;
        check(mirrorsMessages(), "messageChanged: the flags do not name all that changed");
    }

    static QString &textOf(MessagePart &part)
    {
        static QString none;
        if (auto *text = std::get_if<TextPart>(&part))
            return text->text;
        if (auto *reasoning = std::get_if<ReasoningPart>(&part))
            return reasoning->text;
        if (auto *refusal = std::get_if<RefusalPart>(&part))
            return refusal->text;
        if (auto *call = std::get_if<ToolCallPart>(&part))
            return call->arguments;
        none.clear();
        return none;
    }
    static QString textOf(MessagePart &&part) { return textOf(part); }

    const Conversation *m_subject;
    QString title;
    CompletionOptions options;
    QList<MessageId> path;
    QHash<MessageId, Message> m_messages;
    QHash<MessageId, MessageId> m_parents;
};

} // namespace

class TestConversationSignals : public QObject
{
    Q_OBJECT

private slots:
    void tellsTheWholeTruth_data();
    void tellsTheWholeTruth();
    void survivesSnapshotsTakenInSlots();
};

void TestConversationSignals::tellsTheWholeTruth_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 20; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestConversationSignals::tellsTheWholeTruth()
{
    QFETCH(const quint32, seed);

    Conversation subject(ConversationId(QStringLiteral("c")));
    Listener listener(&subject);
    VerbDriver driver(&subject, seed);
    for (int i = 0; i < 500; ++i) {
        const ConversationSnapshot before = subject.snapshot();
        const int signalsBefore = listener.signalCount;
        const QString verb = driver.step();
        QVERIFY2(listener.isTrue(), qPrintable(verb + QStringLiteral(": ") + listener.complaint));
        if (verb.endsWith(QLatin1String("(refused)"))) {
            QVERIFY2(subject.snapshot() == before, qPrintable(verb));
            QCOMPARE(listener.signalCount, signalsBefore);
        }
    }
    QVERIFY(listener.signalCount > 200);
}

// A slot that keeps a snapshot shares the data that the verb is about to change further.
void TestConversationSignals::survivesSnapshotsTakenInSlots()
{
    Conversation subject(ConversationId(QStringLiteral("c")));
    QList<std::pair<ConversationSnapshot, QString>> kept;
    connect(&subject, &Conversation::textAppended, this, [&](const MessageId &id) {
        kept.append({subject.snapshot(), subject.message(id).text() + subject.message(id).reasoning()});
    });
    const MessageId question = subject.append(message({})).takeValue();
    const MessageId reply = subject.beginReply(question, {}).takeValue();
    for (int i = 0; i < 20; ++i) {
        ReplyDelta delta;
        delta.reasoning = QStringLiteral("r%1 ").arg(i);
        delta.text = QStringLiteral("t%1 ").arg(i);
        QVERIFY(subject.appendDelta(reply, delta, std::chrono::milliseconds(i)));
    }
    QCOMPARE(kept.size(), 40);
    for (const auto &[snapshot, words] : std::as_const(kept)) {
        const Message &then = snapshot.tree.message(reply);
        QCOMPARE(then.text() + then.reasoning(), words);
    }
}

QTEST_GUILESS_MAIN(TestConversationSignals)
#include "tst_conversationsignals.moc"
