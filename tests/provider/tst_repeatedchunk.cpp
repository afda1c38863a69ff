// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/repeatedchunk.h"

#include "provider/openaichat.h"
#include "provider/openaichatrows.h"

#include <QTest>

using namespace runnel;

namespace {

ReplyDelta decoded(ReplyDecoder &decoder, const QByteArray &json)
{
    ReplyDelta delta;
    decoder.decodeDocument(json, delta);
    return delta;
}

} // namespace

class RepeatedChunkTest final : public QObject
{
    Q_OBJECT

private slots:
    void words_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("words"); // null: only a parser can tell
        const auto row = [](const char *name, const QByteArray &json, const QByteArray &words) {
            QTest::addRow("%s", name) << json << words;
        };
        row("the same", "{\"a\":\"xy\",\"b\":1}", "xy");
        row("others", "{\"a\":\"z\",\"b\":1}", "z");
        row("UTF-8", "{\"a\":\"\xC3\xA4\",\"b\":1}", "\xC3\xA4");
        row("none", "{\"a\":\"\",\"b\":1}", {});
        row("an escape", "{\"a\":\"x\\n\",\"b\":1}", {});
        row("a quote", "{\"a\":\"x\",\"a\":\"y\",\"b\":1}", {});
        row("a control character", "{\"a\":\"x\ny\",\"b\":1}", {});
        row("another end", "{\"a\":\"xy\",\"b\":2}", {});
        row("another beginning", "{\"c\":\"xy\",\"b\":1}", {});
        row("overlapping", "{\"a\":\",\"b\":1}", {});
        row("empty", "", {});
    }

    void words()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, words);
        RepeatedChunk chunk;
        QVERIFY(!chunk.wordsIn(json)); // nothing is remembered yet
        chunk.remember("{\"a\":\"xy\",\"b\":1}", 6, 2);
        const auto found = chunk.wordsIn(json);
        QCOMPARE(found.has_value(), !words.isNull());
        if (found)
            QCOMPARE(found->toByteArray(), words);
    }

    /// For any two texts in a row: the second says the same, whether or not the first was remembered.
    void decodingIsTheSame()
    {
        const QList<QByteArray> texts = repeatedChunkTexts();
        for (const QByteArray &first : texts) {
            for (const QByteArray &second : texts) {
                OpenAiChatDecoder plain;
                OpenAiChatDecoder spaced; // a space means nothing, but makes it another text
                QCOMPARE(decoded(plain, first), decoded(spaced, ' ' + first));
                QCOMPARE(decoded(plain, second), decoded(spaced, "  " + second));
                QCOMPARE(decoded(plain, first), decoded(spaced, "   " + first));
            }
        }
    }
};

QTEST_GUILESS_MAIN(RepeatedChunkTest)
#include "tst_repeatedchunk.moc"
