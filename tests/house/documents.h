// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace runnel::house {

/// The paths that a Markdown document names, in links and in code: relative to the tree's top, to src or to
/// the document. A word counts as one if it begins with a folder or file of the tree's top (@p topNames) or
/// "./", or ends like a source file; what is below build/ is made, not named. Links always count, unless
/// they lead out of the tree.
QStringList namedPaths(QStringView markdown, const QStringList &topNames);

/// Whether @p path, named by the document @p document, is among @p files or a folder of theirs.
/// A bare file name may lie in any folder, "*" stands for any part of a name.
bool isInTree(const QString &path, const QString &document, const QStringList &files);

/// Whether @p text begins with the two SPDX lines, after a "#!" line if there is one.
bool hasLicenseHeader(QStringView text);

/// Words in @p text that must not be committed: paths of one machine and marks of unfinished work.
QStringList strayWords(QStringView text);

} // namespace runnel::house
