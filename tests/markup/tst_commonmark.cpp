// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/blockdump.h"
#include "markup/blockparser.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <random>

using namespace runnel;

// The examples of the CommonMark specification, each and joined at random, streamed and parsed whole by md4c.
class CommonMarkTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void streamingAgreesWithTheWholeParse();
    void joinedExamplesAgree();
    void anySplitGivesTheSame();

private:
    QStringList m_examples;
};

namespace {

QString dumpTight(QList<Block> blocks)
{
    for (Block &block : blocks) {
        for (Container &container : block.path)
            container.isTight = true;
    }
    return testing::dump(blocks);
}

QString streamed(const QString &text)
{
    BlockParser parser;
    parser.append(text);
    parser.end(BlockParser::Confirmation::None);
    return dumpTight(parser.blocks());
}

bool hasDefinition(const QString &text)
{
    return text.contains(u"]:");
}

} // namespace

void CommonMarkTest::initTestCase()
{
    QFile file(QStringLiteral(RUNNEL_COMMONMARK_EXAMPLES));
    QVERIFY2(file.open(QIODevice::ReadOnly),
        "the examples are not there: markup.commonmark-examples fetches them");
    const QJsonArray examples = QJsonDocument::fromJson(file.readAll()).array();
    for (const QJsonValue &example : examples)
        m_examples.append(example.toObject().value(QStringLiteral("markdown")).toString());
    QCOMPARE(m_examples.size(), 652);
}

void CommonMarkTest::streamingAgreesWithTheWholeParse()
{
    int differentCount = 0;
    for (const QString &text : m_examples) {
        if (!hasDefinition(text) && streamed(text) != dumpTight(BlockParser::parse(text)))
            ++differentCount;
    }
    // Tabs that md4c leaves around a heading's text (2), and escapes in the name of a language (2).
    QVERIFY2(differentCount <= 4, qPrintable(QString::number(differentCount)));
}

void CommonMarkTest::joinedExamplesAgree()
{
    std::mt19937 random(1);
    int count = 0;
    int differentCount = 0;
    for (int i = 0; i < 20000; ++i) {
        QString text;
        for (unsigned part = 3 + random() % 6; part > 0; --part)
            text += m_examples.at(qsizetype(random() % size_t(m_examples.size())));
        if (hasDefinition(text))
            continue;
        ++count;
        if (streamed(text) != dumpTight(BlockParser::parse(text)))
            ++differentCount;
    }
    qInfo("%d of %d joins differ", differentCount, count);
    QVERIFY(differentCount * 100 <= count * 5);
}

void CommonMarkTest::anySplitGivesTheSame()
{
    std::mt19937 random(2);
    for (const QString &text : m_examples) {
        BlockParser parser;
        QList<Block> applied;
        const auto apply = [&applied](const QList<BlockChange> &changes) {
            for (const BlockChange &change : changes)
                applyChange(applied, change);
        };
        for (qsizetype at = 0; at < text.size();) {
            const qsizetype size = std::min<qsizetype>(1 + random() % 4, text.size() - at);
            apply(parser.append(QStringView(text).sliced(at, size)));
            at += size;
            BlockParser whole;
            whole.append(QStringView(text).first(at));
            QCOMPARE(testing::dump(applied), testing::dump(whole.blocks()));
        }
        apply(parser.end());
        QCOMPARE(applied, parser.blocks());
        QCOMPARE(testing::dump(applied), testing::dump(BlockParser::parse(text)));
    }
}

QTEST_APPLESS_MAIN(CommonMarkTest)
#include "tst_commonmark.moc"
