// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/blockchange.h"

#include <QTest>

using namespace runnel;

class BlockChangeTest : public QObject
{
    Q_OBJECT

private slots:
    void leadFromOldToNext_data();
    void leadFromOldToNext();
};

namespace {

QList<Block> blocksNamed(const QString &names)
{
    QList<Block> blocks;
    for (const QChar name : names) {
        Block block;
        block.content.text = name;
        blocks.append(block);
    }
    return blocks;
}

} // namespace

void BlockChangeTest::leadFromOldToNext_data()
{
    QTest::addColumn<QString>("old");
    QTest::addColumn<QString>("next");
    QTest::addColumn<int>("count");
    QTest::addRow("same") << "abc"
                          << "abc" << 0;
    QTest::addRow("none") << ""
                          << "" << 0;
    QTest::addRow("all new") << ""
                             << "abc" << 3;
    QTest::addRow("all gone") << "abc"
                              << "" << 3;
    QTest::addRow("one replaced") << "abc"
                                  << "axc" << 1;
    QTest::addRow("one gone first") << "abc"
                                    << "bc" << 1;
    QTest::addRow("one gone last") << "abc"
                                   << "ab" << 1;
    QTest::addRow("one new in the middle") << "abc"
                                           << "abxc" << 1;
    QTest::addRow("two gone, one replaced") << "abcdef"
                                            << "adxf" << 3;
    QTest::addRow("nothing in common") << "abc"
                                       << "xy" << 3;
}

void BlockChangeTest::leadFromOldToNext()
{
    QFETCH(const QString, old);
    QFETCH(const QString, next);
    QFETCH(const int, count);
    QList<Block> blocks = blocksNamed(old);
    const QList<BlockChange> changes = changesBetween(blocks, blocksNamed(next));
    for (const BlockChange &change : changes)
        applyChange(blocks, change);
    QCOMPARE(blocks, blocksNamed(next));
    QCOMPARE(changes.size(), count);
}

QTEST_APPLESS_MAIN(BlockChangeTest)
#include "tst_blockchange.moc"
