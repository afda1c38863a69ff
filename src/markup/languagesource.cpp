// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/languagesource.h"

#include <QHash>

#include <algorithm>

namespace runnel {

namespace {

using Rule = LanguageSource::Rule;
using Context = LanguageSource::Context;

constexpr qsizetype maxPatternUnits = 4'000;

class SourceReader final
{
public:
    explicit SourceReader(const QString &id) { m_source.id = id; }

    Result<LanguageSource> read(QStringView text)
    {
        for (const QStringView line : text.split(u'\n')) {
            ++m_line;
            if (!line.trimmed().isEmpty() && !line.startsWith(u'#'))
                readLine(line);
            if (!m_fault.isEmpty())
                return languageFault(m_source.id, m_line, m_fault);
        }
        const auto main = std::ranges::find(m_source.contexts, QStringLiteral("main"), &Context::name);
        if (m_source.name.isEmpty() || main == m_source.contexts.end())
            return languageFault(
                m_source.id, m_line, QStringLiteral("a language needs a name and a context main"));
        std::rotate(m_source.contexts.begin(), main, main + 1); // it may include contexts that stand above it
        return std::move(m_source);
    }

private:
    enum class Section
    {
        Top,
        WordList,
        RuleList
    };

    void fail(const QString &what) { m_fault = what; }

    void readLine(QStringView line)
    {
        const bool isIndented = line.front() == u' ' || line.front() == u'\t';
        QStringList parts = line.toString().simplified().split(u' ');
        if (isIndented && m_section == Section::WordList)
            m_source.words.last().words += parts;
        else if (isIndented && m_section == Section::RuleList)
            readRule(parts);
        else if (isIndented)
            fail(QStringLiteral("an indented line outside of words and context"));
        else
            readDirective(parts.takeFirst(), parts);
    }

    void readDirective(const QString &directive, const QStringList &parts)
    {
        m_section = Section::Top;
        if (directive == u"name")
            m_source.name = parts.join(u' ');
        else if (directive == u"aliases")
            m_source.aliases += parts;
        else if (directive == u"ignorecase" && parts.isEmpty())
            m_source.ignoresCase = true;
        else if (directive == u"define" && parts.size() == 2)
            m_definitions.insert(parts[0], expanded(parts[1]));
        else if (directive == u"hint" && parts.size() == 2)
            readHint(parts);
        else if (directive == u"guest" && parts.size() == 3 && !parts[2].front().isLetter())
            m_source.guests.append({m_line, parts[0], parts[1], parts[2]});
        else if (directive == u"words" && !parts.isEmpty())
            readWords(parts);
        else if (directive == u"context" && !parts.isEmpty())
            readContext(parts);
        else
            fail(QStringLiteral("unknown or incomplete directive %1").arg(directive));
    }

    void readHint(const QStringList &parts)
    {
        bool ok = false;
        const int weight = parts[0].toInt(&ok);
        if (!ok || weight == 0)
            fail(QStringLiteral("a hint's weight is a number"));
        m_source.hints.append({m_line, weight, expanded(parts[1])});
    }

    TokenClass readClass(QStringView name)
    {
        const std::optional<TokenClass> found = tokenClassNamed(name);
        if (!found)
            fail(QStringLiteral("unknown token class %1").arg(name));
        return found.value_or(TokenClass::Plain);
    }

    // words [set/]class[>next] word…
    void readWords(const QStringList &parts)
    {
        m_section = Section::WordList;
        LanguageSource::Words words;
        words.line = m_line;
        QString name = parts.first();
        if (const qsizetype slash = name.indexOf(u'/'); slash >= 0) {
            words.set = name.first(slash);
            name.remove(0, slash + 1);
        }
        if (const qsizetype angle = name.indexOf(u'>'); angle >= 0) {
            words.next = readClass(QStringView(name).sliced(angle + 1));
            name.truncate(angle);
        }
        words.tokenClass = readClass(name);
        words.words = parts.sliced(1);
        m_source.words.append(words);
    }

    // context name [class] [end:…] [line]
    void readContext(const QStringList &parts)
    {
        m_section = Section::RuleList;
        Context context;
        context.line = m_line;
        context.name = parts.first();
        if (contextNamed(context.name))
            fail(QStringLiteral("a second context %1").arg(context.name));
        for (const QString &option : parts.sliced(1)) {
            if (option == u"line")
                context.endsWithLine = true;
            else if (option.startsWith(u"end:"))
                readEnd(option.sliced(4), context);
            else
                context.tokenClass = readClass(option);
        }
        m_source.contexts.append(context);
    }

    void readEnd(const QString &end, Context &context)
    {
        using End = LanguageSource::End;
        if (end == u"line")
            context.end = End::Line;
        else if (end == u"word")
            context.end = End::Word;
        else if (end == u"fence")
            context.end = End::Fence;
        else if (end == u"indent")
            context.end = End::Indent;
        else if (end.startsWith(u"text=") && end.count(u'~') == 1) {
            context.end = End::Text;
            context.endPrefix = end.sliced(5).section(u'~', 0, 0);
            context.endSuffix = end.section(u'~', 1);
        } else {
            fail(QStringLiteral("unknown end %1").arg(end));
        }
    }

    const Context *contextNamed(const QString &name) const
    {
        const auto found = std::ranges::find(m_source.contexts, name, &Context::name);
        return found == m_source.contexts.end() ? nullptr : &*found;
    }

    void readRule(const QStringList &parts)
    {
        Context &context = m_source.contexts.last();
        if (parts.first() == u"include" && parts.size() == 2) {
            const Context *other = contextNamed(parts[1]);
            if (!other || other == &context)
                return fail(QStringLiteral("no context %1 stands above").arg(parts[1]));
            const QList<Rule> rules = other->rules;
            context.rules += rules;
            return;
        }
        if (parts.size() < 2)
            return fail(QStringLiteral("a rule is a class and a pattern"));
        Rule rule;
        rule.line = m_line;
        rule.tokenClass = readClass(parts[0]);
        rule.pattern = expanded(parts[1]);
        for (const QString &option : parts.sliced(2))
            readOption(option, rule);
        if (context.end == LanguageSource::End::Text)
            return fail(QStringLiteral("a context that ends at a text has no rules"));
        context.rules.append(rule);
    }

    void readOption(const QString &option, Rule &rule)
    {
        const QString key = option.section(u':', 0, 0);
        const QString value = option.section(u':', 1);
        if (option == u"operand")
            rule.needsOperand = true;
        else if (option == u"keep")
            rule.keepsLine = true;
        else if (key == u"pop")
            rule.move = Rule::Move::Pop, rule.popCount = value.isEmpty() ? 1 : value.toInt();
        else if (key == u"word")
            rule.looksUp = true, rule.wordSet = value;
        else if (value.isEmpty() || !readValue(key, value, rule))
            fail(QStringLiteral("unknown or incomplete option %1").arg(option));
    }

    bool readValue(const QString &key, const QString &value, Rule &rule)
    {
        if (key == u"skip")
            rule.skipUnits = value.toInt();
        else if (key == u"push" || key == u"goto" || key == u"heredoc")
            setMove(rule, key, value);
        else if (key == u"take")
            rule.delimiterSet = value;
        else if ((key == u"ahead" || key == u"then") && value.lastIndexOf(u'=') > 0)
            rule.aheads.append({value.first(value.lastIndexOf(u'=')),
                readClass(QStringView(value).sliced(value.lastIndexOf(u'=') + 1)), key == u"ahead"});
        else
            return false;
        return true;
    }

    void setMove(Rule &rule, const QString &key, const QString &target)
    {
        if (rule.move != Rule::Move::Stay)
            return fail(QStringLiteral("a rule moves once"));
        rule.target = target;
        rule.move = key == u"push" ? Rule::Move::Push
            : key == u"goto"       ? Rule::Move::Replace
                                   : Rule::Move::PushAtLineEnd;
    }

    // Where the brace at @p at closes if a name stands in it, else 0.
    static qsizetype endOfName(const QString &pattern, qsizetype at)
    {
        if (pattern[at] != u'{' || at + 1 == pattern.size() || !pattern[at + 1].isLetter())
            return 0;
        qsizetype end = at + 1;
        while (end < pattern.size() && pattern[end].isLetterOrNumber())
            ++end;
        return end < pattern.size() && pattern[end] == u'}' ? end : 0;
    }

    // Puts definitions in the place of their names: {name}, where a name begins with a letter.
    QString expanded(const QString &pattern)
    {
        QString text;
        for (qsizetype at = 0; at < pattern.size(); ++at) {
            const QChar c = pattern[at];
            const qsizetype nameEnd = endOfName(pattern, at);
            if (c == u'\\' && at + 1 < pattern.size()) {
                text += c;
                text += pattern[++at];
            } else if (nameEnd > 0) {
                const QString name = pattern.mid(at + 1, nameEnd - at - 1);
                if (!m_definitions.contains(name)) {
                    fail(QStringLiteral("no definition of {%1}").arg(name));
                    return text;
                }
                text += u'(' + m_definitions.value(name) + u')';
                at = nameEnd;
            } else {
                text += c;
            }
        }
        if (text.size() > maxPatternUnits)
            fail(QStringLiteral("a pattern of %1 characters").arg(text.size()));
        return text;
    }

    LanguageSource m_source;
    QHash<QString, QString> m_definitions;
    Section m_section = Section::Top;
    int m_line = 0;
    QString m_fault;
};

} // namespace

Result<LanguageSource> LanguageSource::read(const QString &id, QByteArrayView text)
{
    const QString decoded = QString::fromUtf8(text);
    return SourceReader(id).read(decoded);
}

Error languageFault(const QString &id, int line, const QString &what)
{
    return {Error::Kind::InvalidInput, QStringLiteral("%1.lang:%2: %3").arg(id).arg(line).arg(what), {}, 0};
}

} // namespace runnel
