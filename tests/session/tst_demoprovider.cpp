// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/demoprovider.h"

#include "session/chatsession.h"

#include <QSignalSpy>
#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;

/// The demo as a person names it, through a whole session.
class DemoProviderTest final : public QObject
{
    Q_OBJECT

private slots:
    void isNamedLikeAProvider();
    void takesNoAddressAndNoKey_data();
    void takesNoAddressAndNoKey();
    void answersASession();
    void aCutReplyIsKeptAndMarked();

private:
    static ChatTarget served(const DemoProvider &demo)
    {
        TargetDescription description;
        description.provider = u"demo"_s;
        ChatTarget target = resolveTarget(description, {}).takeValue();
        demo.serve(target);
        return target;
    }
};

void DemoProviderTest::isNamedLikeAProvider()
{
    QVERIFY(providerNames().contains(u"demo"_s));
    QProcessEnvironment environment;
    environment.insert(u"RUNNEL_API_KEY"_s, u"sk-canary"_s);
    TargetDescription description;
    description.provider = u"Demo"_s;
    const ChatTarget target = resolveTarget(description, environment).takeValue();
    QVERIFY(target.isDemo);
    QVERIFY(target.endpoint.key.isEmpty());
}

void DemoProviderTest::takesNoAddressAndNoKey_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("keyFile");
    QTest::addColumn<QStringList>("headers");
    QTest::addRow("address") << u"http://localhost:1/v1"_s << QString() << QStringList();
    QTest::addRow("key") << QString() << u"/dev/null"_s << QStringList();
    QTest::addRow("header") << QString() << QString() << QStringList{u"X-A: b"_s};
}

void DemoProviderTest::takesNoAddressAndNoKey()
{
    QFETCH(const QString, url);
    QFETCH(const QString, keyFile);
    QFETCH(const QStringList, headers);
    const auto target = resolveTarget({url, u"demo"_s, {}, {}, keyFile, headers}, {});
    QVERIFY(!target);
    QCOMPARE(target.error().kind, Error::Kind::InvalidInput);
}

void DemoProviderTest::answersASession()
{
    const auto demo = DemoProvider::start(DemoProvider::asFastAsPossible).takeValue();
    Conversation conversation(ConversationId::create());
    ChatSession session(conversation, {});
    session.setTarget(served(*demo));
    QSignalSpy ended(&session, &ChatSession::replyEnded);
    const MessageId reply = session.send(u"你好"_s).takeValue();
    QTRY_COMPARE(ended.size(), 1);
    QVERIFY(conversation.message(reply).state == MessageState::Complete);
    QCOMPARE(conversation.message(reply).model, u"runnel-demo"_s);
}

void DemoProviderTest::aCutReplyIsKeptAndMarked()
{
    const auto demo = DemoProvider::start(DemoProvider::asFastAsPossible).takeValue();
    Conversation conversation(ConversationId::create());
    ChatSession session(conversation, {});
    session.setTarget(served(*demo));
    QSignalSpy ended(&session, &ChatSession::replyEnded);
    const MessageId reply = session.send(u"an interruption, please"_s).takeValue();
    QTRY_COMPARE(ended.size(), 1);
    QVERIFY(conversation.message(reply).state == MessageState::Interrupted);
    QVERIFY(conversation.message(reply).failure);
}

QTEST_GUILESS_MAIN(DemoProviderTest)
#include "tst_demoprovider.moc"
