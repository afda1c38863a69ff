// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/demolibrary.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;
using Language = DemoScript::Language;

bool isChinese(const QString &text)
{
    static const QRegularExpression han(u"\\p{Han}"_s);
    return han.match(text).hasMatch();
}

// A word stands alone or in the plural; Chinese does not set words apart.
bool contains(const QString &question, const QString &keyword)
{
    if (isChinese(keyword))
        return question.contains(keyword);
    const QRegularExpression word(
        u"(?<![\\p{L}\\p{N}])%1s?(?![\\p{L}\\p{N}])"_s.arg(QRegularExpression::escape(keyword)));
    return word.match(question).hasMatch();
}

qsizetype score(const DemoScript &script, const QString &question)
{
    qsizetype sum = 0;
    for (const QString &keyword : script.keywords)
        sum += contains(question, keyword) ? keyword.size() : 0;
    return sum;
}

} // namespace

DemoLibrary DemoLibrary::shipped()
{
    QList<DemoScript> scripts;
    const QDir directory(u":/demo"_s);
    for (const QString &file : directory.entryList({u"*.md"_s}, QDir::Files, QDir::Name)) {
        QFile source(directory.filePath(file));
        if (!source.open(QIODevice::ReadOnly))
            qFatal("cannot read a resource of this program");
        auto script = parseDemoScript(file.chopped(3), QString::fromUtf8(source.readAll()));
        if (!script)
            qFatal("%s", qPrintable(script.error().message)); // a test reads them all
        scripts.append(script.takeValue());
        DemoScript &last = scripts.last();
        const auto firstText = std::find_if(last.passages.begin(), last.passages.end(),
            [](const DemoScript::Passage &passage) { return passage.channel == DemoScript::Channel::Text; });
        firstText->words.prepend(notice(last.language));
    }
    return DemoLibrary(scripts);
}

DemoLibrary::DemoLibrary(QList<DemoScript> scripts) : m_scripts(std::move(scripts))
{
}

qsizetype DemoLibrary::indexFor(const QString &question) const
{
    const Language language = isChinese(question) ? Language::Chinese : Language::English;
    const QString welcome = language == Language::Chinese ? u"welcome-zh"_s : u"welcome-en"_s;
    const QString wanted = question.toLower();
    qsizetype best = -1;
    qsizetype bestScore = 0;
    for (qsizetype i = 0; i < m_scripts.size(); ++i) {
        const DemoScript &script = m_scripts[i];
        if (script.language != language)
            continue;
        if (script.name == welcome && best < 0)
            best = i;
        const qsizetype scored = score(script, wanted);
        if (scored > bestScore) {
            best = i;
            bestScore = scored;
        }
    }
    Q_ASSERT(best >= 0);
    return best;
}

QString DemoLibrary::notice(Language language)
{
    return language == Language::Chinese
        ? u"*这是 Runnel 内置演示里预先录好的一段回复，不是模型写的。*\n\n"_s
        : u"*A recorded reply of Runnel's built-in demo. No model wrote it.*\n\n"_s;
}

} // namespace runnel
