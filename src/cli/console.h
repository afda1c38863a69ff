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

    /// To standard output, at once. False when nobody reads it any more (EPIPE) or it cannot be written;
    /// from then on nothing is tried.
    bool write(const QString &text);
    bool writeLine(const QJsonObject &object);

    /// To standard error.
    void note(const QString &text);  ///< on a line of its own, with the program's name
    void aside(const QString &text); ///< as it is: what belongs to the reply but is not its text

    bool isOutputTerminal() const { return m_isOutputTerminal; }
    bool isErrorTerminal() const { return m_isErrorTerminal; }
    bool isOutputLost() const { return m_isOutputLost; }

    /// Ends an open line on the terminal, so that what follows begins on one of its own.
    void freshLine();

private:
    bool writeAll(int descriptor, QByteArrayView bytes);

    const bool m_isOutputTerminal;
    const bool m_isErrorTerminal;
    bool m_isOutputLost = false;
    bool m_isLineOpen = false; // on the terminal, which both may share
};

/// @p text without the control characters that a terminal would obey; line feed and tab stay.
QString harmless(QString text);

} // namespace runnel
