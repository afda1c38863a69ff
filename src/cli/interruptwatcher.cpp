// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/interruptwatcher.h"

#include "cli/exitstatus.h"

#include <QSocketNotifier>

#include <atomic>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace runnel {

namespace {

// A signal handler reaches nothing but what has static storage: this is the one place for it.
std::atomic<int> signalPipe{-1};
std::atomic<bool> isAsked{false};

void onSignal(int)
{
    if (isAsked.exchange(true))
        _exit(int(ExitStatus::StoppedByPerson));
    const char byte = 0;
    (void)!write(signalPipe.load(), &byte, 1);
}

void setHandler(void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

} // namespace

InterruptWatcher::InterruptWatcher(QObject *parent) : QObject(parent)
{
    if (pipe2(m_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return; // then the system's default ends the program, which loses nothing that was shown
    auto *notifier = new QSocketNotifier(m_pipe[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        char bytes[16];
        (void)!read(m_pipe[0], bytes, sizeof bytes);
        emit interrupted();
    });
    isAsked = false;
    signalPipe = m_pipe[1];
    setHandler(onSignal);
}

InterruptWatcher::~InterruptWatcher()
{
    if (m_pipe[0] < 0)
        return;
    setHandler(SIG_DFL);
    signalPipe = -1;
    close(m_pipe[0]);
    close(m_pipe[1]);
}

void InterruptWatcher::rearm()
{
    isAsked = false;
}

} // namespace runnel
