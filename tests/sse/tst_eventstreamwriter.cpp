// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sse/eventstreamwriter.h"

#include <QTest>

using namespace runnel;

class EventStreamWriterTest final : public QObject
{
    Q_OBJECT

private slots:
    void events_data()
    {
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<std::optional<QByteArrayView>>("id");
        QTest::addColumn<QByteArray>("bytes");
        using Id = std::optional<QByteArrayView>;
        const auto row
            = [](const char *name, const QByteArray &data, const QByteArray &type, Id id,
                  const QByteArray &bytes) { QTest::addRow("%s", name) << data << type << id << bytes; };
        row("data alone", "a", "", {}, "data: a\n\n");
        row("empty data", "", "", {}, "data: \n\n");
        row("all fields", "a", "up", Id("7"), "id: 7\nevent: up\ndata: a\n\n");
        row("an empty id clears", "a", "", Id(""), "id: \ndata: a\n\n");
        row("leading space stays", " a", " t", Id(" i"), "id:  i\nevent:  t\ndata:  a\n\n");
        row("line ends", "a\nb\rc\r\nd", "", {}, "data: a\ndata: b\ndata: c\ndata: d\n\n");
        row("line ends at the ends", "\na\r\n", "", {}, "data: \ndata: a\ndata: \n\n");
        row("LF CR are two", "a\n\rb", "", {}, "data: a\ndata: \ndata: b\n\n");
        row("NUL in data", QByteArray("a\0b", 3), "", {}, QByteArray("data: a\0b\n\n", 11));
    }
    void events()
    {
        QFETCH(QByteArray, data);
        QFETCH(QByteArray, type);
        QFETCH(std::optional<QByteArrayView>, id);
        QFETCH(QByteArray, bytes);
        EventStreamWriter writer;
        QVERIFY(writer.writeEvent({data, type, id}));
        QCOMPARE(writer.bytes(), QByteArrayView(bytes));
        QCOMPARE(writer.takeBytes(), bytes);
        QVERIFY(writer.bytes().isEmpty());
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("where");
        QTest::addRow("LF") << QByteArray("a\nb") << QStringLiteral("byte 0x0a at offset 1");
        QTest::addRow("CR") << QByteArray("ab\r") << QStringLiteral("byte 0x0d at offset 2");
        QTest::addRow("NUL") << QByteArray("\0ab", 3) << QStringLiteral("byte 0x00 at offset 0");
    }
    void refused()
    {
        QFETCH(QByteArray, value);
        QFETCH(QString, where);
        EventStreamWriter writer;
        const Result<void> badType = writer.writeEvent({"x", value, {}});
        QVERIFY(!badType);
        QCOMPARE(badType.error().kind, Error::Kind::InvalidInput);
        QCOMPARE(badType.error().message, QStringLiteral("type of an event holds ") + where);
        const Result<void> badId = writer.writeEvent({"x", {}, value});
        QVERIFY(!badId);
        QCOMPARE(badId.error().kind, Error::Kind::InvalidInput);
        QCOMPARE(badId.error().message, QStringLiteral("id of an event holds ") + where);
        QVERIFY(writer.bytes().isEmpty());
    }

    void commentsAndRetry()
    {
        EventStreamWriter writer;
        writer.writeComment({});
        writer.writeComment("a\ndata: forged\r\nb");
        QCOMPARE(writer.takeBytes(), QByteArray(": \n\n: a\n: data: forged\n: b\n\n"));
        QVERIFY(writer.writeRetry(std::chrono::milliseconds(1500)));
        QCOMPARE(writer.takeBytes(), QByteArray("retry: 1500\n\n"));
        const Result<void> negative = writer.writeRetry(std::chrono::milliseconds(-1));
        QVERIFY(!negative);
        QCOMPARE(negative.error().kind, Error::Kind::InvalidInput);
        QVERIFY(writer.bytes().isEmpty());
    }
};

QTEST_GUILESS_MAIN(EventStreamWriterTest)
#include "tst_eventstreamwriter.moc"
