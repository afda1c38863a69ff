// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/demoscript.h"

#include <utility>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;

Error invalid(const QString &name, const QString &what)
{
    return Error{Error::Kind::InvalidInput, u"demo script %1: %2"_s.arg(name, what), {}, 0};
}

Result<void> readKey(const QString &line, DemoScript &script)
{
    const QString key = line.section(u':', 0, 0).trimmed();
    const QString value = line.section(u':', 1).trimmed();
    bool isUnderstood = true;
    if (key == "language"_L1) {
        isUnderstood = value == "en"_L1 || value == "zh"_L1;
        script.language = value == "zh"_L1 ? DemoScript::Language::Chinese : DemoScript::Language::English;
    } else if (key == "keywords"_L1) {
        for (const QString &keyword : value.split(u',', Qt::SkipEmptyParts))
            script.keywords.append(keyword.trimmed().toLower());
    } else if (key == "rate"_L1) {
        script.rate = value.toDouble(&isUnderstood);
        isUnderstood = isUnderstood && script.rate > 0;
    } else {
        isUnderstood = false;
    }
    if (!isUnderstood)
        return invalid(script.name, u"cannot read \"%1\""_s.arg(line));
    return {};
}

/// Collects lines into passages, as directions come.
class PassageReader final
{
public:
    explicit PassageReader(DemoScript &script) : m_script(script) { }

    Result<void> readLine(const QString &line)
    {
        if (m_script.isCut && !line.isEmpty())
            return invalid(m_script.name, u"a line behind the cut"_s);
        if (!line.startsWith("%% "_L1)) {
            m_passage.words += line + u'\n';
            return {};
        }
        flush();
        const QString verb = line.section(u' ', 1, 1);
        const int count = line.section(u' ', 2, 2).toInt();
        if (verb == "reasoning"_L1)
            m_passage.channel = DemoScript::Channel::Reasoning;
        else if (verb == "text"_L1)
            m_passage.channel = DemoScript::Channel::Text;
        else if (verb == "cut"_L1)
            m_script.isCut = true;
        else if (verb == "pause"_L1 && count > 0)
            m_passage.pause = std::chrono::milliseconds(count);
        else if (verb == "numbers"_L1 && count > 0)
            m_passage.words += numberAlmanac(count);
        else
            return invalid(m_script.name, u"cannot read \"%1\""_s.arg(line));
        return {};
    }

    void flush()
    {
        if (m_passage.words.isEmpty())
            return;
        m_script.passages.append(m_passage);
        m_passage.words.clear();
        m_passage.pause = {};
    }

private:
    DemoScript &m_script;
    DemoScript::Passage m_passage;
};

// Where the run of characters like the one at @p at ends, which is not a space.
qsizetype endOfRun(const QString &text, qsizetype at)
{
    constexpr qsizetype longestWord = 12;
    constexpr qsizetype longestNumber = 3;
    const auto isWordLetter = [](QChar c) { return c.isLetter() && c.unicode() < 0x2E80; };
    if (text[at].isHighSurrogate() && at + 1 < text.size())
        return at + 2;
    qsizetype end = at + 1;
    if (isWordLetter(text[at])) {
        while (end < text.size() && isWordLetter(text[end]) && end - at < longestWord)
            ++end;
    } else if (text[at].isDigit()) {
        while (end < text.size() && text[end].isDigit() && end - at < longestNumber)
            ++end;
    } else if (text[at] == u'\n') {
        while (end < text.size() && text[end] == u'\n')
            ++end;
    }
    return end;
}

} // namespace

QString DemoScript::words(Channel channel) const
{
    QString all;
    for (const Passage &passage : passages) {
        if (passage.channel == channel)
            all += passage.words;
    }
    return all;
}

Result<DemoScript> parseDemoScript(const QString &name, const QString &source)
{
    DemoScript script;
    script.name = name;
    QStringList lines = source.split(u'\n');
    while (!lines.isEmpty()) {
        const QString line = lines.takeFirst();
        if (line == "---"_L1)
            break;
        if (auto read = readKey(line, script); !read)
            return read.error();
    }
    // The end of the last line is the file's, not the reply's.
    if (!lines.isEmpty() && lines.constLast().isEmpty())
        lines.removeLast();
    PassageReader reader(script);
    for (const QString &line : std::as_const(lines)) {
        if (auto read = reader.readLine(line); !read)
            return read.error();
    }
    reader.flush();
    if (script.words(DemoScript::Channel::Text).isEmpty())
        return invalid(name, u"it says nothing"_s);
    script.passages.last().words.chop(1);
    return script;
}

QStringList tokenPieces(const QString &text)
{
    QStringList pieces;
    for (qsizetype begin = 0; begin < text.size();) {
        qsizetype end = begin;
        while (end < text.size() && text[end] == u' ')
            ++end;
        if (end < text.size())
            end = endOfRun(text, end);
        pieces.append(text.sliced(begin, end - begin));
        begin = end;
    }
    return pieces;
}

} // namespace runnel
