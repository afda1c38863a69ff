// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/console.h"

#include <QJsonDocument>

#include <cerrno>

#include <unistd.h>

namespace runnel {

Console::Console()
    : m_isOutputTerminal(isatty(STDOUT_FILENO) == 1), m_isErrorTerminal(isatty(STDERR_FILENO) == 1)
{
}

bool Console::write(const QString &text)
{
    if (text.isEmpty() || m_isOutputLost)
        return !m_isOutputLost;
    const QString shown = m_isOutputTerminal ? harmless(text) : text;
    if (m_isOutputTerminal)
        m_isLineOpen = !text.endsWith(u'\n');
    m_isOutputLost = !writeAll(STDOUT_FILENO, shown.toUtf8());
    return !m_isOutputLost;
}

bool Console::writeLine(const QJsonObject &object)
{
    if (!m_isOutputLost)
        m_isOutputLost
            = !writeAll(STDOUT_FILENO, QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
    return !m_isOutputLost;
}

void Console::note(const QString &text)
{
    freshLine();
    const QString shown = m_isErrorTerminal ? harmless(text) : text;
    writeAll(STDERR_FILENO, "runnel-cli: " + shown.toUtf8() + '\n');
}

void Console::aside(const QString &text)
{
    if (text.isEmpty())
        return;
    writeAll(STDERR_FILENO, (m_isErrorTerminal ? harmless(text) : text).toUtf8());
    m_isLineOpen = m_isErrorTerminal && !text.endsWith(u'\n');
}

void Console::freshLine()
{
    if (!m_isLineOpen)
        return;
    writeAll(m_isErrorTerminal ? STDERR_FILENO : STDOUT_FILENO, "\n");
    m_isLineOpen = false;
}

bool Console::writeAll(int descriptor, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t count = ::write(descriptor, bytes.data(), size_t(bytes.size()));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        bytes = bytes.sliced(count);
    }
    return true;
}

QString harmless(QString text)
{
    text.removeIf([](QChar c) { return (c.category() == QChar::Other_Control && c != u'\n' && c != u'\t'); });
    return text;
}

} // namespace runnel
