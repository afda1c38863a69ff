// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/automaton.h"

#include <QTest>

using namespace runnel;

namespace {

struct Pattern
{
    QString text;
    bool needsOperand = false;
};

Result<Automaton> built(const QList<Pattern> &patterns, bool ignoresCase = false)
{
    PatternGraph graph(ignoresCase);
    std::vector<Automaton::Start> starts;
    for (const Pattern &pattern : patterns) {
        const Result<PatternGraph::Entry> entry = graph.add(pattern.text, int(starts.size()));
        if (!entry)
            return entry.error();
        starts.push_back({entry.value(), pattern.needsOperand});
    }
    return Automaton::build(graph, starts);
}

} // namespace

class AutomatonTest final : public QObject
{
    Q_OBJECT

private slots:
    void patterns_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("end");
        const auto row = [](const char *pattern, const char *text, int end) {
            QTest::addRow("%s on %s", pattern, text)
                << QString::fromUtf8(pattern) << QString::fromUtf8(text) << end;
        };
        row("abc", "abcd", 3);
        row("abc", "abd", -1);
        row("a|bc", "bc", 2);
        row("(a|b)*c", "abbac", 5);
        row("a.c", "abc", 3);
        row("a+", "aaab", 3);
        row("ab?c", "ac", 2);
        row("a{2}", "aaa", 2);
        row("a{2,}", "aaaa", 4);
        row("a{2,3}", "aaaa", 3);
        row("a{2,3}", "a", -1);
        row("(ab){0,2}c", "ababc", 5);
        row("[a-c]+", "abcd", 3);
        row("[^a-c]+", "xyza", 3);
        row("[]a]+", "a]b", 2);
        row("[a-]+", "a-b", 2);
        row("[\\]\\d]+", "1]2a", 3);
        row("\\w+", "a_1é-", 4);
        row("\\u+", "éüa", 2);
        row("\\W+", "-+ a", 3);
        row("\\S+", "ab c", 2);
        row("a\\sb", "a\tb", 3);
        row("\\.\\*", ".*", 2);
        row("ab$", "ab", 2);
        row("ab$", "abc", -1);
        row("a(b|$)", "a", 1);
        row("^a", "a", 1);
        row(".+", "", -1);
    }

    void patterns()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, text);
        const Automaton automaton = built({{pattern}}).takeValue();
        QTEST(int(automaton.match(text, 0, Automaton::LineStart).end), "end");
    }

    void theLongestThenTheFirstWins()
    {
        const Automaton automaton = built(
            {{QStringLiteral("if")}, {QStringLiteral("[a-z]+")}, {QStringLiteral("[a-z]+")},
                {QStringLiteral(
                    "iffy!")}}).takeValue();
        QCOMPARE(automaton.match(u"if", 0, 0).pattern, 0);
        QCOMPARE(automaton.match(u"iff", 0, 0).pattern, 1);
        QCOMPARE(automaton.match(u"iffy?", 0, 0).end, 4);
        QCOMPARE(automaton.match(u"iffy!", 0, 0).pattern, 3);
    }

    void situationsOpenPatterns()
    {
        const Automaton automaton = built(
            {{QStringLiteral("^x")}, {QStringLiteral("/a/"), true},
                {QStringLiteral("/")}}).takeValue();
        QCOMPARE(automaton.match(u"x", 0, Automaton::LineStart).pattern, 0);
        QCOMPARE(automaton.match(u"x", 0, Automaton::WithinLine).pattern, -1);
        QCOMPARE(automaton.match(u"/a/", 0, Automaton::WithinLine).pattern, 1);
        QCOMPARE(automaton.match(u"/a/", 0, Automaton::AfterValue).pattern, 2);
        QVERIFY(automaton.skips(u'a'));
        QVERIFY(!automaton.skips(u'/'));
    }

    void caseIsIgnoredWhereAsked()
    {
        QCOMPARE(built({{QStringLiteral("aB[c-d]")}}, true).value().match(u"Abd", 0, 0).end, 3);
        QCOMPARE(built({{QStringLiteral("aB")}}).value().match(u"ab", 0, 0).end, -1);
    }

    // A match that may yet become valid is followed for 256 units and no further.
    void aLongTailIsGivenUp()
    {
        const Automaton automaton
            = built({{QStringLiteral("\"[^\"]*\"")}, {QStringLiteral("\"")}}).takeValue();
        const QString near = u'"' + QString(250, u'a') + u'"';
        const QString far = u'"' + QString(300, u'a') + u'"';
        QCOMPARE(automaton.match(near, 0, 0).end, near.size());
        QCOMPARE(automaton.match(far, 0, 0).end, 1);
    }
};

QTEST_GUILESS_MAIN(AutomatonTest)
#include "tst_automaton.moc"
