// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/faultscript.h"

#include <QByteArray>
#include <QStringList>

namespace runnel {

/// One fault, and what a person at the terminal gets of it.
struct FaultRow
{
    QByteArray name;
    FaultScript script;          ///< the server's, on every connection
    int status = 0;              ///< how the program exits
    QByteArray out;              ///< all of standard output
    QString says;                ///< stands in the last line of standard error; empty: there is none
    const char *cause = nullptr; ///< of the JSON error; null: there is none
    const char *finish = nullptr;
    int posts = 1;
    QStringList options = {};
    bool isTls = false;        ///< the program is told https
    bool waitsForText = false; ///< the server goes on when the text has arrived
};

/// Every row of the fault table that a client meets.
QList<FaultRow> faultRows();

} // namespace runnel
