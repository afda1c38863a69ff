// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "chat/messagetree.h"

#include "samples.h"

#include <QRandomGenerator>
#include <QtTest>

using namespace runnel;
using namespace runnel::samples;

namespace {

/// "a b/a c/a d/b": names with their parents, in the order of insertion.
QList<StoredMessage> entries(const QString &plan)
{
    QList<StoredMessage> result;
    const QStringList words = plan.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString &word : words) {
        const QStringList pair = word.split(QLatin1Char('/'));
        result.append({message(pair.first()), id(pair.value(1)), {}});
    }
    return result;
}

MessageTree tree(const QString &plan)
{
    MessageTree result;
    const QList<StoredMessage> list = entries(plan);
    for (const StoredMessage &entry : list)
        result.insert(entry.message, entry.parentId);
    return result;
}

QString names(const QList<MessageId> &ids)
{
    QStringList result;
    for (const MessageId &each : ids)
        result.append(each.text());
    return result.join(QLatin1Char(' '));
}

/// The same tree, kept in the most simple way: every question is answered by a search.
struct Reference
{
    struct Entry
    {
        MessageId id;
        MessageId parent;
    };
    QList<Entry> entries; // in the order of insertion, hence siblings in order
    QHash<MessageId, MessageId> selected;

    QList<MessageId> children(const MessageId &parent) const
    {
        QList<MessageId> result;
        for (const Entry &entry : entries) {
            if (entry.parent == parent)
                result.append(entry.id);
        }
        return result;
    }
    MessageId parent(const MessageId &of) const
    {
        for (const Entry &entry : entries) {
            if (entry.id == of)
                return entry.parent;
        }
        return {};
    }
    QList<MessageId> path() const
    {
        QList<MessageId> result;
        for (MessageId at = selected.value({}); !at.isEmpty(); at = selected.value(at))
            result.append(at);
        return result;
    }
    void insert(const MessageId &added, const MessageId &below)
    {
        entries.append({added, below});
        selected[below] = added;
    }
    void select(MessageId at)
    {
        for (; !at.isEmpty(); at = parent(at))
            selected[parent(at)] = at;
    }
    void remove(const MessageId &gone)
    {
        const QList<MessageId> below = children(gone);
        for (const MessageId &child : below)
            remove(child);
        const MessageId above = parent(gone);
        const QList<MessageId> siblings = children(above);
        const qsizetype index = siblings.indexOf(gone);
        if (selected.value(above) == gone) {
            selected.remove(above);
            if (siblings.size() > 1)
                selected[above] = siblings.at(index + 1 < siblings.size() ? index + 1 : index - 1);
        }
        selected.remove(gone);
        entries.removeIf([&](const Entry &entry) { return entry.id == gone; });
    }
};

} // namespace

class TestMessageTree : public QObject
{
    Q_OBJECT

private slots:
    void isEmptyAtFirst();
    void insertsSelectsAndRemoves_data();
    void insertsSelectsAndRemoves();
    void remembersTheBranchBelow();
    void refusesBrokenTrees_data();
    void refusesBrokenTrees();
    void takesParentsAfterTheirChildren();
    void storesWhatItTakes();
    void leavesCopiesAlone();
    void goesAsDeepAsAChatIsLong();
    void behavesLikeTheReference_data();
    void behavesLikeTheReference();
};

void TestMessageTree::isEmptyAtFirst()
{
    const MessageTree empty;
    QVERIFY(empty.isEmpty());
    QVERIFY(!empty.contains({}));
    QVERIFY(empty.activeLeaf().isEmpty());
    QVERIFY(empty.activeMessages().isEmpty());
    QVERIFY(empty.stored().isEmpty());
}

void TestMessageTree::insertsSelectsAndRemoves_data()
{
    QTest::addColumn<QString>("plan");
    QTest::addColumn<QString>("change"); // "+id/parent", "=id" select, "-id" remove
    QTest::addColumn<int>("fromDepth");  // -1: the same path
    QTest::addColumn<QString>("path");

    const auto row
        = [](const char *name, const char *plan, const char *change, int fromDepth, const char *path) {
              QTest::addRow("%s", name) << QString::fromLatin1(plan) << QString::fromLatin1(change)
                                        << fromDepth << QString::fromLatin1(path);
          };
    row("the first message", "", "+a", 0, "a");
    row("under the leaf", "a b/a", "+c/b", 2, "a b c");
    row("a sibling of the leaf", "a b/a", "+c/a", 1, "a c");
    row("a second beginning", "a b/a", "+c", 0, "c");
    row("off the path", "a b/a c/a", "+d/b", -1, "a c");
    row("select a sibling", "a b/a c/a", "=b", 1, "a b");
    row("select what is active", "a b/a c/b", "=b", -1, "a b c");
    row("select from another beginning", "a b/a c", "=b", 0, "a b");
    row("remove the leaf", "a b/a c/b", "-c", 2, "a b");
    row("remove the only one", "a", "-a", 0, "");
    row("remove a subtree", "a b/a c/b d/c", "-b", 1, "a");
    row("remove: the next sibling follows", "a b/a c/a d/a x/c =c", "-c", 1, "a d");
    row("remove the last sibling: the one before", "a b/a c/a", "-c", 1, "a b");
    row("remove off the path", "a b/a c/a", "-b", -1, "a c");
    row("remove a beginning", "a b/a c d/c", "-c", 0, "a b");
}

void TestMessageTree::insertsSelectsAndRemoves()
{
    QFETCH(const QString, plan);
    QFETCH(const QString, change);
    QFETCH(const int, fromDepth);
    QFETCH(const QString, path);

    MessageTree subject = tree(plan.section(QLatin1Char('='), 0, 0));
    if (plan.contains(QLatin1Char('=')))
        subject.select(id(plan.section(QLatin1Char('='), 1)));
    const QStringList pair = change.mid(1).split(QLatin1Char('/'));
    std::optional<qsizetype> depth;
    switch (change.at(0).toLatin1()) {
    case '+':
        depth = subject.insert(message(pair.first()), id(pair.value(1)));
        break;
    case '=':
        depth = subject.select(id(pair.first()));
        break;
    default:
        depth = subject.remove(id(pair.first()));
    }
    QCOMPARE(depth.value_or(-1), fromDepth);
    QCOMPARE(names(subject.activePath()), path);
}

void TestMessageTree::remembersTheBranchBelow()
{
    MessageTree subject = tree(QStringLiteral("a b/a c/b d/b e/a"));
    subject.select(id(QStringLiteral("c")));
    subject.select(id(QStringLiteral("e")));
    QCOMPARE(names(subject.activePath()), QStringLiteral("a e"));
    subject.select(id(QStringLiteral("b")));
    QCOMPARE(names(subject.activePath()), QStringLiteral("a b c"));
    QCOMPARE(names(subject.siblings(id(QStringLiteral("d")))), QStringLiteral("c d"));
}

void TestMessageTree::refusesBrokenTrees_data()
{
    QTest::addColumn<QString>("plan");
    QTest::addColumn<QString>("leaf");
    QTest::addColumn<QString>("reason");

    QTest::addRow("missing parent") << QStringLiteral("a b/x") << QString()
                                    << QStringLiteral("message b has no parent x");
    QTest::addRow("doubled id") << QStringLiteral("a b/a b/a") << QString()
                                << QStringLiteral("two messages with the id b");
    QTest::addRow("empty id") << QStringLiteral("a /a") << QString()
                              << QStringLiteral("a message without id");
    QTest::addRow("its own parent") << QStringLiteral("a b/b") << QString()
                                    << QStringLiteral("1 of 2 messages hang in a circle");
    QTest::addRow("circle") << QStringLiteral("a b/d c/b d/c e/c") << QString()
                            << QStringLiteral("4 of 5 messages hang in a circle");
    QTest::addRow("missing leaf") << QStringLiteral("a b/a") << QStringLiteral("x")
                                  << QStringLiteral("no message has the id of the active leaf x");
}

void TestMessageTree::refusesBrokenTrees()
{
    QFETCH(const QString, plan);
    QFETCH(const QString, leaf);
    QFETCH(const QString, reason);

    const auto result = MessageTree::fromStored(entries(plan), id(leaf));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::Corrupt);
    QCOMPARE(result.error().message, reason);
}

void TestMessageTree::takesParentsAfterTheirChildren()
{
    auto result = MessageTree::fromStored(entries(QStringLiteral("c/b b/a d/a a")), id(QStringLiteral("b")));
    QVERIFY(result);
    QCOMPARE(names(result.value().activePath()), QStringLiteral("a b c"));
    QCOMPARE(names(result.value().children(id(QStringLiteral("a")))), QStringLiteral("b d"));

    QList<StoredMessage> wrong = entries(QStringLiteral("a b/a c/b"));
    wrong[0].selectedChild = id(QStringLiteral("c"));
    const auto refused = MessageTree::fromStored(wrong, {});
    QVERIFY(!refused);
    QCOMPARE(refused.error().message, QStringLiteral("message a selects c, which is no child of it"));
}

void TestMessageTree::storesWhatItTakes()
{
    MessageTree subject = tree(QStringLiteral("a b/a c/b d/b e/a f g/f"));
    subject.select(id(QStringLiteral("c")));
    subject.select(id(QStringLiteral("e")));
    const auto again
        = MessageTree::fromStored(subject.stored(), subject.activeLeaf(), subject.selectedChild({}));
    QVERIFY(again);
    QVERIFY(again.value() == subject);
    QCOMPARE(again.value().selectedChild(id(QStringLiteral("b"))), id(QStringLiteral("c")));
}

void TestMessageTree::leavesCopiesAlone()
{
    MessageTree subject = tree(QStringLiteral("a b/a"));
    const MessageTree copy = subject;
    subject.edit(id(QStringLiteral("b"))).parts = {TextPart{QStringLiteral("changed")}};
    subject.insert(message(QStringLiteral("c")), id(QStringLiteral("b")));
    QCOMPARE(copy.message(id(QStringLiteral("b"))).text(), QStringLiteral("words"));
    QVERIFY(copy.isLeaf(id(QStringLiteral("b"))));
    QCOMPARE(names(copy.activePath()), QStringLiteral("a b"));
    QVERIFY(!(copy == subject));
}

void TestMessageTree::goesAsDeepAsAChatIsLong()
{
    MessageTree subject;
    for (int i = 0; i < 20'000; ++i)
        subject.insert(message(QString::number(i)), subject.activeLeaf());
    QCOMPARE(subject.activePath().size(), 20'000);
    QCOMPARE(subject.stored().size(), 20'000);
    subject.remove(id(QStringLiteral("0")));
    QVERIFY(subject.isEmpty());
}

void TestMessageTree::behavesLikeTheReference_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 20; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestMessageTree::behavesLikeTheReference()
{
    QFETCH(const quint32, seed);

    QRandomGenerator random(seed);
    MessageTree subject;
    Reference reference;
    for (int i = 0; i < 300; ++i) {
        const QList<MessageId> all = subject.subtree({});
        const MessageId any = all.at(random.bounded(all.size()));
        const QList<MessageId> before = subject.activePath();
        std::optional<qsizetype> depth;
        const int choice = random.bounded(10);
        if (choice < 5 || any.isEmpty()) {
            const MessageId added = id(QString::number(i));
            depth = subject.insert(message(added.text()), any);
            reference.insert(added, any);
        } else if (choice < 8) {
            depth = subject.select(any);
            reference.select(any);
        } else {
            depth = subject.remove(any);
            reference.remove(any);
        }

        const QList<MessageId> path = subject.activePath();
        QCOMPARE(path, reference.path());
        QCOMPARE(subject.messageCount(), reference.entries.size());
        for (const Reference::Entry &entry : std::as_const(reference.entries)) {
            QCOMPARE(subject.parentOf(entry.id), entry.parent);
            QCOMPARE(subject.children(entry.id), reference.children(entry.id));
            QCOMPARE(subject.selectedChild(entry.id), reference.selected.value(entry.id));
            QCOMPARE(subject.isActive(entry.id), path.contains(entry.id));
        }
        QVERIFY(path.isEmpty() == subject.isEmpty());
        QVERIFY(path.isEmpty() || subject.isLeaf(path.last()));
        QCOMPARE(depth.has_value(), path != before);
        if (depth) {
            QCOMPARE(path.mid(0, *depth), before.mid(0, *depth));
            QVERIFY(path.value(*depth) != before.value(*depth));
        }
        const auto again
            = MessageTree::fromStored(subject.stored(), subject.activeLeaf(), subject.selectedChild({}));
        QVERIFY(again);
        QVERIFY(again.value() == subject);
    }
}

QTEST_GUILESS_MAIN(TestMessageTree)
#include "tst_messagetree.moc"
