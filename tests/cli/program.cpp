// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/program.h"

#include <QJsonDocument>
#include <QTest>

#include <csignal>

namespace runnel {

namespace {

const QString builtProgram = QStringLiteral(RUNNEL_BIN_DIR "/runnel-cli");

} // namespace

Program::Program(const QStringList &arguments, const Environment &environment)
    : Program(builtProgram, arguments, environment)
{
}

Program Program::throughShell(
    const QString &script, const QStringList &arguments, const Environment &environment)
{
    return Program(QStringLiteral("/bin/sh"),
        QStringList{QStringLiteral("-c"), script, builtProgram} + arguments, environment);
}

Program::Program(const QString &program, const QStringList &arguments, const Environment &environment)
    : m_process(std::make_unique<QProcess>())
{
    QProcessEnvironment clean;
    const QProcessEnvironment ours = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"}) {
        const QString variable = QString::fromLatin1(name);
        if (ours.contains(variable))
            clean.insert(variable, ours.value(variable));
    }
    clean.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    for (auto variable = environment.cbegin(); variable != environment.cend(); ++variable)
        clean.insert(variable.key(), variable.value());
    m_process->setProcessEnvironment(clean);
    m_process->start(program, arguments);
}

int Program::end(const QByteArray &input)
{
    constexpr int patienceMilliseconds = 60'000;
    if (!input.isEmpty())
        m_process->write(input);
    m_process->closeWriteChannel();
    if (m_process->state() != QProcess::NotRunning && !m_process->waitForFinished(patienceMilliseconds))
        return -1;
    return status();
}

void Program::sendSignal(int number)
{
    if (!hasEnded())
        ::kill(pid_t(m_process->processId()), number);
}

int Program::status() const
{
    return m_process->exitStatus() == QProcess::NormalExit ? m_process->exitCode() : -1;
}

const QByteArray &Program::out()
{
    return m_out += m_process->readAllStandardOutput();
}

const QByteArray &Program::err()
{
    return m_err += m_process->readAllStandardError();
}

QByteArrayList Program::outLines()
{
    return linesOf(out());
}

QByteArrayList Program::errLines()
{
    return linesOf(err());
}

QByteArrayList linesOf(const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return {};
    QByteArrayList lines = bytes.split('\n');
    if (!lines.takeLast().isEmpty())
        QTest::qFail("the last line has no end", __FILE__, __LINE__);
    return lines;
}

QJsonObject jsonLine(const QByteArray &line)
{
    // Qt drops a U+FEFF at the beginning of a string, but not an escaped one.
    const QJsonDocument document
        = QJsonDocument::fromJson(QByteArray(line).replace("\xEF\xBB\xBF", "\\ufeff"));
    if (!document.isObject())
        QTest::qFail(("no JSON object: " + line).constData(), __FILE__, __LINE__);
    return document.object();
}

} // namespace runnel
