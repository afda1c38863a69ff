// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/blockdump.h"
#include "markup/blockparser.h"

#include <QTest>

using namespace runnel;

class BlockParserTest : public QObject
{
    Q_OBJECT

private slots:
    void finished_data();
    void finished();
    void growing_data();
    void growing();
    void codeIsCutIntoChunks();
};

namespace {

struct Row
{
    const char *name;
    QString text;
    QString expected;
};

void addRows(std::initializer_list<Row> rows)
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    for (const Row &row : rows)
        QTest::newRow(row.name) << row.text << row.expected;
}

} // namespace

void BlockParserTest::finished_data()
{
    addRows({
        {"nothing", u""_qs, u""_qs},
        {"styles", u"**b** *i* ~~s~~ `c` ***x***"_qs, u"p: ⟨b:b⟩ ⟨i:i⟩ ⟨s:s⟩ ⟨c:c⟩ ⟨ib:x⟩\n"_qs},
        {"headings", u"# a #\nb\n---\n####### c"_qs, u"h1: a\nh2: b\np: ####### c\n"_qs},
        {"breaks", u"a  \nb\\\nc\nd"_qs, u"p: a⏎b⏎c d\n"_qs},
        {"link", u"[a](https://b.c/d)"_qs, u"p: ⟨l=https://b.c/d:a⟩\n"_qs},
        {"autolinks", u"<https://a.b> www.a.b a@b.cd"_qs,
            u"p: ⟨l=https://a.b:https://a.b⟩ ⟨l=http://www.a.b:www.a.b⟩ ⟨l=mailto:a@b.cd:a@b.cd⟩\n"_qs},
        {"refused link", u"[a](javascript:alert(1))"_qs, u"p: ⟨r=javascript:alert(1):a⟩\n"_qs},
        {"definition", u"[a]: /x\n\n[b]: https://b.c\n\nsee [b]"_qs, u"p: see ⟨l=https://b.c:b⟩\n"_qs},
        {"raw HTML", u"<b onclick=x>a</b>\n\n<div>"_qs, u"p: <b onclick=x>a</b>\np: <div>\n"_qs},
        {"entities", u"&amp; &eacute; &#65; &#x202e; &nope; &lt;"_qs, u"p: & é A \ufffd &nope; <\n"_qs},
        {"bullets", u"- a\n- b\n  - c\n\nd"_qs, u"p -: a\np -+: b\np -~ -: c\np: d\n"_qs},
        {"two blocks in an item", u"- a\n\n  b"_qs, u"p -!: a\np -~!: b\n"_qs},
        {"loose only at the end", u"- a\n- b\n\n- c"_qs, u"p -!: a\np -+!: b\np -+!: c\n"_qs},
        {"numbers", u"7) a\n9) b\n1. c"_qs, u"p 7.: a\np 8.+: b\np 1.: c\n"_qs},
        {"tasks", u"- [ ] a\n- [x] b\n- [y] c"_qs, u"p -o: a\np -+x: b\np -+: [y] c\n"_qs},
        {"empty items", u"-\n- a\n-"_qs, u"p -: \np -+: a\np -+: \n"_qs},
        {"quotes", u"> a\nb\n>\n> c\n\n> d"_qs, u"p >: a b\np >~: c\np >: d\n"_qs},
        {"list in a quote", u"> 1. a\n>    ```\n>    b\n>    ```"_qs, u"p > 1.: a\ncode >~ 1.~: b\n"_qs},
        {"fence", u"```c++ x\na\n\n  b\n```\nc"_qs, u"code=c++: a⏎⏎  b\np: c\n"_qs},
        {"open fence", u"~~~\na"_qs, u"code: a\n"_qs},
        {"indented code", u"    a\n\n\n      b\n\nc"_qs, u"code: a⏎⏎⏎  b\np: c\n"_qs},
        {"table", u"|a|b|\n|:-|-:|\n|**1**|\n|2|`x\\|y`|\nz"_qs, u"table<>: a⇥b⏎⟨b:1⟩⏎2⇥⟨c:x|y⟩⏎z\n"_qs},
        {"a heading ends a table", u"|a|\n|-|\n# b"_qs, u"table-: a\nh1: b\n"_qs},
        {"a fence ends a table", u"|a|\n|-|\n```\nb\n```"_qs, u"table-: a\ncode: b\n"_qs},
        {"a formula ends a table", u"|$a$|\n|-|\n$$b$$\n$c$"_qs, u"table-: ⟨m:a⟩\nmath: b\np: ⟨m:c⟩\n"_qs},
        {"no table", u"a | b\n--\n"_qs, u"h2: a | b\n"_qs},
        {"rules", u"***\n- - -\n_ _ _"_qs, u"rule: \nrule: \nrule: \n"_qs},
        {"image alone", u"![a *b*](https://c.d/e.png)"_qs, u"image=https://c.d/e.png: a b\n"_qs},
        {"image in text", u"see ![a](https://c.d/e.png)"_qs, u"p: see ⟨g=https://c.d/e.png:a (c.d)⟩\n"_qs},
        {"image without words", u"x ![](https://c.d/e.png)"_qs, u"p: x ⟨g=https://c.d/e.png:c.d⟩\n"_qs},
        {"image of data", u"![a](data:image/png;base64,AA)"_qs, u"p: ⟨r=data:image/png;base64,AA:a⟩\n"_qs},
        {"image in a link", u"[![a](https://b.c/d)](https://e.f)"_qs, u"p: ⟨l=https://e.f:a⟩\n"_qs},
        {"formulas in text", u"$a_1$, \\(b*c*\\), $$d$$ and \\[e\\]."_qs,
            u"p: ⟨m:a_1⟩, ⟨m:b*c*⟩, ⟨M:d⟩ and ⟨M:e⟩.\n"_qs},
        {"money", u"$5 and $10, or $3.50-$4"_qs, u"p: $5 and $10, or $3.50-$4\n"_qs},
        {"shell", u"$HOME/$USER and `$a$`"_qs, u"p: $HOME/$USER and ⟨c:$a$⟩\n"_qs},
        {"escaped dollars", u"\\$a$ b$"_qs, u"p: $a$ b$\n"_qs},
        {"formula over lines", u"> $a\n> b$ c"_qs, u"p >: ⟨m:a⏎b⟩ c\n"_qs},
        {"display formula", u"a\n$$\n- b\n= c\n$$\nd"_qs, u"p: a\nmath: - b⏎= c\np: d\n"_qs},
        {"display formula in an item", u"- a\n  \\[\n  b\n  \\]\n  c"_qs,
            u"p -: a\nmath -~: b\np -~: c\n"_qs},
        {"display formula without end", u"$$\na\n\nb"_qs, u"p: $$ a\np: b\n"_qs},
        {"formula in a fence", u"```\n$$\na\n$$\n```"_qs, u"code: $$⏎a⏎$$\n"_qs},
        {"formula in a link", u"[$a$](https://b.c/$d$)"_qs, u"p: ⟨lm=https://b.c/$d$:a⟩\n"_qs},
        {"line ends", u"a\r\nb\rc"_qs, u"p: a b c\n"_qs},
        {"harmless", u"a\u202eb\u2066c"_qs, u"p: a\ufffdb\ufffdc\n"_qs},
        {"other spaces stay", u"\u3000a\u00a0"_qs, u"p: \u3000a\u00a0\n"_qs},
    });
}

void BlockParserTest::finished()
{
    QFETCH(const QString, text);
    QFETCH(const QString, expected);
    QCOMPARE(testing::dump(BlockParser::parse(text)), expected);
}

void BlockParserTest::growing_data()
{
    addRows({
        {"emphasis is closed", u"a **b"_qs, u"p: a ⟨b:b⟩\n"_qs},
        {"half of its end", u"a **b*"_qs, u"p: a ⟨b:b⟩\n"_qs},
        {"its end", u"a **b**"_qs, u"p: a ⟨b:b⟩\n"_qs},
        {"a lone marker waits", u"a *"_qs, u"p: a\n"_qs},
        {"code is closed", u"a `b"_qs, u"p: a ⟨c:b⟩\n"_qs},
        {"nested", u"*a **b `c"_qs, u"p: ⟨i:a ⟩⟨ib:b ⟩⟨ibc:c⟩\n"_qs},
        {"a link's text", u"a [b"_qs, u"p: a ⟨l:b⟩\n"_qs},
        {"a link's target", u"a [b](https://c"_qs, u"p: a ⟨l:b⟩\n"_qs},
        {"an index is no link", u"a[i"_qs, u"p: a[i\n"_qs},
        {"a formula", u"a \\(b"_qs, u"p: a ⟨m:b⟩\n"_qs},
        {"a display formula", u"$$\na\n"_qs, u"math: a\n"_qs},
        {"an entity", u"a &am"_qs, u"p: a\n"_qs},
        {"a rule or a list", u"a\n\n-"_qs, u"p: a\n"_qs},
        {"a list or a number", u"a\n\n12"_qs, u"p: a\n"_qs},
        {"an underline", u"a\n--"_qs, u"p: a\n"_qs},
        {"a task", u"- [x"_qs, u""_qs},
        {"a heading", u"##"_qs, u""_qs},
        {"a heading's end", u"# a #"_qs, u"h1: a\n"_qs},
        {"a fence's language", u"```py"_qs, u""_qs},
        {"a language of markers", u"```_!~8"_qs, u""_qs},
        {"code", u"```py\na"_qs, u"code=py: a\n"_qs},
        {"a fence's end", u"```\na\n``"_qs, u"code: a\n"_qs},
        {"a header", u"|a|b|\n|-"_qs, u""_qs},
        {"a row", u"|a|b|\n|-|-|\n|1|**x"_qs, u"table--: a⇥b⏎1⇥⟨b:x⟩\n"_qs},
    });
}

void BlockParserTest::growing()
{
    QFETCH(const QString, text);
    QFETCH(const QString, expected);
    BlockParser parser;
    parser.append(text);
    QCOMPARE(testing::dump(parser.blocks()), expected);
}

void BlockParserTest::codeIsCutIntoChunks()
{
    QString text = u"- a\n  ```c\n"_qs;
    for (int i = 0; i < 2 * Block::linesPerCodeChunk + 1; ++i)
        text += u"  x\n"_qs;
    BlockParser parser;
    parser.append(text);
    for (int round = 0; round < 2; ++round) {
        const QList<Block> &blocks = parser.blocks();
        QCOMPARE(blocks.size(), 4);
        for (int chunk = 0; chunk < 3; ++chunk) {
            const Block &block = blocks.at(chunk + 1);
            QCOMPARE(block.kind, Block::Kind::CodeChunk);
            QCOMPARE(block.chunkIndex, chunk);
            QCOMPARE(block.language, u"c"_qs);
            QCOMPARE(block.content.text.count(u'x'), chunk == 2 ? 1 : Block::linesPerCodeChunk);
            QVERIFY(!block.content.text.endsWith(u'\n'));
            QCOMPARE(block.path.last().join, Container::Join::Continues);
        }
        if (round == 0)
            parser.end();
    }
}

QTEST_APPLESS_MAIN(BlockParserTest)
#include "tst_blockparser.moc"
