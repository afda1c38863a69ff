// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/blockjson.h"
#include "markup/blockparser.h"
#include "markup/htmlwriter.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace runnel;

class WritersTest : public QObject
{
    Q_OBJECT

private slots:
    void html_data();
    void html();
    void richText();
    void json();
    void jsonOfChanges();
    void attacksStayText_data();
    void attacksStayText();
    void foreignSpansAreCheckedAgain();
};

void WritersTest::html_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("text") << u"a **b** <c> \"d\"\\\ne"_qs
                          << u"<p>a <strong>b</strong> &lt;c&gt; &quot;d&quot;<br>e</p>\n"_qs;
    QTest::newRow("tight list") << u"- a\n  - b\n- c"_qs
                                << u"<ul>\n<li>a\n<ul>\n<li>b\n</li>\n</ul>\n</li>\n<li>c\n</li>\n</ul>\n"_qs;
    QTest::newRow("loose list") << u"3. a\n\n4. b"_qs
                                << u"<ol start=\"3\">\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ol>\n"_qs;
    QTest::newRow("quotes")
        << u"> a\n>> b\n\nc"_qs
        << u"<blockquote>\n<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n</blockquote>\n<p>c</p>\n"_qs;
    QTest::newRow("code over two chunks")
        << u"```c++ x\n"_qs + u"<\n"_qs.repeated(Block::linesPerCodeChunk) + u"&\n```\na"_qs
        << u"<pre><code class=\"language-c++\">"_qs + u"&lt;\n"_qs.repeated(Block::linesPerCodeChunk)
            + u"&amp;</code></pre>\n<p>a</p>\n"_qs;
    QTest::newRow("table") << u"|a|b|\n|:-|-|\n|*c*|"_qs
                           << u"<table>\n<tr><th align=\"left\">a</th><th>b</th></tr>\n"
                              "<tr><td align=\"left\"><em>c</em></td><td></td></tr>\n</table>\n"_qs;
    QTest::newRow("task") << u"- [x] a"_qs
                          << u"<ul>\n<li><input type=\"checkbox\" checked disabled> a\n</li>\n</ul>\n"_qs;
    QTest::newRow("formula") << u"$$\na<b\n$$\n\n$c$"_qs
                             << u"<pre><code class=\"math\">a&lt;b</code></pre>\n"
                                "<p><code class=\"math\">c</code></p>\n"_qs;
    QTest::newRow("image")
        << u"![a](https://b.c/d.png)"_qs
        << u"<p><a href=\"https://b.c/d.png\" rel=\"noopener noreferrer\">a (b.c)</a></p>\n"_qs;
}

void WritersTest::html()
{
    QFETCH(const QString, text);
    QFETCH(const QString, expected);
    QCOMPARE(toHtml(BlockParser::parse(text)), expected);
}

void WritersTest::richText()
{
    const QList<Block> blocks = BlockParser::parse(u"**a** `<b>` [c](https://d.e/?f&g) ~~h~~"_qs);
    QCOMPARE(toRichText(blocks.first().content),
        u"<b>a</b> <tt>&lt;b&gt;</tt> <a href=\"https://d.e/?f&amp;g\">c</a> <s>h</s>"_qs);
}

void WritersTest::json()
{
    const QList<Block> blocks = BlockParser::parse(u"> - [x] a **b** [c](https://d.e)\n\n```sh\nf\n```"_qs);
    const QByteArray json = QJsonDocument(toJson(blocks)).toJson(QJsonDocument::Compact);
    const QByteArray expected = "[{'kind':'paragraph','path':[{'join':'begins','kind':'quote'},"
                                "{'join':'begins','kind':'bullet','task':'done'}],"
                                "'spans':[[2,1,2],[4,1,16,'https://d.e']],'text':'a b c'},"
                                "{'kind':'code','language':'sh','text':'f'}]";
    QCOMPARE(json, QByteArray(expected).replace('\'', '"'));
}

void WritersTest::jsonOfChanges()
{
    BlockParser parser;
    QByteArray lines;
    for (const QString &piece : {u"a"_qs, u" b"_qs, u" **c"_qs, u"**\n\n"_qs}) {
        for (const BlockChange &change : parser.append(piece))
            lines += QJsonDocument(toJson(change)).toJson(QJsonDocument::Compact) + '\n';
    }
    const QByteArray expected
        = "{'block':0,'op':'add','value':{'kind':'paragraph','text':'a'}}\n"
          "{'block':0,'op':'append','text':' b'}\n"
          "{'block':0,'keep':3,'keepSpans':0,'op':'spans','spans':[[4,1,2]],'text':' c'}\n";
    QCOMPARE(lines, QByteArray(expected).replace('\'', '"'));
}

void WritersTest::attacksStayText_data()
{
    QTest::addColumn<QString>("text");
    int number = 0;
    for (const QString &attack :
        {u"<script>alert(1)</script>"_qs, u"<img src=x onerror=alert(1)>"_qs, u"<svg/onload=alert(1)>"_qs,
            u"[a](javascript:alert(1))"_qs, u"[a](JaVaScRiPt:alert(1))"_qs,
            u"[a](&#106;avascript:alert(1))"_qs, u"[a](java&Tab;script:alert(1))"_qs,
            u"[a](java&#10;script:alert(1))"_qs, u"[a](vbscript:x)"_qs,
            u"[a](data:text/html;base64,PHNjcmlwdD4=)"_qs, u"![a](javascript:alert(1))"_qs,
            u"![a](x\"onerror=\"alert(1))"_qs, u"[a](https://b.c/\"onmouseover=\"alert(1))"_qs,
            u"[a](<https://b.c/'onmouseover='alert(1)>)"_qs, u"[a](https://b.c \"\\\" onclick=alert(1)\")"_qs,
            u"<javascript:alert(1)>"_qs, u"<https://a.b/\"onclick=alert(1)>"_qs,
            u"```\"><script>x\na\n```"_qs, u"```js\" onclick=\"alert(1)\na\n```"_qs,
            u"    </code></pre><script>alert(1)</script>"_qs, u"`</code><script>`"_qs,
            u"$</code><script>alert(1)</script>$"_qs, u"$$\n</code><script>alert(1)</script>\n$$"_qs,
            u"|<script>|\n|-|\n|<iframe src=x>|"_qs, u"&lt;script&gt;alert(1)&lt;/script&gt;"_qs,
            u"&#60;script&#62;"_qs, u"[a]: javascript:alert(1)\n\n[a]"_qs,
            u"[![a](javascript:1)](javascript:2)"_qs, u"<style>*{color:red}</style>"_qs,
            u"<a href=javascript:alert(1)>x</a>"_qs, u"<!-- --!><script>"_qs, u"<![CDATA[<script>]]>"_qs,
            u"www.a.b\"onclick=alert(1)"_qs, u"# <base href=//a.b>"_qs, u"[a](file:///etc/passwd)"_qs,
            u"![a](file:///etc/passwd)"_qs, u"![a](//a.b/c.png)"_qs, u"<form action=//a.b><input name=x>"_qs,
            u"[a](\u0001javascript:alert(1))"_qs, u"[a\u202e](https://b.c/\u202egnp.exe)"_qs,
            u"- [x\" onclick=\"a] b"_qs, u"x<plaintext>"_qs})
        QTest::addRow("attack %d", ++number) << attack;
}

// Every "<" that is left belongs to an element that the writer means, with the attributes that it means.
void WritersTest::attacksStayText()
{
    QFETCH(const QString, text);
    static const QRegularExpression element(QStringLiteral(
        "</?(?:p|h[1-6]|ul|ol|li|pre|table|tr|em|strong|del|b|i|s|tt|blockquote)>|<(?:br|hr)>|</?code>"
        "|<ol start=\"[0-9]+\">|<code class=\"(?:math|language-[A-Za-z0-9+#._-]+)\">"
        "|<input type=\"checkbox\"(?: checked)? disabled>|</?t[hd](?: align=\"(?:left|center|right)\")?>"
        "|<a href=\"(?:https?://|mailto:)[^\"<>\\s]*\"(?: rel=\"noopener noreferrer\")?>|</a>"));
    BlockParser parser;
    for (qsizetype at = 0; at <= text.size(); ++at) {
        const bool isWhole = at == text.size();
        if (isWhole)
            parser.end();
        else
            parser.append(QStringView(text).sliced(at, 1));
        QString html = toHtml(parser.blocks());
        for (const Block &block : parser.blocks())
            html += toRichText(block.content);
        html.remove(element);
        QVERIFY2(!html.contains(u'<') && !html.contains(u'>') && !html.contains(u'"'), qPrintable(html));
        QVERIFY2(!html.contains(u'\u202e'), qPrintable(html));
    }
}

void WritersTest::foreignSpansAreCheckedAgain()
{
    const InlineText content{u"a"_qs, {{0, 1, InlineStyle::Link, u"javascript:alert(1)"_qs}}};
    QCOMPARE(toRichText(content), u"a"_qs);
    Block block;
    block.kind = Block::Kind::Image;
    block.content.text = u"a"_qs;
    block.target = u"javascript:alert(1)"_qs;
    QVERIFY(!toHtml({block}).contains(u"javascript"));
}

QTEST_APPLESS_MAIN(WritersTest)
#include "tst_writers.moc"
