// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace runnel {

/// How runnel-cli ends; part of its documented interface.
enum class ExitStatus
{
    Complete = 0,
    Misuse = 2, ///< the command line, or what it names, is wrong
    FailedBeforeText = 3,
    InterruptedWithText = 4,
    ProviderErrorAfterText = 5,
    StoppedByPerson = 130, ///< 128 + SIGINT, as shells have it
};

} // namespace runnel
