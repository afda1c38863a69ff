// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace runnel::house {

/// The files below @p folder of the source tree, as sorted paths relative to the tree's top and with
/// hidden ones; without what is built, installed or Git's own. "" lists the whole tree.
QStringList filesBelow(const QString &folder);

/// The text of one file of the tree; empty, with a test failure, if it cannot be read.
QString readSource(const QString &path);

/// @p code with every comment replaced by a space. Knows string and character literals, not raw strings.
QString withoutComments(QStringView code);

} // namespace runnel::house
