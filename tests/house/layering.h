// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace runnel::house {

/// What one room may use: the design's graph as data, one row a room.
struct RoomRules
{
    QString name;
    QStringList arrows;       ///< rooms that it may include and link, one step
    QStringList qtModules;    ///< "Core", "Network" …
    QStringList neverHeaders; ///< glob patterns of headers within those modules, or of the system
};

/// Every room of the design, those to come included, and each program of src/apps under its own name.
const QList<RoomRules> &roomRules();

/// The rules of the room or program that the file @p path belongs to; null if the design has none such.
/// A program's files are src/apps/<program>.cpp or src/apps/<program>/….
const RoomRules *rulesFor(const QString &path);

/// What the C++ source @p code of @p path includes against its rules: one sentence each.
QStringList includeFaults(const QString &path, QStringView code);

/// What src/<room>/CMakeLists.txt, or that of src/apps, links against the rules: one sentence each.
QStringList linkFaults(const QString &path, QStringView cmake);

/// Names in @p code, and that of the file itself, that say nothing of what the thing is.
QStringList nameFaults(const QString &path, QStringView code);

} // namespace runnel::house
