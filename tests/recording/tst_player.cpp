// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/player.h"
#include "taplog.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace runnel;
using namespace std::chrono_literals;

namespace {

// Time that passes when the test says so.
class HandTimer final : public PlaybackTimer
{
public:
    std::chrono::nanoseconds elapsed() const override { return m_now; }
    void wakeAfter(std::chrono::nanoseconds delay, std::function<void()> callback) override
    {
        m_due = m_now + delay;
        m_callback = std::move(callback);
    }
    void cancel() override { m_callback = nullptr; }

    bool isArmed() const { return bool(m_callback); }

    // Lets @p time pass, with every wake-up in it.
    void pass(std::chrono::nanoseconds time)
    {
        const auto end = m_now + time;
        while (m_callback && m_due <= end) {
            m_now = std::max(m_now, m_due);
            std::exchange(m_callback, nullptr)();
        }
        m_now = end;
    }

private:
    std::chrono::nanoseconds m_now{5s};
    std::chrono::nanoseconds m_due{0};
    std::function<void()> m_callback;
};

} // namespace

// Plays payloads "0", "100", "100", "400" and "1000": each is its time in milliseconds.
class PlayerTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QByteArray bytes;
        appendVersionFrame(bytes, {}, testTime());
        for (const int milliseconds : {0, 100, 100, 400, 1000})
            appendFrames(bytes, FrameType::Bytes, testTime(milliseconds), QByteArray::number(milliseconds));
        m_path = m_directory.filePath(QStringLiteral("reply.rec"));
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    void init()
    {
        auto timer = std::make_unique<HandTimer>();
        m_timer = timer.get();
        m_log.clear();
        auto opened = Recording::open(m_path);
        QVERIFY(opened);
        m_player = std::make_unique<Player>(opened.takeValue(), std::move(timer));
        connect(m_player.get(), &Player::frameReached, this,
            [this](const Frame &frame) { m_log += QString::fromLatin1(frame.payload); });
        connect(m_player.get(), &Player::rewound, this, [this] { m_log += QStringLiteral("rewound"); });
        connect(m_player.get(), &Player::finished, this, [this] { m_log += QStringLiteral("finished"); });
        connect(m_player.get(), &Player::stopped, this, [this] { m_log += QStringLiteral("stopped"); });
        connect(m_player.get(), &Player::failed, this, [this](const Error &error) {
            m_log += QStringLiteral("failed");
            m_error = error;
        });
    }

    void speeds_data()
    {
        QTest::addColumn<double>("speed");
        QTest::addColumn<int>("milliseconds");
        QTest::addColumn<QString>("log");
        QTest::addRow("x1, start") << 1. << 0 << QStringLiteral("0");
        QTest::addRow("x1, just before") << 1. << 99 << QStringLiteral("0");
        QTest::addRow("x1, on time") << 1. << 100 << QStringLiteral("0 100 100");
        QTest::addRow("x1, before the end") << 1. << 999 << QStringLiteral("0 100 100 400");
        QTest::addRow("x1, end") << 1. << 1000 << QStringLiteral("0 100 100 400 1000 finished");
        QTest::addRow("x4") << 4. << 100 << QStringLiteral("0 100 100 400");
        QTest::addRow("x0.5") << .5 << 799 << QStringLiteral("0 100 100");
        QTest::addRow("x0.5, on time") << .5 << 800 << QStringLiteral("0 100 100 400");
        QTest::addRow("too slow to count") << 1e-300 << 1000000 << QStringLiteral("0");
        QTest::addRow("at once") << Player::asFastAsPossible << 0
                                 << QStringLiteral("0 100 100 400 1000 finished");
    }
    void speeds()
    {
        QFETCH(double, speed);
        QFETCH(int, milliseconds);
        QFETCH(QString, log);
        m_player->setSpeed(speed);
        m_player->play();
        QVERIFY(m_log.isEmpty()); // never from within play()
        m_timer->pass(std::chrono::milliseconds(milliseconds));
        QCOMPARE(this->log(), log);
        m_timer->pass(1s);
    }

    void speedChangesAtOnce()
    {
        m_player->play();
        m_timer->pass(200ms);
        m_player->setSpeed(10);
        m_timer->pass(20ms);
        QCOMPARE(log(), QStringLiteral("0 100 100 400"));
        QCOMPARE(m_player->position() / 1ms, 400);
        m_player->setSpeed(Player::asFastAsPossible);
        m_timer->pass(0ms);
        QCOMPARE(log(), QStringLiteral("0 100 100 400 1000 finished"));
    }

    void pauseHolds()
    {
        m_player->play();
        m_timer->pass(150ms);
        m_player->pause();
        QVERIFY(!m_timer->isArmed());
        m_timer->pass(1h);
        QCOMPARE(m_player->position() / 1ms, 150);
        m_player->play();
        m_timer->pass(249ms);
        QCOMPARE(log(), QStringLiteral("0 100 100"));
        m_timer->pass(1ms);
        QCOMPARE(log(), QStringLiteral("0 100 100 400"));
    }

    void seeks_data()
    {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::addColumn<QString>("log");
        QTest::addRow("before play") << -1 << 400 << QStringLiteral("0 100 100 400");
        QTest::addRow("forwards") << 50 << 450 << QStringLiteral("0 100 100 400");
        QTest::addRow("forwards, nothing between") << 110 << 390 << QStringLiteral("0 100 100");
        QTest::addRow("beyond the end") << 50 << 5000 << QStringLiteral("0 100 100 400 1000 finished");
        QTest::addRow("backwards") << 450 << 100 << QStringLiteral("0 100 100 400 rewound 0 100 100");
        QTest::addRow("backwards, nothing between") << 390 << 110 << QStringLiteral("0 100 100");
        QTest::addRow("to the start") << 450 << -7 << QStringLiteral("0 100 100 400 rewound 0");
    }
    void seeks()
    {
        QFETCH(int, from);
        QFETCH(int, to);
        QFETCH(QString, log);
        if (from >= 0) {
            m_player->play();
            m_timer->pass(std::chrono::milliseconds(from));
        }
        const QStringList before = m_log;
        m_player->seek(std::chrono::milliseconds(to));
        QCOMPARE(m_log, before); // never from within seek()
        m_player->play();
        m_timer->pass(0ms);
        QCOMPARE(this->log(), log);
    }

    void seekWhilePausedWaits()
    {
        m_player->play();
        m_timer->pass(450ms);
        m_player->pause();
        m_player->seek(100ms);
        m_timer->pass(1h);
        QCOMPARE(log(), QStringLiteral("0 100 100 400"));
        m_player->play();
        m_timer->pass(300ms);
        QCOMPARE(log(), QStringLiteral("0 100 100 400 rewound 0 100 100 400"));
    }

    void oneTerminalSignal()
    {
        m_player->play();
        m_timer->pass(1s);
        QCOMPARE(m_log.constLast(), QStringLiteral("finished"));
        const QStringList ended = m_log;
        m_player->stop();
        m_player->seek(0ms);
        m_player->play();
        m_player->setSpeed(2);
        m_timer->pass(1h);
        QCOMPARE(m_log, ended);
    }

    void stopEnds()
    {
        m_player->play();
        m_timer->pass(100ms);
        m_player->stop();
        m_player->stop();
        m_timer->pass(1h);
        QCOMPARE(log(), QStringLiteral("0 100 100 stopped"));
    }

    void aFileThatWentFails()
    {
        m_player->play();
        m_timer->pass(0ms);
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        const QByteArray bytes = file.readAll();
        QVERIFY(file.resize(60));
        m_timer->pass(1s);
        QCOMPARE(log(), QStringLiteral("0 failed"));
        QCOMPARE(m_error.kind, Error::Kind::Corrupt);
        QVERIFY(file.seek(0));
        QCOMPARE(file.write(bytes), bytes.size());
        file.close();
    }

    void slotsMayDoAnything_data()
    {
        QTest::addColumn<QString>("action");
        QTest::addColumn<QString>("log");
        QTest::addRow("pause") << QStringLiteral("pause") << QStringLiteral("0 100");
        QTest::addRow("stop") << QStringLiteral("stop") << QStringLiteral("0 100 stopped");
        QTest::addRow("seek back once")
            << QStringLiteral("seek") << QStringLiteral("0 100 rewound 0 100 100 400 1000 finished");
    }
    void slotsMayDoAnything()
    {
        QFETCH(QString, action);
        QFETCH(QString, log);
        int count = 0;
        connect(m_player.get(), &Player::frameReached, this, [&] {
            if (++count != 2)
                return;
            if (action == QLatin1String("pause"))
                m_player->pause();
            else if (action == QLatin1String("stop"))
                m_player->stop();
            else if (action == QLatin1String("seek"))
                m_player->seek(0ms);
        });
        m_player->play();
        m_timer->pass(1h);
        QCOMPARE(this->log(), log);
    }

    void slotsMayDelete()
    {
        auto opened = Recording::open(m_path);
        QVERIFY(opened);
        auto player = std::make_unique<Player>(opened.takeValue());
        connect(player.get(), &Player::frameReached, this, [&](const Frame &frame) {
            m_log += QString::fromLatin1(frame.payload);
            if (m_log.size() == 2)
                player.reset();
        });
        player->setSpeed(Player::asFastAsPossible);
        player->play();
        QTRY_VERIFY(!player);
        QCOMPARE(log(), QStringLiteral("0 100"));
    }

    // The timer that the program has: in order, and with its one end.
    void eventLoopTimer()
    {
        auto opened = Recording::open(m_path);
        QVERIFY(opened);
        Player player(opened.takeValue());
        QStringList payloads;
        connect(&player, &Player::frameReached, this,
            [&](const Frame &frame) { payloads += QString::fromLatin1(frame.payload); });
        QSignalSpy finished(&player, &Player::finished);
        player.setSpeed(100);
        player.play();
        QVERIFY(payloads.isEmpty());
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(payloads.join(u' '), QStringLiteral("0 100 100 400 1000"));
    }

private:
    QString log() const { return m_log.join(u' '); }

    QTemporaryDir m_directory;
    QString m_path;
    std::unique_ptr<Player> m_player;
    HandTimer *m_timer = nullptr; // the player's
    QStringList m_log;
    Error m_error;
};

QTEST_GUILESS_MAIN(PlayerTest)
#include "tst_player.moc"
