// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/blockdump.h"
#include "markup/blockparser.h"

#include <QTest>

#include <functional>

using namespace runnel;

// Input that nobody writes: every text ends, nothing of it is lost, and the work stays in proportion. The
// last is held by the time limit of this test alone (see below); the bench
// measures it.
class HostileInputTest : public QObject
{
    Q_OBJECT

private slots:
    void isTaken_data();
    void isTaken();
    void surrogatesAreRepaired_data();
    void surrogatesAreRepaired();
};

namespace {

constexpr qsizetype megabyte = 1000 * 1000;
constexpr qsizetype enough = megabyte / 5; // a quadratic step over it would still take minutes

qsizetype letterCount(QStringView text)
{
    return std::count_if(text.begin(), text.end(), [](QChar c) { return c == u'a' || c == u'Z'; });
}

QString repeated(const QString &piece, qsizetype length)
{
    return piece.repeated(length / piece.size());
}

} // namespace

void HostileInputTest::isTaken_data()
{
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QString &text) { QTest::newRow(name) << text; };
    row("one line of words", repeated(u"aaaa "_qs, megabyte));
    row("one word", QString(megabyte, u'a'));
    row("asterisks", QString(megabyte, u'*'));
    row("asterisks and letters", repeated(u"*a "_qs, enough));
    row("strong without end", repeated(u"**a "_qs, enough));
    row("underscores", repeated(u"_a "_qs, enough));
    row("tildes", repeated(u"~~a "_qs, enough));
    row("opening brackets", QString(enough, u'['));
    row("closing brackets", repeated(u"a]"_qs, enough));
    row("link beginnings", repeated(u"[a]("_qs, enough));
    row("image beginnings", repeated(u"![a"_qs, enough));
    row("angles", repeated(u"<a"_qs, enough));
    row("backticks", QString(enough, u'`'));
    row("fences of all lengths", [] {
        QString text;
        for (int length = 1; text.size() < enough; ++length)
            text += QString(length % 1400 + 1, u'`') + u'a';
        return text;
    }());
    row("dollars", repeated(u"$a "_qs, enough));
    row("formula beginnings", repeated(u"\\(a "_qs, enough));
    row("display formula beginnings", repeated(u"$$a\n\n"_qs, enough));
    row("backslashes", QString(enough, u'\\'));
    row("ampersands", repeated(u"&a"_qs, enough));
    row("nested quotes", QString(10000, u'>') + u"a\n"_qs);
    row("nested quotes, many lines", repeated(QString(200, u'>') + u"a\n"_qs, enough));
    row("nested lists", repeated(u"- "_qs, 20000) + u"a\n"_qs);
    row("nested lists and blank lines", repeated(u"- "_qs, 20000) + u"a"_qs + QString(enough, u'\n'));
    row("deepening lists", [] {
        QString text;
        for (int depth = 0; text.size() < enough; ++depth)
            text += QString(2 * depth, u' ') + u"- a\n"_qs;
        return text;
    }());
    row("blank lines", QString(enough, u'\n'));
    row("spaces", QString(enough, u' '));
    row("tabs", QString(enough, u'\t'));
    row("wide table", repeated(u"|a"_qs, enough / 2) + u"\n"_qs + repeated(u"|-"_qs, enough / 2));
    row("table of short rows",
        repeated(u"|a"_qs, 200) + u"\n"_qs + repeated(u"|-"_qs, 200) + repeated(u"\na"_qs, enough));
    row("definitions", repeated(u"[a]: a\n"_qs, enough));
    row("one long target, often",
        u"[Z]: https://a.b/"_qs + QString(enough / 2, u'x') + u"\n\n"_qs + repeated(u"[Z]\n"_qs, enough / 2));
    row("items", repeated(u"- a\n"_qs, enough));
    row("loose items", repeated(u"- a\n\n"_qs, enough));
    row("code", u"```\n"_qs + repeated(u"a\n"_qs, enough));
    row("digits", QString(enough, u'1'));
    row("NUL", repeated(QStringLiteral("a") + QChar(u'\0'), enough));
    row("overrides", repeated(u"a\u202e"_qs, enough));
    row("high surrogates", QString(enough, QChar(0xd800)));
    row("low surrogates", QString(enough, QChar(0xdc00)));
    row("combining marks", u"a"_qs + QString(enough, QChar(0x301)));
}

void HostileInputTest::isTaken()
{
    QFETCH(const QString, text);
    // As it streams: in small pieces at first, then in ones that let the test end.
    BlockParser parser;
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype size = std::min<qsizetype>(at < 20000 ? 7 : 997, text.size() - at);
        parser.append(QStringView(text).sliced(at, size));
        at += size;
    }
    parser.end(BlockParser::Confirmation::None);
    qsizetype count = 0;
    for (const Block &block : parser.blocks()) {
        count += letterCount(block.content.text);
        QVERIFY(block.path.size() <= BlockScanner::maxDepth);
    }
    if (!text.contains(u"]("))
        QVERIFY2(count >= letterCount(text), qPrintable(QStringLiteral("%1 letters of %2").arg(count)));
    QVERIFY(!BlockParser::parse(text).isEmpty() || letterCount(text) == 0 || text.contains(u"]: "));
}

void HostileInputTest::surrogatesAreRepaired_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("pair") << u"a😀b"_qs << u"a😀b"_qs;
    QTest::newRow("high alone") << u"a"_qs + QChar(0xd83d) + u'b' << u"a\ufffdb"_qs;
    QTest::newRow("low alone") << u"a"_qs + QChar(0xde00) + u'b' << u"a\ufffdb"_qs;
    QTest::newRow("high at the end") << u"a"_qs + QChar(0xd83d) << u"a\ufffd"_qs;
    QTest::newRow("reserved noncharacter") << u"a\ufdd0\ufdd1\ufde1b"_qs << u"a\ufffd\ufdd1\ufde1b"_qs;
}

void HostileInputTest::surrogatesAreRepaired()
{
    QFETCH(const QString, text);
    QFETCH(const QString, expected);
    BlockParser parser;
    for (const QChar c : text)
        parser.append(QStringView(&c, 1));
    parser.end();
    QCOMPARE(parser.blocks().size(), 1);
    QCOMPARE(parser.blocks().first().content.text, expected);
}

QTEST_APPLESS_MAIN(HostileInputTest)
#include "tst_hostileinput.moc"
