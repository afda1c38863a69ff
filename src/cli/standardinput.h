// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QObject>
#include <QString>

class QSocketNotifier;

namespace runnel {

class Console;

bool isStandardInputTerminal();

/// All of standard input as text, with U+FFFD, and a note, for what is no UTF-8. Blocks until its end;
/// if @p isExtra, a note says so when the end is long in coming, since a caller may not know that it is
/// read. Error::LimitExceeded above 64 MiB, Error::Io; the message is a sentence.
Result<QString> readStandardInput(Console &console, bool isExtra);

/// Lines of standard input as they come, without blocking the event loop.
class LineReader final : public QObject
{
    Q_OBJECT

public:
    explicit LineReader(QObject *parent = nullptr);

    /// Asks for the next line: exactly one of lineRead() and ended() follows, never from within.
    void readLine();

signals:
    void lineRead(const QString &line); ///< without its end
    void ended();

private:
    void deliver();
    void readMore();

    QSocketNotifier *m_notifier;
    QByteArray m_buffer;
    bool m_isAtEnd = false;
};

} // namespace runnel
