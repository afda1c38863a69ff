// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sse/ndjsonframer.h"

#include <QList>
#include <QTest>

#include <vector>

using namespace runnel;

namespace {

struct Framed
{
    QList<QByteArray> lines;
    bool overflowed = false;
};

Framed frame(const QByteArray &bytes, qsizetype partBytes, bool isLenient, qsizetype limit)
{
    NdjsonFramer framer(limit);
    Framed result;
    const auto keep = [&](QByteArrayView line) { result.lines.append(line.toByteArray()); };
    for (qsizetype at = 0; at < bytes.size(); at += partBytes) {
        const QByteArray slice = bytes.mid(at, partBytes);
        const std::vector<char> part(slice.begin(), slice.end());
        framer.feed({part.data(), qsizetype(part.size())}, keep);
    }
    if (isLenient)
        framer.flush(keep);
    else
        framer.finish();
    result.overflowed = framer.overflowed();
    return result;
}

} // namespace

class NdjsonFramerTest final : public QObject
{
    Q_OBJECT

private slots:
    void lines_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QList<QByteArray>>("strict");
        QTest::addColumn<QList<QByteArray>>("lenient");
        using Lines = QList<QByteArray>;
        const auto row
            = [](const char *name, const QByteArray &bytes, const Lines &strict, const Lines &lenient) {
                  QTest::addRow("%s", name) << bytes << strict << lenient;
              };
        row("nothing", "", {}, {});
        row("LF", "{}\n[1]\n", {"{}", "[1]"}, {"{}", "[1]"});
        row("CR LF", "{}\r\n[1]\r\n", {"{}", "[1]"}, {"{}", "[1]"});
        row("no last LF", "{}\n{\"a\":1}", {"{}"}, {"{}", "{\"a\":1}"});
        row("no last LF after CR", "{}\r", {}, {"{}"});
        row("blank lines", "\n\r\n \t\r\n{}\n\n \n", {"{}"}, {"{}"});
        row("a blank tail is no line", "{}\n \r", {"{}"}, {"{}"});
        row("CR within is no line end", "1\r2\n", {"1\r2"}, {"1\r2"});
        row("one CR belongs to the end", "1\r\r\n", {"1\r"}, {"1\r"});
        row("other separators are none", "\"\xE2\x80\xA8\xC2\x85\"\n", {"\"\xE2\x80\xA8\xC2\x85\""},
            {"\"\xE2\x80\xA8\xC2\x85\""});
        row("ill-formed UTF-8", "\"\xF0\x9F\x8C\"\n\"\xC0\x80\"\n",
            {"\"\xEF\xBF\xBD\"", "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},
            {"\"\xEF\xBF\xBD\"", "\"\xEF\xBF\xBD\xEF\xBF\xBD\""});
        row("cut within a character", "\"\xE6\xB5", {}, {"\"\xEF\xBF\xBD"});
        row("NUL", QByteArray("\0\n", 2), {QByteArray("\0", 1)}, {QByteArray("\0", 1)});
    }
    void lines()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QList<QByteArray>, strict);
        QFETCH(QList<QByteArray>, lenient);
        for (qsizetype partBytes = 1; partBytes <= bytes.size() + 1; ++partBytes) {
            QCOMPARE(frame(bytes, partBytes, false, 100).lines, strict);
            QCOMPARE(frame(bytes, partBytes, true, 100).lines, lenient);
        }
    }

    void limits_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QList<QByteArray>>("lines");
        QTest::addColumn<bool>("overflowed");
        using Lines = QList<QByteArray>;
        QTest::addRow("at the limit") << QByteArray("1234\n1234") << Lines{"1234", "1234"} << false;
        QTest::addRow("above") << QByteArray("1\n12345\n2\n") << Lines{"1"} << true;
        QTest::addRow("open and above") << QByteArray("1\n12345") << Lines{"1"} << true;
        QTest::addRow("the CR counts") << QByteArray("1234\r\n") << Lines{} << true;
    }
    void limits()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QList<QByteArray>, lines);
        QFETCH(bool, overflowed);
        for (qsizetype partBytes = 1; partBytes <= bytes.size(); ++partBytes) {
            const Framed framed = frame(bytes, partBytes, true, 4);
            QCOMPARE(framed.lines, lines);
            QCOMPARE(framed.overflowed, overflowed);
        }
    }

    void silentUntilReset()
    {
        NdjsonFramer framer(4);
        QList<QByteArray> lines;
        const auto keep = [&](QByteArrayView line) { lines.append(line.toByteArray()); };
        framer.feed("12345\n1\n", keep);
        framer.feed("2\n", keep);
        framer.flush(keep);
        QVERIFY(framer.overflowed());
        QCOMPARE(lines, QList<QByteArray>());
        framer.reset();
        QVERIFY(!framer.overflowed());
        framer.feed("3\n", keep);
        framer.finish();
        framer.feed("4\n", keep);
        QCOMPARE(lines, (QList<QByteArray>{"3"}));
    }

    void callbackMayReset()
    {
        NdjsonFramer framer;
        QList<QByteArray> lines;
        const auto resetAtTwo = [&](QByteArrayView line) {
            lines.append(line.toByteArray());
            if (line == "2")
                framer.reset();
        };
        framer.feed("1\n2\n3\n4", resetAtTwo);
        framer.feed("5\n", resetAtTwo);
        QCOMPARE(lines, (QList<QByteArray>{"1", "2", "5"}));
    }

    void writtenComesBack()
    {
        QByteArray bytes;
        QVERIFY(appendNdjsonLine("{\"a\":1}", bytes));
        QVERIFY(appendNdjsonLine("[]", bytes));
        for (const char *refused : {"{\n}", "{\r}", "", " \t"}) {
            const Result<void> result = appendNdjsonLine(refused, bytes);
            QVERIFY(!result);
            QCOMPARE(result.error().kind, Error::Kind::InvalidInput);
        }
        QCOMPARE(bytes, QByteArray("{\"a\":1}\n[]\n"));
        QCOMPARE(frame(bytes, 3, false, 100).lines, (QList<QByteArray>{"{\"a\":1}", "[]"}));
    }
};

QTEST_GUILESS_MAIN(NdjsonFramerTest)
#include "tst_ndjsonframer.moc"
