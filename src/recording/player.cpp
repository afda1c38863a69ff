// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/player.h"

#include <QPointer>

#include <algorithm>
#include <cmath>
#include <utility>

namespace runnel {

namespace {

// Frames delivered before the event loop gets its turn.
constexpr int batchCount = 64;
// A longer wait is cut into several, so that no speed and no gap overflows a timer.
constexpr std::chrono::nanoseconds longestWait = std::chrono::minutes(1);

} // namespace

Player::Player(
    std::shared_ptr<const Recording> recording, std::unique_ptr<PlaybackTimer> timer, QObject *parent)
    : QObject(parent), m_recording(std::move(recording)), m_timer(std::move(timer))
{
    Q_ASSERT(m_recording && m_timer);
}

Player::~Player() = default;

void Player::play()
{
    if (m_state != State::Ready && m_state != State::Paused)
        return;
    m_originElapsed = m_timer->elapsed();
    m_state = State::Playing;
    schedule();
}

void Player::pause()
{
    if (m_state != State::Playing)
        return;
    moveOrigin();
    m_timer->cancel();
    m_state = State::Paused;
}

void Player::stop()
{
    if (m_state == State::Ended)
        return;
    end();
    emit stopped();
}

void Player::setSpeed(double speed)
{
    Q_ASSERT(speed > 0);
    moveOrigin();
    m_speed = speed;
    if (m_state == State::Playing)
        schedule();
}

void Player::seek(std::chrono::nanoseconds position)
{
    if (m_state == State::Ended)
        return;
    position = std::clamp(position, std::chrono::nanoseconds(0), m_recording->duration());
    const auto &entries = m_recording->entries();
    // Only what was delivered beyond the new position makes a new beginning necessary.
    if (m_next > 0 && entries.at(m_next - 1).position > position) {
        m_next = 0;
        m_mustRewind = true;
    }
    m_originPosition = position;
    m_originElapsed = m_timer->elapsed();
    if (m_state == State::Playing)
        schedule();
}

std::chrono::nanoseconds Player::position() const
{
    if (m_state != State::Playing)
        return m_originPosition;
    const auto duration = m_recording->duration();
    if (std::isinf(m_speed)) {
        const auto &entries = m_recording->entries();
        return m_next < entries.size() ? std::max(m_originPosition, entries.at(m_next).position) : duration;
    }
    const double passed = double((m_timer->elapsed() - m_originElapsed).count()) * m_speed;
    const double left = double((duration - m_originPosition).count());
    return passed < left ? m_originPosition + std::chrono::nanoseconds(qint64(passed)) : duration;
}

void Player::moveOrigin()
{
    m_originPosition = position();
    m_originElapsed = m_timer->elapsed();
}

void Player::schedule()
{
    const auto &entries = m_recording->entries();
    std::chrono::nanoseconds wait{0};
    if (m_next < entries.size()) {
        const auto ahead = entries.at(m_next).position - position();
        const double scaled = double(ahead.count()) / m_speed;
        if (scaled >= double(longestWait.count()))
            wait = longestWait;
        else if (scaled > 0)
            wait = std::chrono::nanoseconds(qint64(std::ceil(scaled)));
    }
    m_timer->wakeAfter(wait, [this] { deliverDue(); });
}

void Player::deliverDue()
{
    const QPointer<Player> self(this);
    if (std::exchange(m_mustRewind, false)) {
        emit rewound();
        if (!self)
            return;
    }
    for (int count = 0; count < batchCount && m_state == State::Playing && !m_mustRewind; ++count) {
        if (m_next == m_recording->entries().size()) {
            end();
            emit finished();
            return;
        }
        if (m_recording->entries().at(m_next).position > position())
            break;
        if (!deliverNext() || !self)
            return;
    }
    if (m_state == State::Playing)
        schedule();
}

// False when that was the end. May return into a destroyed object.
bool Player::deliverNext()
{
    const Result<Frame> frame = m_recording->frame(m_next);
    if (!frame) {
        end();
        emit failed(frame.error());
        return false;
    }
    ++m_next;
    emit frameReached(frame.value());
    return true;
}

void Player::end()
{
    moveOrigin();
    m_timer->cancel();
    m_state = State::Ended;
}

} // namespace runnel
