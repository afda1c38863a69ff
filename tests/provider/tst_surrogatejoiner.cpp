// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/surrogatejoiner.h"

#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;

namespace {

const QChar high(0xD83D);
const QChar low(0xDE00);

} // namespace

class SurrogateJoinerTest final : public QObject
{
    Q_OBJECT

private slots:
    void pieces_data()
    {
        QTest::addColumn<QStringList>("pieces");
        QTest::addColumn<QString>("text");
        const QString smile = u"😀"_s;
        QTest::addRow("whole") << QStringList{u"a"_s + smile, u"b"_s} << u"a😀b"_s;
        QTest::addRow("cut between the halves") << QStringList{u"a"_s + high, low + u"b"_s} << u"a😀b"_s;
        QTest::addRow("an empty piece between") << QStringList{QString(high), {}, QString(low)} << smile;
        QTest::addRow("first half alone") << QStringList{QString(high), u"b"_s} << u"\uFFFDb"_s;
        QTest::addRow("first half at the end") << QStringList{u"a"_s + high} << u"a\uFFFD"_s;
        QTest::addRow("second half alone") << QStringList{low + u"b"_s} << u"\uFFFDb"_s;
        QTest::addRow("two first halves") << QStringList{QString(high), high + QString(low)} << u"\uFFFD😀"_s;
        QTest::addRow("halves in the wrong order")
            << QStringList{QString(low), QString(high)} << u"\uFFFD\uFFFD"_s;
    }

    void pieces()
    {
        QFETCH(QStringList, pieces);
        QFETCH(QString, text);
        SurrogateJoiner joiner;
        QString joined;
        for (QString piece : pieces) {
            joiner.join(piece);
            QVERIFY(piece.isValidUtf16()); // each by itself
            joined += piece;
        }
        joined += joiner.takeRest();
        QCOMPARE(joined, text);
        QVERIFY(joiner.takeRest().isEmpty());
    }

    void anyCutGivesTheSame()
    {
        const QString text = u"a😀😀b\u00e4\U0001F468\u200D\U0001F469c😀"_s;
        for (qsizetype cut = 0; cut <= text.size(); ++cut) {
            SurrogateJoiner joiner;
            QString head = text.first(cut);
            QString tail = text.sliced(cut);
            joiner.join(head);
            joiner.join(tail);
            QCOMPARE(head + tail + joiner.takeRest(), text);
        }
    }
};

QTEST_GUILESS_MAIN(SurrogateJoinerTest)
#include "tst_surrogatejoiner.moc"
