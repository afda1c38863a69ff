// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/standardinput.h"

#include "base/utf8.h"
#include "cli/console.h"

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QTimer>

#include <cerrno>
#include <system_error>

#include <poll.h>
#include <unistd.h>

namespace runnel {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("StandardInput", text);
}

/// Appends what can be read now; the count, 0 at the end, or negative for an error in errno.
ssize_t readSome(QByteArray &target)
{
    char bytes[64 * 1024];
    ssize_t count = -1;
    do {
        count = read(STDIN_FILENO, bytes, sizeof bytes);
    } while (count < 0 && errno == EINTR);
    if (count > 0)
        target.append(bytes, count);
    return count;
}

} // namespace

bool isStandardInputTerminal()
{
    return isatty(STDIN_FILENO) == 1;
}

Result<QString> readStandardInput(Console &console, bool isExtra)
{
    constexpr qsizetype mostBytes = 64 * 1024 * 1024;
    if (isExtra) {
        constexpr int patienceMilliseconds = 3000;
        pollfd descriptor{STDIN_FILENO, POLLIN, 0};
        if (poll(&descriptor, 1, patienceMilliseconds) == 0)
            console.note(tr("waiting for the end of standard input, which belongs to the question; \"< "
                            "/dev/null\" leaves it out."));
    }
    QByteArray bytes;
    ssize_t count = 0;
    while ((count = readSome(bytes)) > 0) {
        if (bytes.size() > mostBytes)
            return Error{Error::Kind::LimitExceeded,
                tr("Standard input is larger than 64 MiB, more than any model reads."), {}, 0};
    }
    // A closed descriptor is an empty input.
    if (count < 0 && errno != EBADF)
        return Error{Error::Kind::Io,
            tr("Standard input cannot be read: %1.")
                .arg(QString::fromStdString(std::generic_category().message(errno))),
            {}, 0};
    const QString text = fromUtf8Keeping(bytes);
    if (text.contains(QChar::ReplacementCharacter) && !bytes.contains("\xEF\xBF\xBD"))
        console.note(tr("standard input is not all UTF-8; what could not be read became \"\xEF\xBF\xBD\"."));
    return text;
}

LineReader::LineReader(QObject *parent)
    : QObject(parent), m_notifier(new QSocketNotifier(STDIN_FILENO, QSocketNotifier::Read, this))
{
    m_notifier->setEnabled(false);
    connect(m_notifier, &QSocketNotifier::activated, this, &LineReader::readMore);
}

void LineReader::readLine()
{
    QTimer::singleShot(0, this, &LineReader::deliver);
}

void LineReader::readMore()
{
    if (readSome(m_buffer) <= 0)
        m_isAtEnd = true;
    deliver();
}

void LineReader::deliver()
{
    m_notifier->setEnabled(false);
    const qsizetype end = m_buffer.indexOf('\n');
    if (end < 0 && !m_isAtEnd) {
        m_notifier->setEnabled(true);
        return;
    }
    if (end < 0 && m_buffer.isEmpty()) {
        emit ended();
        return;
    }
    QByteArray line = end < 0 ? m_buffer : m_buffer.first(end);
    m_buffer.remove(0, end < 0 ? m_buffer.size() : end + 1);
    if (line.endsWith('\r'))
        line.chop(1);
    emit lineRead(fromUtf8Keeping(line));
}

} // namespace runnel
