// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/journalfile.h"

#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace runnel {

Result<void> lockJournal(const FileDescriptor &file, const QString &path)
{
    struct flock whole = {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    if (::fcntl(file.get(), F_OFD_SETLK, &whole) == 0)
        return {};
    if (errno == EAGAIN || errno == EACCES)
        return Error{Error::Kind::Locked, QStringLiteral("journal in use: %1").arg(path), {}};
    return systemError(errno, QStringLiteral("cannot lock the journal"), path);
}

Result<void> removeJournal(const QString &path)
{
    if (::unlink(QFile::encodeName(path).constData()) != 0)
        return systemError(errno, QStringLiteral("cannot remove the journal"), path);
    return {};
}

} // namespace runnel
