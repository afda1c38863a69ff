// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"
#include "recording/filedescriptor.h"

namespace runnel {

// What the writer of a journal and its recovery do alike.

/// A lock of the open file, not of the process: it also holds against others in this process, no close()
/// elsewhere drops it, and it goes when the process does. Source: fcntl(2), open file description locks.
/// Locked when another holds it; else as systemError().
Result<void> lockJournal(const FileDescriptor &file, const QString &path);

/// As systemError().
Result<void> removeJournal(const QString &path);

} // namespace runnel
