// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/error.h"

#include <QString>

namespace runnel {

/// Owns an open file descriptor; closes it when it goes.
class FileDescriptor final
{
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int fd) : m_fd(fd) { }
    FileDescriptor(FileDescriptor &&other) noexcept;
    FileDescriptor &operator=(FileDescriptor &&other) noexcept;
    ~FileDescriptor();

    bool isOpen() const { return m_fd >= 0; }
    int get() const { return m_fd; }

private:
    int m_fd = -1;
};

/// What a system call that left @p errorNumber in errno says, as an Error: NoSpace for a full disk, quota
/// or file size limit, PermissionDenied, NotFound, else Io. @p action reads like "cannot write".
Error systemError(int errorNumber, const QString &action, const QString &path);

} // namespace runnel
