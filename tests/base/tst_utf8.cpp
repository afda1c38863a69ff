// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/utf8.h"

#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;

class Utf8Test final : public QObject
{
    Q_OBJECT

private slots:
    void texts_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        QTest::addRow("empty") << QByteArray() << QString();
        QTest::addRow("ASCII") << QByteArray("abc") << u"abc"_s;
        QTest::addRow("all lengths") << QByteArray("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80") << u"aä€😀"_s;
        QTest::addRow("a mark in front is a character") << QByteArray("\xEF\xBB\xBFx") << u"\uFEFFx"_s;
        QTest::addRow("only a mark") << QByteArray("\xEF\xBB\xBF") << u"\uFEFF"_s;
        QTest::addRow("two marks") << QByteArray("\xEF\xBB\xBF\xEF\xBB\xBF") << u"\uFEFF\uFEFF"_s;
        QTest::addRow("malformed") << QByteArray("a\xFF"
                                                 "b")
                                   << u"a\uFFFDb"_s;
        QTest::addRow("malformed behind a mark") << QByteArray("\xEF\xBB\xBF\xFF") << u"\uFEFF\uFFFD"_s;
    }

    void texts()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        QCOMPARE(fromUtf8Keeping(bytes), text);
    }
};

QTEST_GUILESS_MAIN(Utf8Test)
#include "tst_utf8.moc"
