// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/filedescriptor.h"

#include <cerrno>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace runnel {

FileDescriptor::FileDescriptor(FileDescriptor &&other) noexcept : m_fd(std::exchange(other.m_fd, -1))
{
}

FileDescriptor &FileDescriptor::operator=(FileDescriptor &&other) noexcept
{
    std::swap(m_fd, other.m_fd);
    return *this;
}

FileDescriptor::~FileDescriptor()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

Error systemError(int errorNumber, const QString &action, const QString &path)
{
    const auto kind = [errorNumber] {
        switch (errorNumber) {
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            return Error::Kind::NoSpace;
        case EACCES:
        case EPERM:
        case EROFS:
            return Error::Kind::PermissionDenied;
        case ENOENT:
            return Error::Kind::NotFound;
        default:
            return Error::Kind::Io;
        }
    };
    // Not strerror(): that is not safe beside other threads.
    return {kind(), QStringLiteral("%1 %2").arg(action, path),
        QString::fromStdString(std::generic_category().message(errorNumber))};
}

} // namespace runnel
