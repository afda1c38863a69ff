// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/blockmarkers.h"

#include "markup/blanks.h"

#include <algorithm>

namespace runnel {

namespace {

qsizetype runLength(QStringView text, QChar c)
{
    const auto *end = std::find_if(text.begin(), text.end(), [c](QChar other) { return other != c; });
    return end - text.begin();
}

bool isAllBlank(QStringView text)
{
    return std::all_of(text.begin(), text.end(), isBlankOrLineEnd);
}

QStringView withoutBlanksBehind(QStringView text)
{
    while (!text.isEmpty() && isBlank(text.back()))
        text.chop(1);
    return text;
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

// "[x] " behind a list marker, or the beginning of it.
LineBeginning judgeTask(QStringView line, qsizetype at)
{
    const QStringView before = withoutBlanksBehind(line.first(at));
    if (before.isEmpty() || before.size() == at || !QStringView(u"-+*.)").contains(before.back()))
        return LineBeginning::Decides;
    const QStringView mark = line.sliced(at);
    const bool mayBeTask = (mark.size() < 2 || QStringView(u" xX").contains(mark.at(1)))
        && (mark.size() < 3 || mark.at(2) == u']') && (mark.size() < 4 || isBlank(mark.at(3)));
    if (!mayBeTask)
        return LineBeginning::Decides;
    return mark.size() < 4 ? LineBeginning::NeedsMore : LineBeginning::IsTask;
}

} // namespace

bool isMarkerCharacter(QChar c)
{
    return isDigit(c) || QStringView(u" \t-=*_~#>|:+.)`$").contains(c);
}

LineBeginning judgeBeginning(QStringView line, qsizetype at)
{
    const QStringView before = withoutBlanksBehind(line.first(at));
    if (before.contains(u"```") || before.contains(u"~~~") || before.contains(u"$$"))
        return LineBeginning::NeedsLineEnd;
    if (line.at(at) == u'\\') {
        if (at + 1 == line.size())
            return LineBeginning::NeedsMore;
        return line.at(at + 1) == u'[' ? LineBeginning::NeedsLineEnd : LineBeginning::Decides;
    }
    return line.at(at) == u'[' ? judgeTask(line, at) : LineBeginning::Decides;
}

int headingLevel(QStringView line)
{
    const qsizetype level = runLength(line, u'#');
    const bool isHeading = level >= 1 && level <= 6 && (level == line.size() || isBlank(line.at(level)));
    return isHeading ? int(level) : 0;
}

QStringView headingText(QStringView text)
{
    text = withoutBlanks(text);
    QStringView open = text;
    while (!open.isEmpty() && open.back() == u'#')
        open.chop(1);
    // 4.2: the closing sequence is preceded by a space or tab.
    return open.isEmpty() || isBlank(open.back()) ? withoutBlanks(open) : text;
}

int setextLevel(QStringView line)
{
    line = withoutBlanksBehind(line);
    if (line.isEmpty() || runLength(line, line.front()) != line.size())
        return 0;
    return line.front() == u'=' ? 1 : line.front() == u'-' ? 2 : 0;
}

bool isThematicBreak(QStringView line)
{
    if (line.isEmpty() || !QStringView(u"*-_").contains(line.front()))
        return false;
    qsizetype count = 0;
    for (const QChar c : line) {
        if (c == line.front())
            ++count;
        else if (!isBlank(c))
            return false;
    }
    return count >= 3;
}

qsizetype fenceLength(QStringView line)
{
    if (line.isEmpty() || (line.front() != u'`' && line.front() != u'~'))
        return 0;
    const qsizetype length = runLength(line, line.front());
    const bool isFence = length >= 3 && (line.front() == u'~' || !line.sliced(length).contains(u'`'));
    return isFence ? length : 0;
}

bool isClosingFence(QStringView line, QChar fence, qsizetype length)
{
    const qsizetype found = runLength(line, fence);
    return found >= length && isAllBlank(line.sliced(found));
}

QString firstWord(QStringView text)
{
    text = withoutBlanks(text);
    const auto *end = std::find_if(text.begin(), text.end(), isBlank);
    return text.first(end - text.begin()).toString();
}

FormulaBeginning formulaBeginning(QStringView line)
{
    if (!line.startsWith(u"$$") && !line.startsWith(u"\\["))
        return {};
    const QString closing = line.front() == u'$' ? QStringLiteral("$$") : QStringLiteral("\\]");
    const QStringView text = withoutBlanksBehind(line.sliced(2));
    const qsizetype end = text.indexOf(closing);
    if (end < 0)
        return {text.startsWith(u'$') ? QString() : closing, false};
    if (end + 2 != text.size() || isAllBlank(text.first(end)))
        return {}; // text follows: a formula within a paragraph
    return {closing, true};
}

QList<ColumnAlignment> tableColumns(QStringView line)
{
    QStringView rest = withoutBlanksBehind(line);
    bool hasPipe = rest.startsWith(u'|');
    if (hasPipe)
        rest = withoutBlanks(rest.sliced(1));
    QList<ColumnAlignment> columns;
    do {
        const bool isLeft = rest.startsWith(u':');
        rest = rest.sliced(isLeft ? 1 : 0);
        const qsizetype length = runLength(rest, u'-');
        if (length == 0)
            return {};
        rest = rest.sliced(length);
        const bool isRight = rest.startsWith(u':');
        rest = withoutBlanks(rest.sliced(isRight ? 1 : 0));
        columns.append(isLeft && isRight ? ColumnAlignment::Center
                : isLeft                 ? ColumnAlignment::Left
                : isRight                ? ColumnAlignment::Right
                                         : ColumnAlignment::Default);
        const bool isDelimited = rest.startsWith(u'|');
        hasPipe |= isDelimited;
        if (isDelimited)
            rest = withoutBlanks(rest.sliced(1));
        else if (!rest.isEmpty())
            return {};
    } while (!rest.isEmpty());
    return hasPipe ? columns : QList<ColumnAlignment>();
}

ListMarker listMarker(QStringView line)
{
    ListMarker marker;
    if (line.isEmpty())
        return marker;
    qsizetype length = 1;
    if (!QStringView(u"-+*").contains(line.front())) {
        qsizetype digitCount = 0;
        while (digitCount < line.size() && digitCount < 10 && isDigit(line.at(digitCount)))
            ++digitCount;
        // 5.2: at most nine digits; some browsers overflow with more.
        if (digitCount == 0 || digitCount > 9 || digitCount == line.size()
            || !QStringView(u".)").contains(line.at(digitCount)))
            return marker;
        marker.number = line.first(digitCount).toInt();
        marker.isOrdered = true;
        length = digitCount + 1;
    }
    if (length < line.size() && !isBlank(line.at(length)))
        return {};
    marker.mark = line.at(length - 1);
    marker.length = length;
    return marker;
}

Container::Task taskState(QStringView text)
{
    const bool isTask = text.size() >= 3 && text.front() == u'[' && text.at(2) == u']'
        && QStringView(u" xX").contains(text.at(1)) && (text.size() == 3 || isBlank(text.at(3)));
    if (!isTask)
        return Container::Task::None;
    return text.at(1) == u' ' ? Container::Task::Open : Container::Task::Done;
}

} // namespace runnel
