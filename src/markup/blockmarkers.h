// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "markup/block.h"

#include <QStringView>

namespace runnel {

// What the beginning of a line says, without its containers and its indentation. Each is linear in the line.

/// A line of such characters alone can still become anything.
bool isMarkerCharacter(QChar c);

enum class LineBeginning
{
    Decides,
    NeedsMore,   ///< the next characters decide
    IsTask,      ///< the mark of a task and a blank, four characters; what follows decides
    NeedsLineEnd ///< a fence or a formula: the whole line decides
};

/// What a line whose first character that is no marker character stands at @p at says so far.
LineBeginning judgeBeginning(QStringView line, qsizetype at);

/// 1 to 6; 0 for no ATX heading.
int headingLevel(QStringView line);

/// The text of an ATX heading without the closing sequence.
QStringView headingText(QStringView text);

/// 1 for a line of "=", 2 for one of "-"; 0 for no underline of a heading.
int setextLevel(QStringView line);

bool isThematicBreak(QStringView line);

/// How long the fence is that opens code; 0 for none.
qsizetype fenceLength(QStringView line);
bool isClosingFence(QStringView line, QChar fence, qsizetype length);

QString firstWord(QStringView text);

struct FormulaBeginning
{
    QString closing;       ///< "$$" or "\]"; empty: the line begins no formula that stands alone
    bool isClosed = false; ///< within the line
};
FormulaBeginning formulaBeginning(QStringView line);

/// The columns that the line below a table's header names; none if it is no such line.
QList<ColumnAlignment> tableColumns(QStringView line);

struct ListMarker
{
    qsizetype length = 0; ///< 0 for no marker
    int number = 0;
    bool isOrdered = false;
    QChar mark; ///< the bullet, or what follows the number
};
ListMarker listMarker(QStringView line);

/// Of a list item's text.
Container::Task taskState(QStringView text);

} // namespace runnel
