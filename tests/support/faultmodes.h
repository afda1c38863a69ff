// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/faultscript.h"

#include <functional>

namespace runnel {

/// What the modes may be told; each takes what concerns it.
struct FaultModeOptions
{
    QByteArrayList deltas = {"Hel", "lo"};
    ReplyOptions reply = {};
    int status = 500; ///< of "http-error"
    QByteArray body = openAiBody();
    HeaderList headers = {};                   ///< of "http-error"
    QByteArray target = "http://127.0.0.1:9/"; ///< of "redirect"
    int redirectStatus = 307;
    int sizeMebibytes = 1;              ///< of "giant-line" and "giant-reply"
    std::chrono::milliseconds pause{1}; ///< between the pieces of "one-byte" and the comments of keep-alives

    static QByteArray openAiBody();
};

/// One fault by its name, for tables of tests and for the command line.
struct FaultMode
{
    QByteArray name;
    QByteArray what; ///< one line for a person
    FaultScript script;
};

/// All modes: one for each row of the fault table that concerns the client.
QList<FaultMode> faultModes(const FaultModeOptions &options = {});

/// The script of the mode called @p name. Asking for one that does not exist is a bug (Q_ASSERT).
FaultScript faultMode(QByteArrayView name, const FaultModeOptions &options = {});

/// Each of @p pieces as one flushed part of a single gzip stream; the last one ends it.
QByteArrayList gzipped(const QByteArrayList &pieces);

} // namespace runnel
