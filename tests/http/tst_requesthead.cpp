// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/requesthead.h"

#include <QTest>

using namespace runnel;

namespace {

QByteArray get(const QByteArray &fields)
{
    return "GET / HTTP/1.1\r\n" + fields + "\r\n";
}

QByteArray withHost(const QByteArray &fields)
{
    return get("Host: a\r\n" + fields);
}

QByteArray target(const QByteArray &target)
{
    return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

QByteArray manyFields(int count)
{
    QByteArray fields = "Host: a\r\n";
    for (int i = 1; i < count; ++i)
        fields += "X-" + QByteArray::number(i) + ": 1\r\n";
    return get(fields);
}

// A head of exactly @p bytes.
QByteArray headOf(qsizetype bytes)
{
    const qsizetype rest = bytes - withHost("X: \r\n").size();
    return withHost("X: " + QByteArray(rest, 'x') + "\r\n");
}

} // namespace

class RequestHeadTest final : public QObject
{
    Q_OBJECT

private slots:
    void acceptsWhatIsValid_data();
    void acceptsWhatIsValid();
    void refusesWhatIsNot_data();
    void refusesWhatIsNot();
    void decidesTheSameHoweverTheBytesArrive_data() { allRows(); }
    void decidesTheSameHoweverTheBytesArrive();
    void anyByteInTheWrongPlaceIsRefused();
    void readsTheFields();
    void readsBackWhatItWrites();

private:
    void allRows();
};

void RequestHeadTest::acceptsWhatIsValid_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<qint64>("length");
    QTest::addRow("smallest") << get("Host: a\r\n") << qint64(0);
    QTest::addRow("HTTP/1.0") << QByteArray("GET / HTTP/1.0\r\nHost: a\r\n\r\n") << qint64(0);
    for (const char *method : {"HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
        QTest::addRow("%s", method) << method + withHost("").mid(3) << qint64(0);
    QTest::addRow("query") << target("/a?b=c&d=%20/?") << qint64(0);
    QTest::addRow("escapes") << target("/%e4%BD%a0") << qint64(0);
    QTest::addRow("longest target") << target('/' + QByteArray(8191, 'a')) << qint64(0);
    QTest::addRow("longest head") << headOf(16 * 1024) << qint64(0);
    QTest::addRow("most fields") << manyFields(100) << qint64(0);
    QTest::addRow("no space behind the colon") << get("Host:a\r\n") << qint64(0);
    QTest::addRow("spaces around a value") << get("Host: \t a \t \r\n") << qint64(0);
    QTest::addRow("empty value") << withHost("X:\r\n") << qint64(0);
    QTest::addRow("bytes above 127 in a value") << withHost("X: \xE4\xBD\xA0\r\n") << qint64(0);
    QTest::addRow("tab in a value") << withHost("X: a\tb\r\n") << qint64(0);
    QTest::addRow("length") << withHost("Content-Length: 42\r\n") << qint64(42);
    QTest::addRow("length with zeros") << withHost("Content-Length: 007\r\n") << qint64(7);
    QTest::addRow("length 2^63-1") << withHost("Content-Length: 9223372036854775807\r\n")
                                   << std::numeric_limits<qint64>::max();
    QTest::addRow("length 2^64-1: not -1")
        << withHost("Content-Length: 18446744073709551615\r\n") << std::numeric_limits<qint64>::max();
    QTest::addRow("length of 100 digits")
        << withHost("Content-Length: " + QByteArray(100, '9') + "\r\n") << std::numeric_limits<qint64>::max();
    QTest::addRow("expectation") << withHost("Expect: 100-Continue\r\n") << qint64(0);
    QTest::addRow("upgrade that may be ignored") << withHost("Upgrade: h2c\r\n") << qint64(0);
    QTest::addRow("IPv6 host") << get("Host: [::1]:8080\r\n") << qint64(0);
}

void RequestHeadTest::acceptsWhatIsValid()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const qint64, length);
    const HeadOutcome outcome = parseRequestHead(bytes + "body, or whatever");
    const auto *head = std::get_if<RequestHead>(&outcome);
    const auto *refused = std::get_if<HeadRejection>(&outcome);
    QVERIFY2(head, refused ? refused->reason : "more needed");
    QCOMPARE(head->sizeBytes, bytes.size());
    QCOMPARE(head->contentLengthBytes, length);
}

void RequestHeadTest::refusesWhatIsNot_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QByteArray &bytes, int status) {
        QTest::addRow("%s", name) << bytes << status;
    };
    // The request line.
    row("empty line first", "\r\n" + get("Host: a\r\n"), 400);
    row("bare LF ends the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400);
    row("bare CR in the request line", "GET /\r HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    row("two spaces before the target", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    row("two spaces before the version", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    row("space behind the version", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400);
    row("tab for a space", "GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n", 400);
    row("space first", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    row("no version", "GET /\r\nHost: a\r\n\r\n", 400);
    row("HTTP/9.9", "GET / HTTP/9.9\r\nHost: a\r\n\r\n", 505);
    row("HTTP/2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505);
    row("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505);
    row("HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505);
    row("HTTP/0.9", "GET / HTTP/0.9\r\nHost: a\r\n\r\n", 505);
    row("HTTP/1.10", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", 400);
    row("http/1.1", "GET / http/1.1\r\nHost: a\r\n\r\n", 400);
    row("HTTP/1,1", "GET / HTTP/1,1\r\nHost: a\r\n\r\n", 400);
    row("unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501);
    row("get", "get / HTTP/1.1\r\nHost: a\r\n\r\n", 501);
    row("TRACE", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 501);
    row("CONNECT", "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", 501);
    row("method that is no token", "G{T / HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    row("method without end", QByteArray(9000, 'G'), 501);
    row("absolute-form", target("http://a/"), 400);
    row("asterisk-form", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    row("two slashes", target("//evil/a"), 400);
    row("relative target", target("a"), 400);
    row("fragment", target("/#a"), 400);
    row("backslash", target("/..\\a"), 400);
    row("quotation mark", target("/\""), 400);
    row("NUL in the target", target(QByteArray("/a\0b", 4)), 400);
    row("control character in the target", target("/a\x01"), 400);
    row("DEL in the target", target("/a\x7f"), 400);
    row("byte above 127 in the target", target("/\xE4"), 400);
    row("encoded NUL", target("/a%00"), 400);
    row("encoded CR LF", target("/a%0d%0A"), 400);
    row("encoded DEL", target("/%7F"), 400);
    row("percent without digits", target("/%zz"), 400);
    row("percent at the end", target("/%4"), 400);
    row("target too long", target('/' + QByteArray(8192, 'a')), 414);
    row("target without end", "GET /" + QByteArray(9000, 'a'), 414);
    // Lines and fields.
    row("bare LF ends a field", "GET / HTTP/1.1\r\nHost: a\n\r\n", 400);
    row("bare LF ends the head", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400);
    row("bare CR in a value", withHost("X: a\rb\r\n"), 400);
    row("CR CR LF", withHost("X: a\r\r\n"), 400);
    row("NUL in a value", withHost(QByteArray("X: a\0b\r\n", 8)), 400);
    row("escape in a value", withHost("X: \x1b[2J\r\n"), 400);
    row("obs-fold", withHost("X: a\r\n b\r\n"), 400);
    row("obs-fold with a tab", withHost("X: a\r\n\tb\r\n"), 400);
    row("whitespace before the first field", get(" Host: a\r\n"), 400);
    row("space before the colon", withHost("Content-Length : 5\r\n"), 400);
    row("tab before the colon", withHost("Content-Length\t: 5\r\n"), 400);
    row("no colon", withHost("nonsense\r\n"), 400);
    row("no name", withHost(": a\r\n"), 400);
    row("name that is no token", withHost("X(Y): a\r\n"), 400);
    row("byte above 127 in a name", withHost("X\xE4: a\r\n"), 400);
    row("too many fields", manyFields(101), 400);
    row("head too long", headOf(16 * 1024 + 1), 431);
    row("head without end", "GET / HTTP/1.1\r\nX: " + QByteArray(20000, 'x'), 431);
    // Host.
    row("no Host", get(""), 400);
    row("no Host in HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", 400);
    row("empty Host", get("Host:\r\n"), 400);
    row("two Hosts", get("Host: a\r\nHost: b\r\n"), 400);
    row("the same Host twice", get("Host: a\r\nhost: a\r\n"), 400);
    row("Host with a path", get("Host: a/b\r\n"), 400);
    row("Host with a user", get("Host: u@a\r\n"), 400);
    row("two Hosts in one", get("Host: a, b\r\n"), 400);
    // Framing of the body.
    row("length and coding", withHost("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400);
    row("coding and length", withHost("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400);
    row("coding in HTTP/1.0", "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 400);
    row("chunked", withHost("Transfer-Encoding: chunked\r\n"), 501);
    row("xchunked", withHost("Transfer-Encoding: xchunked\r\n"), 501);
    row("gzip, chunked", withHost("Transfer-Encoding: gzip, chunked\r\n"), 501);
    row("chunked, identity", withHost("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"), 501);
    row("vertical tab, chunked",
        withHost("Transfer-Encoding: \x0b"
                 "chunked\r\n"),
        400);
    row("two lengths", withHost("Content-Length: 5\r\nContent-Length: 6\r\n"), 400);
    row("the same length twice", withHost("Content-Length: 5\r\nContent-Length: 5\r\n"), 400);
    row("list of lengths", withHost("Content-Length: 5, 5\r\n"), 400);
    row("length -5", withHost("Content-Length: -5\r\n"), 400);
    row("length +3", withHost("Content-Length: +3\r\n"), 400);
    row("length 0x10", withHost("Content-Length: 0x10\r\n"), 400);
    row("length 5 5", withHost("Content-Length: 5 5\r\n"), 400);
    row("length 1e3", withHost("Content-Length: 1e3\r\n"), 400);
    row("empty length", withHost("Content-Length:\r\n"), 400);
    // What is not here.
    row("web socket", withHost("Connection: upgrade\r\nUpgrade: WebSocket\r\n"), 501);
    row("other expectation", withHost("Expect: the-impossible\r\n"), 417);
}

void RequestHeadTest::refusesWhatIsNot()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, status);
    const HeadOutcome outcome = parseRequestHead(bytes);
    const auto *refused = std::get_if<HeadRejection>(&outcome);
    QVERIFY(refused);
    QCOMPARE(refused->httpStatus, status);
}

void RequestHeadTest::allRows()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<qint64>("length");
    QTest::addColumn<int>("status");
    for (const QByteArray &bytes : {get("Host: a\r\n"), manyFields(101), target("/%00"), QByteArray("\n"),
             withHost("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), QByteArray(9000, 'G'),
             "GET /" + QByteArray(9000, 'a'), headOf(16 * 1024), headOf(16 * 1024 + 1),
             "GET / HTTP/1.1\r\nHost: a\r\n\n" + QByteArray(20000, 'x'), target(QByteArray(8191, '/'))}) {
        QTest::addRow("%s... (%lld)", bytes.left(20).simplified().constData(), qint64(bytes.size()))
            << bytes << qint64(0) << 0;
    }
}

// Every prefix gives either nothing yet or what the whole gives, with a second request behind it.
void RequestHeadTest::decidesTheSameHoweverTheBytesArrive()
{
    QFETCH(const QByteArray, bytes);
    const HeadOutcome whole = parseRequestHead(bytes + "GET /second HTTP/1.1\r\n\n");
    QVERIFY(!std::holds_alternative<MoreNeeded>(whole));
    bool isDecided = false;
    for (qsizetype size = 0; size <= bytes.size(); ++size) {
        const HeadOutcome part = parseRequestHead(QByteArrayView(bytes).first(size));
        QVERIFY(!isDecided || !std::holds_alternative<MoreNeeded>(part));
        isDecided = !std::holds_alternative<MoreNeeded>(part);
        QVERIFY(!isDecided || part == whole);
    }
    QVERIFY(isDecided);
}

// No control character but CR LF in its place and the tab in a value is ever let through.
void RequestHeadTest::anyByteInTheWrongPlaceIsRefused()
{
    const QByteArray head = "GET /a HTTP/1.1\r\nHost: a\r\nX: yy\r\n\r\n";
    for (qsizetype at = 0; at <= head.size() - 1; ++at) {
        for (int byte = 0; byte < 0x20; ++byte) {
            QByteArray damaged = head;
            damaged.insert(at, char(byte));
            const bool isInValue = at > head.indexOf(':') && byte == '\t';
            const HeadOutcome outcome = parseRequestHead(damaged + "\r\n\r\n");
            const bool isAccepted = std::holds_alternative<RequestHead>(outcome);
            QVERIFY2(!isAccepted || isInValue || byte == '\r' || byte == '\n',
                qPrintable(QStringLiteral("byte %1 at %2").arg(byte).arg(at)));
            if (const auto *read = std::get_if<RequestHead>(&outcome)) {
                QCOMPARE(read->method, "GET");
                QCOMPARE(read->target, "/a");
            }
        }
    }
}

void RequestHeadTest::readsTheFields()
{
    const HeadOutcome outcome = parseRequestHead(
        "POST /a/b?c=/d HTTP/1.1\r\nHOST: Ab:1\r\nx-a: \t1 2\t \r\nExpect: 100-continue\r\n"
        "Content-Length: 1\r\nX-A: 3\r\n\r\n");
    const auto *head = std::get_if<RequestHead>(&outcome);
    QVERIFY(head);
    QCOMPARE(head->method, "POST");
    QCOMPARE(head->target, "/a/b?c=/d");
    QCOMPARE(head->path(), "/a/b");
    QCOMPARE(head->minorVersion, 1);
    QCOMPARE(head->fields.size(), 5);
    QVERIFY(head->value("X-a") == QByteArrayView("1 2"));
    QVERIFY(head->value("host") == QByteArrayView("Ab:1"));
    QVERIFY(!head->value("X"));
    QVERIFY(head->expectsContinue());
}

void RequestHeadTest::readsBackWhatItWrites()
{
    const HeadOutcome outcome = parseRequestHead(withHost("X:1\r\nEmpty: \r\nContent-Length: 3\r\n"));
    RequestHead head = std::get<RequestHead>(outcome);
    const QByteArray bytes = serialized(head);
    head.sizeBytes = bytes.size();
    QVERIFY(parseRequestHead(bytes) == HeadOutcome(head));
}

QTEST_GUILESS_MAIN(RequestHeadTest)
#include "tst_requesthead.moc"
