// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/blockdump.h"
#include "markup/blockparser.h"

#include <QTest>

#include <random>

using namespace runnel;

// What holds for every text: any split gives the same, the changes lead from block to block, and md4c's parse
// of the whole changes nothing where no definition of links is.
class BlockPropertiesTest : public QObject
{
    Q_OBJECT

private slots:
    void holdForJoinedPieces_data();
    void holdForJoinedPieces();
    void holdForLongParagraphs();
    void streamingAgreesWithTheWholeParse();
};

namespace {

const QStringList &pieces()
{
    static const QStringList list{u"A line of words, as they come."_qs, u"**bold** and *it* and `code`"_qs,
        u"- item"_qs, u"  - nested item"_qs, u"    - deeper"_qs, u"1. first"_qs, u"2. second"_qs, u""_qs,
        u""_qs, u"> quoted"_qs, u"> - item in a quote"_qs, u"```cpp"_qs, u"```"_qs,
        u"int main() { return 0; } // `x`"_qs, u"# Heading"_qs, u"### Another *one* ###"_qs, u"| a | b |"_qs,
        u"|---|:-:|"_qs, u"| 1 | `2` |"_qs, u"---"_qs, u"***"_qs, u"==="_qs, u"- [ ] task"_qs,
        u"- [x] done"_qs, u"a formula $x_1 + y$ here"_qs, u"$$\n- a\n= b\n$$"_qs, u"\\[ a = b \\]"_qs,
        u"\\( c \\) and $5"_qs, u"[link](https://example.org/a_b)"_qs,
        u"![image](https://example.org/i.png)"_qs, u"<https://example.org>"_qs, u"    indented code"_qs,
        u"\ttab"_qs, u"*open emphasis"_qs, u"**open strong"_qs, u"`open code"_qs, u"hard  "_qs, u"break\\"_qs,
        u"snake_case and 5*3 and ~~gone~~"_qs, u"日本語の文章と**強調**。"_qs, u"emoji 👩‍💻 𝒳"_qs,
        u"&amp; &copy; &#x41;"_qs, u"<b>html</b>"_qs, u"-"_qs, u"1."_qs, u">"_qs, u"~~~"_qs, u"   three"_qs,
        u"  continued"_qs, u"+ plus"_qs, u"10) ten"_qs};
    return list;
}

QString joined(std::mt19937 &random)
{
    QString text;
    const int lineCount = 1 + int(random() % 12);
    for (int i = 0; i < lineCount; ++i)
        text += pieces().at(qsizetype(random() % size_t(pieces().size()))) + u'\n';
    return text;
}

// A list's looseness is corrected at the end; here it is left out.
QString dumpTight(QList<Block> blocks)
{
    for (Block &block : blocks) {
        for (Container &container : block.path)
            container.isTight = true;
    }
    return testing::dump(blocks);
}

bool check(const QString &text, std::mt19937 &random)
{
    BlockParser parser;
    QList<Block> applied;
    const auto apply = [&applied](const QList<BlockChange> &changes) {
        for (const BlockChange &change : changes)
            applyChange(applied, change);
    };
    const unsigned longest = random() % 2 ? 3 : 40;
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype size = std::min<qsizetype>(1 + random() % longest, text.size() - at);
        apply(parser.append(QStringView(text).sliced(at, size)));
        at += size;
        if (!QTest::qCompare(applied == parser.blocks(), true, "applied", "blocks", __FILE__, __LINE__))
            return false;
        BlockParser whole;
        whole.append(QStringView(text).first(at));
        if (!QTest::qCompare(testing::dump(parser.blocks()), testing::dump(whole.blocks()), "split", "whole",
                __FILE__, __LINE__))
            return false;
    }
    apply(parser.end());
    return QTest::qCompare(applied == parser.blocks(), true, "applied", "blocks", __FILE__, __LINE__)
        && QTest::qCompare(testing::dump(applied), testing::dump(BlockParser::parse(text)), "split", "whole",
            __FILE__, __LINE__);
}

} // namespace

void BlockPropertiesTest::holdForJoinedPieces_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 40; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void BlockPropertiesTest::holdForJoinedPieces()
{
    QFETCH(const unsigned, seed);
    std::mt19937 random(seed);
    for (int i = 0; i < 25; ++i) {
        const QString text = joined(random);
        if (!check(text, random)) {
            qWarning().noquote() << "text:\n" << text;
            return;
        }
    }
}

void BlockPropertiesTest::holdForLongParagraphs()
{
    std::mt19937 random(7);
    for (int i = 0; i < 4; ++i) {
        QString text;
        while (text.size() < 3 * LeafContent::eagerLength) {
            const QString piece = pieces().at(qsizetype(random() % size_t(pieces().size())));
            const bool isText = !piece.isEmpty() && piece.front().isLetter();
            text += isText ? piece.trimmed() + (random() % 8 ? u' ' : u'\n') : u"word "_qs;
            if (i % 2 && random() % 50 == 0)
                text += u"*loose "_qs;
        }
        if (!check(text, random))
            return;
    }
}

// md4c 0.4.8 departs from CommonMark where an empty item is followed by a blank line and an indented list, in
// lazy lines behind fences, and with formulas that have no end; beyond that there is no difference.
void BlockPropertiesTest::streamingAgreesWithTheWholeParse()
{
    std::mt19937 random(11);
    constexpr int textCount = 2000;
    int differentCount = 0;
    for (int i = 0; i < textCount; ++i) {
        const QString text = joined(random);
        BlockParser parser;
        parser.append(text);
        parser.end(BlockParser::Confirmation::None);
        if (dumpTight(parser.blocks()) != dumpTight(BlockParser::parse(text))) {
            ++differentCount;
            if (qEnvironmentVariableIsSet("RUNNEL_SHOW"))
                qWarning().noquote() << text << "\n-- streamed\n"
                                     << dumpTight(parser.blocks()) << "-- whole\n"
                                     << dumpTight(BlockParser::parse(text));
        }
    }
    qInfo("%d of %d texts differ", differentCount, textCount);
    QVERIFY(differentCount <= textCount / 50);
}

QTEST_APPLESS_MAIN(BlockPropertiesTest)
#include "tst_blockproperties.moc"
