// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/httpanswer.h"

#include <QTest>

using namespace runnel;

class HttpAnswerTest final : public QObject
{
    Q_OBJECT

private slots:
    void aFieldCannotBeginAnother_data();
    void aFieldCannotBeginAnother();
    void framesTheBody_data();
    void framesTheBody();
    void errorsAreJson();
};

void HttpAnswerTest::aFieldCannotBeginAnother_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("line"); // empty: left out
    QTest::addRow("plain") << QByteArray("X-A") << QByteArray("b") << QByteArray("X-A: b");
    QTest::addRow("CR LF") << QByteArray("X-A") << QByteArray("b\r\nSet-Cookie: c")
                           << QByteArray("X-A: b  Set-Cookie: c");
    QTest::addRow("LF") << QByteArray("X-A") << QByteArray("b\nc") << QByteArray("X-A: b c");
    QTest::addRow("NUL") << QByteArray("X-A") << QByteArray("b\0c", 3) << QByteArray("X-A: b c");
    QTest::addRow("end of the head") << QByteArray("X-A") << QByteArray("\r\n\r\nbody")
                                     << QByteArray("X-A:     body");
    QTest::addRow("name with a colon") << QByteArray("X: y\r\nX-A") << QByteArray("b") << QByteArray();
    QTest::addRow("no name") << QByteArray() << QByteArray("b") << QByteArray();
}

void HttpAnswerTest::aFieldCannotBeginAnother()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, value);
    QFETCH(const QByteArray, line);
    const QByteArray head = httpAnswerHead({200, {{name, value}}, {}}, BodyFraming::UntilClose);
    QVERIFY(head.endsWith("\r\n\r\n"));
    QByteArrayList lines = head.chopped(4).replace("\r\n", "\n").split('\n');
    QCOMPARE(lines.takeFirst(), "HTTP/1.1 200 OK");
    QVERIFY(lines.takeFirst().startsWith("Date: "));
    QCOMPARE(lines.takeFirst(), "Connection: close");
    QCOMPARE(lines, line.isEmpty() ? QByteArrayList() : QByteArrayList{line});
}

void HttpAnswerTest::framesTheBody_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("untilClose");
    QTest::addColumn<bool>("hasLength");
    QTest::addRow("200") << 200 << false << true;
    QTest::addRow("404") << 404 << false << true;
    QTest::addRow("stream") << 200 << true << false;
    QTest::addRow("204") << 204 << false << false;
    QTest::addRow("304") << 304 << false << false;
}

void HttpAnswerTest::framesTheBody()
{
    QFETCH(const int, status);
    QFETCH(const bool, untilClose);
    QFETCH(const bool, hasLength);
    const QByteArray head = httpAnswerHead(
        {status, {}, "four"}, untilClose ? BodyFraming::UntilClose : BodyFraming::ContentLength);
    QCOMPARE(head.contains("\r\nContent-Length: 4\r\n"), hasLength);
    QCOMPARE(head.contains("Content-Length"), hasLength);
}

void HttpAnswerTest::errorsAreJson()
{
    const HttpAnswer answer = httpError(503, "a \"b\" \\ c\n");
    QCOMPARE(answer.httpStatus, 503);
    QCOMPARE(answer.body, "{\"error\":{\"status\":503,\"message\":\"a \\\"b\\\" \\\\ c?\"}}\n");
    QVERIFY(answer.fields.contains({"Content-Type", "application/json"}));
}

QTEST_GUILESS_MAIN(HttpAnswerTest)
#include "tst_httpanswer.moc"
