// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commandline.h"

#include <QCoreApplication>

#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace {

/// A standard stream that the caller closed would be opened again as something else: a socket, a recording.
/// It becomes one that is at its end for reading, and says EBADF to a writer.
void holdStandardStreams()
{
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (fcntl(descriptor, F_GETFD) < 0)
            (void)!open("/dev/null", O_RDONLY); // gets the lowest free number, which is this one
    }
}

/// A reader that went and a file that reached its limit are errors of one write(), told as such.
void ignoreWriteSignals()
{
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

} // namespace

int main(int argc, char *argv[])
{
    holdStandardStreams();
    ignoreWriteSignals();
    // In a locale such as C, Qt says at length on standard error that it takes UTF-8 all the same.
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &) {});
    QCoreApplication application(argc, argv);
    qInstallMessageHandler(nullptr);
    QCoreApplication::setApplicationName(QStringLiteral("runnel-cli"));
    QCoreApplication::setApplicationVersion(QStringLiteral(RUNNEL_VERSION));
    return int(runnel::runCommandLine(QCoreApplication::arguments()));
}
