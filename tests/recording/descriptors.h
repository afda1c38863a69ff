// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <unistd.h>

namespace runnel {

/// The descriptor by which this process has @p path open, or -1.
inline int descriptorOf(const QString &path)
{
    const QString wanted = QFileInfo(path).canonicalFilePath();
    const QStringList numbers = QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::Files | QDir::System);
    for (const QString &number : numbers) {
        if (QFile::symLinkTarget(QStringLiteral("/proc/self/fd/") + number) == wanted)
            return number.toInt();
    }
    return -1;
}

/// Puts @p device behind the descriptor by which this process has @p path open: what is written there now
/// fails as that device does.
inline bool replaceDescriptor(const QString &path, const char *device)
{
    const int target = descriptorOf(path);
    const int source = ::open(device, O_RDWR | O_CLOEXEC);
    if (target < 0 || source < 0)
        return false;
    const bool replaced = ::dup2(source, target) == target;
    ::close(source);
    return replaced;
}

} // namespace runnel
