// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/console.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <cerrno>
#include <system_error>

#include <unistd.h>

namespace runnel {

namespace {

/// 0, or the error that ended it.
int writeAll(int descriptor, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t count = ::write(descriptor, bytes.data(), size_t(bytes.size()));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return errno;
        bytes = bytes.sliced(count);
    }
    return 0;
}

} // namespace

Console::Console()
    : m_isOutputTerminal(isatty(STDOUT_FILENO) == 1), m_isErrorTerminal(isatty(STDERR_FILENO) == 1)
{
}

bool Console::write(const QString &text)
{
    if (text.isEmpty() || m_isOutputLost)
        return !m_isOutputLost;
    const QString shown = m_isOutputTerminal ? harmless(text) : text;
    if (!shown.isEmpty())
        (m_isOutputTerminal ? m_isTerminalLineOpen : m_isOutputLineOpen) = !shown.endsWith(u'\n');
    return writeOutput(shown.toUtf8());
}

bool Console::writeLine(const QJsonObject &object)
{
    return !m_isOutputLost && writeOutput(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
}

bool Console::writeOutput(const QByteArray &bytes)
{
    const int error = writeAll(STDOUT_FILENO, bytes);
    if (error == 0)
        return true;
    m_isOutputLost = true;
    m_isReaderGone = error == EPIPE;
    if (!m_isReaderGone)
        note(QCoreApplication::translate("Console", "Standard output cannot be written: %1.")
                 .arg(QString::fromStdString(std::generic_category().message(error))));
    return false;
}

void Console::note(const QString &text)
{
    freshLine();
    QString line = m_isErrorTerminal ? harmless(text) : text;
    line.replace(u'\n', u' '); // of a file's name, say: one note is one line
    writeAll(STDERR_FILENO, "runnel-cli: " + line.toUtf8() + '\n');
}

void Console::aside(const QString &text)
{
    const QString shown = m_isErrorTerminal ? harmless(text) : text;
    if (shown.isEmpty())
        return;
    writeAll(STDERR_FILENO, shown.toUtf8());
    (m_isErrorTerminal ? m_isTerminalLineOpen : m_isErrorLineOpen) = !shown.endsWith(u'\n');
}

void Console::freshLine()
{
    if (m_isTerminalLineOpen)
        writeAll(m_isErrorTerminal ? STDERR_FILENO : STDOUT_FILENO, "\n");
    if (m_isErrorLineOpen)
        writeAll(STDERR_FILENO, "\n");
    m_isTerminalLineOpen = false;
    m_isErrorLineOpen = false;
}

void Console::endOutputLine()
{
    if (m_isOutputLineOpen)
        write(QStringLiteral("\n"));
}

QString harmless(QString text)
{
    text.removeIf([](QChar c) { return (c.category() == QChar::Other_Control && c != u'\n' && c != u'\t'); });
    return text;
}

} // namespace runnel
