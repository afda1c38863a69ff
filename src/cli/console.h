// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QJsonObject>
#include <QString>

namespace runnel {

/// Standard output and standard error of the program.
///
/// What goes to a terminal loses its control characters: a model's words, and a server's, could move the
/// cursor, rename the window or worse. What goes to a file or a pipe is left as it is.
class Console final
{
public:
    Console();

    /// To standard output, at once. False when it cannot be written any more; from then on nothing is tried.
    /// Unless it is only that nobody reads it (EPIPE), a note says why.
    bool write(const QString &text);
    bool writeLine(const QJsonObject &object);

    /// To standard error.
    void note(const QString &text);  ///< one line of its own, with the program's name
    void aside(const QString &text); ///< as it is: what belongs to the reply but is not its text

    bool isOutputTerminal() const { return m_isOutputTerminal; }
    bool isErrorTerminal() const { return m_isErrorTerminal; }
    bool isOutputLost() const { return m_isOutputLost; }
    /// Whether it is lost because its reader went, which wanted no more.
    bool isReaderGone() const { return m_isReaderGone; }

    /// Ends what write() and aside() left open on the terminal, and aside() in a file, so that what follows
    /// begins on a line of its own.
    void freshLine();
    /// Ends what write() left open where that is no terminal.
    void endOutputLine();

private:
    bool writeOutput(const QByteArray &bytes);

    const bool m_isOutputTerminal;
    const bool m_isErrorTerminal;
    bool m_isOutputLost = false;
    bool m_isReaderGone = false;
    bool m_isTerminalLineOpen = false; // both streams may share the terminal
    bool m_isOutputLineOpen = false;   // of standard output, when that is no terminal
    bool m_isErrorLineOpen = false;    // of standard error, likewise
};

/// @p text without the control characters that a terminal would obey; line feed and tab stay.
QString harmless(QString text);

} // namespace runnel
