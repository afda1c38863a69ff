// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QJsonObject>
#include <QMap>
#include <QProcess>
#include <QStringList>

namespace runnel {

/// One run of the built runnel-cli. Its environment holds nothing of the tester's own: no key, no proxy, no
/// language.
class Program final
{
public:
    using Environment = QMap<QString, QString>;

    explicit Program(const QStringList &arguments, const Environment &environment = {});
    /// The same through /bin/sh: @p script names the program "$0" and its arguments "$@".
    static Program throughShell(
        const QString &script, const QStringList &arguments, const Environment &environment = {});

    /// Ends the input, waits for the program, and returns its exit status; -1 if a signal ended it, or it
    /// does not end.
    int end(const QByteArray &input = {});

    void write(const QByteArray &bytes) { m_process->write(bytes); }
    void closeInput() { m_process->closeWriteChannel(); }
    void sendSignal(int number);
    bool hasEnded() const { return m_process->state() == QProcess::NotRunning; }
    /// Of an ended run; -1 if a signal ended it.
    int status() const;

    /// All that came so far.
    const QByteArray &out();
    const QByteArray &err();
    QByteArrayList outLines();
    QByteArrayList errLines();

private:
    Program(const QString &program, const QStringList &arguments, const Environment &environment);

    std::unique_ptr<QProcess> m_process;
    QByteArray m_out;
    QByteArray m_err;
};

/// @p bytes as lines; the last one must end as well.
QByteArrayList linesOf(const QByteArray &bytes);

/// One line of JSON; an empty object, and a failed test, if it is none.
QJsonObject jsonLine(const QByteArray &line);

} // namespace runnel
