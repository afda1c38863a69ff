// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/error.h"
#include "recording/frame.h"
#include "recording/playbacktimer.h"
#include "recording/recording.h"

#include <QObject>

#include <limits>
#include <memory>

namespace runnel {

/// Plays a recording: each frame at its time, faster, slower, or as fast as the event loop turns.
///
/// What a listener shows depends on every frame so far, so seeking delivers what lies between at once
/// rather than leaving it out; seeking back begins again.
///
/// After play() exactly one of finished(), failed() and stopped() comes, then nothing more. No signal
/// comes from within a call of play() or seek(); stopped() comes from within stop(). Any slot may pause,
/// seek, stop or delete the player. Thread: the one it lives in.
class Player final : public QObject
{
    Q_OBJECT

public:
    /// For setSpeed(): wait for nothing.
    static constexpr double asFastAsPossible = std::numeric_limits<double>::infinity();

    explicit Player(std::shared_ptr<const Recording> recording,
        std::unique_ptr<PlaybackTimer> timer = makeEventLoopTimer(), QObject *parent = nullptr);
    ~Player() override;

    /// Begins, or goes on after pause().
    void play();
    /// Holds still; nothing is delivered until play(), not even by seek().
    void pause();
    /// Ends before the end.
    void stop();
    /// 1 is the original speed; above 0. Takes effect at once.
    void setSpeed(double speed);
    /// Goes to @p position, bounded to the recording. Forwards, the frames up to there come at once;
    /// backwards, rewound() comes, then the frames from the first.
    void seek(std::chrono::nanoseconds position);

    bool isPlaying() const { return m_state == State::Playing; }
    double speed() const { return m_speed; }
    /// Where the recording stands now; with asFastAsPossible, at the next frame.
    std::chrono::nanoseconds position() const;
    const Recording &recording() const { return *m_recording; }

signals:
    void frameReached(const runnel::Frame &frame);
    /// What was delivered is void: the next frame is the first again.
    void rewound();
    /// The last frame was delivered.
    void finished();
    /// The file could not be read on, as Recording::frame() says.
    void failed(const runnel::Error &error);
    void stopped();

private:
    enum class State
    {
        Ready,
        Playing,
        Paused,
        Ended,
    };

    void moveOrigin();
    void schedule();
    void deliverDue();
    bool deliverNext();
    void end();

    std::shared_ptr<const Recording> m_recording;
    std::unique_ptr<PlaybackTimer> m_timer;
    State m_state = State::Ready;
    double m_speed = 1;
    qsizetype m_next = 0;
    bool m_mustRewind = false;
    // While playing, the recording stood at m_originPosition when the timer stood at m_originElapsed.
    std::chrono::nanoseconds m_originPosition{0};
    std::chrono::nanoseconds m_originElapsed{0};
};

} // namespace runnel
