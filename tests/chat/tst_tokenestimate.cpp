// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "chat/tokenestimate.h"

#include <QRandomGenerator>
#include <QtTest>

using namespace runnel;

class TestTokenEstimate : public QObject
{
    Q_OBJECT

private slots:
    void isNearTheCount_data();
    void isNearTheCount();
    void addsWeights_data();
    void addsWeights();
    void neverShrinks_data();
    void neverShrinks();
};

// Counted by gpt-tokenizer 4.0.0, o200k_base.
void TestTokenEstimate::isNearTheCount_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("counted");
    QTest::addColumn<double>("bound"); // relative; wide where the technote says so

    QTest::addRow("English") << QStringLiteral(
        "The reply is written to disk before anyone sees it. If the machine loses power in the middle "
        "of a sentence, the next start shows every word that had been on the screen, marked as "
        "interrupted, and offers to go on from there. Nothing that a person typed is ever thrown away "
        "by an error.") << qint64(61)
                             << 0.30;
    QTest::addRow("German") << QStringLiteral(
        "Die Antwort wird gespeichert, bevor sie jemand sieht. Fällt mitten im Satz der Strom aus, "
        "zeigt der nächste Start jedes Wort, das auf dem Bildschirm stand, als unterbrochen "
        "gekennzeichnet, und bietet an, dort weiterzumachen.")
                            << qint64(49) << 0.30;
    QTest::addRow("Russian") << QStringLiteral(
        "Ответ записывается на диск прежде, чем его кто-нибудь увидит. Если посреди предложения "
        "пропадёт питание, при следующем запуске будет показано каждое слово, которое было на экране, "
        "с пометкой о прерывании.")
                             << qint64(51) << 0.65;
    QTest::addRow("Chinese") << QStringLiteral(
        "回复在任何人看到之前就已写入磁盘。如果句子写到一半时断电，下次启动会显示屏幕上出现过的每一个字，"
        "标记为已中断，并可以从那里继续。用户输入的内容绝不会因为错误而丢失。")
                             << qint64(62) << 0.30;
    QTest::addRow("Japanese") << QStringLiteral(
        "返信は誰かの目に触れる前にディスクへ書き込まれます。文の途中で電源が切れても、次に起動したときに"
        "は画面に表示されていたすべての言葉が中断の印とともに表示され、そこから続けることができます。")
                              << qint64(73) << 0.30;
    QTest::addRow("C++") << QStringLiteral("qsizetype MessageTree::select(const MessageId &id)\n{\n"
                                           "    for (MessageId at = id; !at.isEmpty();) {\n"
                                           "        const MessageId parentId = node(at).parentId;\n"
                                           "        if (node(parentId).selectedChild != at)\n"
                                           "            mutableNode(parentId).selectedChild = at;\n"
                                           "        at = parentId;\n    }\n    return retracePath();\n}\n")
                         << qint64(80) << 0.30;
    QTest::addRow("JSON") << QStringLiteral(
        "{\"id\":\"chatcmpl-9\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
        "\"model\":\"small\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"},"
        "\"finish_reason\":null}],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":345}}")
                          << qint64(59) << 0.45;
    QTest::addRow("table") << QStringLiteral("| what | budget | known so far |\n|---|---|---|\n"
                                             "| first frame | 1.5 x the empty window | 111 ms |\n"
                                             "| memory | 30 MB above it | 49 MB |\n"
                                             "| search | 30 ms for the first page | 4-34 ms |\n")
                           << qint64(63) << 0.30;
    QTest::addRow("emoji") << QStringLiteral(
        "Done 🎉 All tests pass ✅ and the build is green 🟢 🚀 Two warnings remain ⚠️ see "
        "the log 📄 below 👇 and tell me what you think 🤔 Thanks 🙏")
                           << qint64(42) << 0.30;
}

void TestTokenEstimate::isNearTheCount()
{
    QFETCH(const QString, text);
    QFETCH(const qint64, counted);

    const qint64 estimate = estimatedTokens(text);
    QFETCH(const double, bound);
    const QString said = QStringLiteral("estimated %1, counted %2").arg(estimate).arg(counted);
    QVERIFY2(double(estimate) >= double(counted) * (1 - bound), qPrintable(said));
    QVERIFY2(double(estimate) <= double(counted) * (1 + bound), qPrintable(said));
}

// The sums of weights in hundredths, rounded up, so that every branch is held.
void TestTokenEstimate::addsWeights_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("tokens");

    const auto row = [](const char *name, const QString &text, int hundredthsOfThousand) {
        const QString thousand = text.repeated(1000);
        QTest::addRow("%s", name) << thousand << qint64((qint64(hundredthsOfThousand) + 99) / 100);
    };
    QTest::addRow("nothing") << QString() << qint64(0);
    QTest::addRow("one blank") << QStringLiteral(" ") << qint64(0);
    QTest::addRow("one letter") << QStringLiteral("a") << qint64(1);
    row("short words", QStringLiteral("word "), 88'000);
    row("a long word", QStringLiteral("lengthened "), 88'000 + 4 * 51'000);
    row("camelCase", QStringLiteral("oneTwoThree "), 88'000 + 2 * 65'000);
    row("capitals are one word", QStringLiteral("HTTPS "), 88'000);
    row("digits", QStringLiteral("12 "), 204'000);
    row("signs", QStringLiteral("+- "), 122'000);
    row("the same sign", QStringLiteral("--- "), 61'000 + 2 * 7'000);
    row("indent", QStringLiteral("\n    a"), 42'000 + 123'000 + 88'000);
    row("blank lines", QStringLiteral("a\n\n\r\n"), 88'000 + 42'000);
    row("accents", QStringLiteral("né "), 88'000 + 80'000);
    row("Cyrillic", QStringLiteral("да "), 107'000 + 2 * 27'000);
    row("Han", QStringLiteral("中"), 71'000);
    row("kana", QStringLiteral("か"), 66'000);
    row("Hangul", QStringLiteral("한"), 89'000);
    row("full-width sign", QStringLiteral("。"), 128'000);
    row("emoji", QStringLiteral("🎉"), 236'000);
    row("Greek", QStringLiteral("λ"), 66'000);
    row("Hebrew", QStringLiteral("א"), 78'000);
    row("Arabic", QStringLiteral("ب"), 52'000);
    row("Devanagari", QStringLiteral("क"), 76'000);
    row("Thai", QStringLiteral("ก"), 55'000);
    row("arrow", QStringLiteral("→"), 52'000);
}

void TestTokenEstimate::addsWeights()
{
    QFETCH(const QString, text);
    QFETCH(const qint64, tokens);
    QCOMPARE(estimatedTokens(text), tokens);
}

void TestTokenEstimate::neverShrinks_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 10; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

// Any UTF-16 units, lone surrogates and NUL among them.
void TestTokenEstimate::neverShrinks()
{
    QFETCH(const quint32, seed);

    QRandomGenerator random(seed);
    QString text;
    for (int i = 0; i < 400; ++i)
        text.append(QChar(char16_t(random.bounded(random.bounded(2) == 0 ? 0x80 : 0x10000))));
    qint64 before = 0;
    for (qsizetype i = 0; i <= text.size(); ++i) {
        const qint64 now = estimatedTokens(QStringView(text).first(i));
        QVERIFY(now >= before);
        QVERIFY(now <= before + 3); // no unit weighs more
        before = now;
    }
}

QTEST_GUILESS_MAIN(TestTokenEstimate)
#include "tst_tokenestimate.moc"
