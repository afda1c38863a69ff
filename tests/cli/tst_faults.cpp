// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/faultrows.h"
#include "cli/program.h"
#include "support/faultserver.h"

#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(FaultRow)

namespace {

QUrl addressOf(const FaultRow &row, const FaultServer &server)
{
    QUrl url = server.url();
    if (row.isTls)
        url.setScheme(u"https"_s);
    return url;
}

Program ask(const FaultRow &row, const FaultServer &server, const QStringList &more = {})
{
    Program program(
        QStringList{u"ask"_s, u"hi"_s, u"--model"_s, u"m"_s, u"--url"_s, addressOf(row, server).toString()}
            + row.options + more,
        {{u"RUNNEL_API_KEY"_s, u"sk-canary-4711"_s}});
    program.closeInput();
    return program;
}

void addRows()
{
    QTest::addColumn<FaultRow>("row");
    const QList<FaultRow> rows = faultRows();
    for (qsizetype i = 0; i < rows.size(); ++i)
        QTest::addRow("%d: %s", int(i), rows[i].name.constData()) << rows[i];
}

/// The end of a sentence: whoever reads it knows that nothing is missing.
bool isSentence(const QByteArray &line)
{
    return line.startsWith("runnel-cli: ") && (line.endsWith('.') || line.endsWith('?'));
}

} // namespace

/// Each row of the fault table, seen by a person at a terminal and by a program.
class FaultsTest final : public QObject
{
    Q_OBJECT

private slots:
    void text_data() { addRows(); }

    void text()
    {
        QFETCH(FaultRow, row);
        FaultServer server(row.script);
        Program program = ask(row, server);
        if (row.waitsForText)
            QTRY_COMPARE(program.out(), row.out);
        server.release();

        QCOMPARE(program.end(), row.status);
        QVERIFY(program.out() == row.out); // not QCOMPARE: some are many MiB
        QCOMPARE(server.requestCount("POST"), row.posts);
        QCOMPARE(server.requestCount(), row.posts);

        const QByteArrayList sentences = program.errLines();
        for (const QByteArray &sentence : sentences)
            QVERIFY2(isSentence(sentence), sentence.constData());
        QCOMPARE(sentences.isEmpty(), row.says.isEmpty());
        if (row.says.isEmpty())
            return;
        // Before the sentence that tells how it ended come the retries; after it may come a hint at an
        // option.
        QByteArrayList others = sentences;
        const bool hasHint = others.size() > 1 && others.last().contains(" --accept-certificate ");
        if (hasHint)
            others.removeLast();
        const QString told = QString::fromUtf8(others.takeLast());
        QVERIFY2(told.contains(row.says), qPrintable(told));
        QCOMPARE(told.contains("What came before is kept."_L1), !row.out.isEmpty());
        for (const QByteArray &earlier : std::as_const(others))
            QVERIFY2(earlier.contains("Trying again in "), earlier.constData());
    }

    void json_data() { addRows(); }

    void json()
    {
        QFETCH(FaultRow, row);
        FaultServer server(row.script);
        Program program = ask(row, server, {u"--json"_s});
        if (row.waitsForText)
            QTRY_VERIFY(program.out().contains("\"delta\""));
        server.release();
        QCOMPARE(program.end(), row.status);

        QByteArrayList lines = program.outLines();
        QVERIFY(!lines.isEmpty());
        const QJsonObject last = jsonLine(lines.takeLast());
        QByteArray text;
        for (const QByteArray &line : lines)
            text += jsonLine(line)["delta"_L1]["text"_L1].toString().toUtf8();
        QVERIFY(text == row.out);

        QCOMPARE(last.keys(), QStringList{u"end"_s});
        const QJsonObject end = last["end"_L1].toObject();
        QCOMPARE(end.keys(), QStringList({u"complete"_s, u"error"_s, u"finish"_s, u"model"_s, u"usage"_s}));
        QCOMPARE(end["complete"_L1].toBool(), row.status == 0);
        QCOMPARE(end["finish"_L1].toString(), QString::fromLatin1(row.finish));
        QCOMPARE(end["error"_L1].isNull(), row.cause == nullptr);
        if (row.cause) {
            QCOMPARE(end["error"_L1]["cause"_L1].toString(), QString::fromLatin1(row.cause));
            QVERIFY(!end["error"_L1]["code"_L1].toString().isEmpty());
            QVERIFY(!end["error"_L1]["message"_L1].toString().isEmpty());
        }
    }
};

QTEST_GUILESS_MAIN(FaultsTest)
#include "tst_faults.moc"
