// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace runnel {

/// Turns SIGINT and SIGTERM into a Qt signal while it lives; the second one ends the process at once.
/// One object a process.
class InterruptWatcher final : public QObject
{
    Q_OBJECT

public:
    explicit InterruptWatcher(QObject *parent = nullptr);
    ~InterruptWatcher() override;

    /// A later signal is no second one: what the first asked for is done.
    void rearm();

signals:
    void interrupted();

private:
    int m_pipe[2] = {-1, -1};
};

} // namespace runnel
