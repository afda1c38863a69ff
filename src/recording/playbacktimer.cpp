// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/playbacktimer.h"

#include <QElapsedTimer>
#include <QTimer>

#include <utility>

namespace runnel {

namespace {

class EventLoopTimer final : public PlaybackTimer
{
public:
    EventLoopTimer()
    {
        m_sinceStart.start();
        m_timer.setSingleShot(true);
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            // Taken out first: it may destroy this object.
            const auto callback = std::exchange(m_callback, nullptr);
            callback();
        });
    }

    std::chrono::nanoseconds elapsed() const override
    {
        return std::chrono::nanoseconds(m_sinceStart.nsecsElapsed());
    }

    void wakeAfter(std::chrono::nanoseconds delay, std::function<void()> callback) override
    {
        m_callback = std::move(callback);
        m_timer.start(std::chrono::ceil<std::chrono::milliseconds>(delay));
    }

    void cancel() override
    {
        m_timer.stop();
        m_callback = nullptr;
    }

private:
    QElapsedTimer m_sinceStart;
    QTimer m_timer;
    std::function<void()> m_callback;
};

} // namespace

std::unique_ptr<PlaybackTimer> makeEventLoopTimer()
{
    return std::make_unique<EventLoopTimer>();
}

} // namespace runnel
