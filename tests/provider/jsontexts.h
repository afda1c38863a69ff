// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

// Apart from the test classes, since moc 6.4 loses its way in many raw strings.
namespace runnel {

/// A JSON string and what it says.
struct StringRow
{
    const char *name;
    QByteArray json;
    QString text;
};
QList<StringRow> stringRows();

/// Whole documents of all shapes.
QList<QByteArray> jsonDocuments();

/// A body with an error status, and what it says.
struct ErrorRow
{
    const char *name;
    QByteArray body;
    QString code;
    QString message;
};
QList<ErrorRow> errorRows();

} // namespace runnel
