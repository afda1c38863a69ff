// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commandline.h"

#include <QCoreApplication>

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("runnel-cli"));
    QCoreApplication::setApplicationVersion(QStringLiteral(RUNNEL_VERSION));
    return int(runnel::runCommandLine(QCoreApplication::arguments()));
}
