// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/lateburst.h"

#include <QTest>

using namespace runnel;
using namespace std::chrono_literals;

class LateBurstTest final : public QObject
{
    Q_OBJECT

private slots:
    void rows_data()
    {
        QTest::addColumn<std::chrono::milliseconds>("first");
        QTest::addColumn<std::chrono::milliseconds>("total");
        QTest::addColumn<int>("characters");
        QTest::addColumn<MessageState>("state");
        QTest::addColumn<bool>("isBurst");
        QTest::addRow("held back") << 9800ms << 10000ms << 5000 << MessageState::Complete << true;
        QTest::addRow("streamed") << 500ms << 10000ms << 5000 << MessageState::Complete << false;
        QTest::addRow("long thought, then streamed")
            << 9000ms << 10000ms << 5000 << MessageState::Complete << false;
        QTest::addRow("quick") << 990ms << 1000ms << 5000 << MessageState::Complete << false;
        QTest::addRow("a few words") << 9800ms << 10000ms << 50 << MessageState::Complete << false;
        QTest::addRow("broken off") << 9800ms << 10000ms << 5000 << MessageState::Interrupted << false;
    }

    void rows()
    {
        QFETCH(std::chrono::milliseconds, first);
        QFETCH(std::chrono::milliseconds, total);
        QFETCH(int, characters);
        QFETCH(MessageState, state);
        Message reply;
        reply.state = state;
        reply.parts.append(TextPart{QString(characters, u'x')});
        QVERIFY(!isLateBurst(reply)); // without times nothing is known
        reply.timings.toFirstToken = first;
        reply.timings.total = total;
        QTEST(isLateBurst(reply), "isBurst");
    }
};

QTEST_GUILESS_MAIN(LateBurstTest)
#include "tst_lateburst.moc"
