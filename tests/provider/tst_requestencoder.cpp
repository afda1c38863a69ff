// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/requestencoder.h"

#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;

namespace {

Endpoint endpoint(const QString &url = u"https://h.test/v1"_s)
{
    Endpoint result;
    result.baseUrl = QUrl(url);
    return result;
}

/// All values of that name: one, when all is well.
QByteArrayList header(const EncodedRequest &request, QByteArrayView name)
{
    QByteArrayList values;
    for (const auto &[key, value] : request.headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            values.append(value);
    }
    return values;
}

EncodedRequest encoded(const Endpoint &where)
{
    return encodeRequest({}, where).takeValue();
}

} // namespace

class RequestEncoderTest final : public QObject
{
    Q_OBJECT

private slots:
    void endpointUrls_data()
    {
        QTest::addColumn<QString>("base");
        QTest::addColumn<QString>("url");
        QTest::addRow("plain") << u"https://h/v1"_s << u"https://h/v1/p/q"_s;
        QTest::addRow("slash") << u"https://h/v1/"_s << u"https://h/v1/p/q"_s;
        QTest::addRow("no path") << u"https://h"_s << u"https://h/p/q"_s;
        QTest::addRow("root") << u"https://h/"_s << u"https://h/p/q"_s;
        QTest::addRow("port") << u"http://h:8080/api/v1"_s << u"http://h:8080/api/v1/p/q"_s;
        QTest::addRow("query") << u"https://h/v1?api-version=2024-10-21"_s
                               << u"https://h/v1/p/q?api-version=2024-10-21"_s;
        QTest::addRow("fragment") << u"https://h/v1#x"_s << u"https://h/v1/p/q"_s;
        QTest::addRow("escapes stay") << u"https://h/a%2Fb/v1"_s << u"https://h/a%2Fb/v1/p/q"_s;
        QTest::addRow("IPv6") << u"http://[::1]:11434/v1"_s << u"http://[::1]:11434/v1/p/q"_s;
    }

    void endpointUrls()
    {
        QFETCH(QString, base);
        QFETCH(QString, url);
        QCOMPARE(endpointUrl(QUrl(base), u"p/q"_s).toString(QUrl::FullyEncoded), url);
    }

    void badAddresses_data()
    {
        QTest::addColumn<QString>("url");
        for (const char *url :
            {"", "h/v1", "ftp://h/v1", "file:///etc/passwd", "https:///v1", "https://h:99999"})
            QTest::addRow("'%s'", url) << QString::fromLatin1(url);
    }

    void badAddresses()
    {
        QFETCH(QString, url);
        const auto result = encodeRequest({}, endpoint(url));
        QVERIFY(!result);
        QCOMPARE(result.error().kind, Error::Kind::InvalidInput);
    }

    void headers_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("valid");
        QTest::addRow("plain") << QByteArray("X-A") << QByteArray("b c\td") << true;
        QTest::addRow("empty value") << QByteArray("X-A") << QByteArray() << true;
        QTest::addRow("obs-text") << QByteArray("X-A") << QByteArray("\xC3\xA4") << true;
        QTest::addRow("empty name") << QByteArray() << QByteArray("b") << false;
        QTest::addRow("space in the name") << QByteArray("X A") << QByteArray("b") << false;
        QTest::addRow("colon in the name") << QByteArray("X:A") << QByteArray("b") << false;
        QTest::addRow("LF in the name") << QByteArray("X\nA") << QByteArray("b") << false;
        QTest::addRow("NUL in the name") << QByteArray("X\0A", 3) << QByteArray("b") << false;
        QTest::addRow("umlaut in the name") << QByteArray("X\xC3\xA4") << QByteArray("b") << false;
        QTest::addRow("CRLF in the value") << QByteArray("X") << QByteArray("a\r\nB: c") << false;
        QTest::addRow("CR in the value") << QByteArray("X") << QByteArray("a\rb") << false;
        QTest::addRow("LF in the value") << QByteArray("X") << QByteArray("a\nb") << false;
        QTest::addRow("NUL in the value") << QByteArray("X") << QByteArray("a\0b", 3) << false;
        QTest::addRow("DEL in the value") << QByteArray("X") << QByteArray("a\x7F") << false;
    }

    void headers()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        QFETCH(bool, valid);
        QCOMPARE(isValidHeader(name, value), valid);
        Endpoint where = endpoint();
        where.headers = {{name, value}};
        const auto result = encodeRequest({}, where);
        QCOMPARE(result.isOk(), valid);
        if (!valid)
            QCOMPARE(result.error().kind, Error::Kind::InvalidInput);
    }

    void keys()
    {
        Endpoint where = endpoint();
        QVERIFY(header(encoded(where), "Authorization").isEmpty());
        where.key = Secret("sk-1");
        QCOMPARE(header(encoded(where), "Authorization"), QByteArrayList{"Bearer sk-1"});
        where.keyPlacement = Endpoint::KeyPlacement::ApiKeyHeader;
        QCOMPARE(header(encoded(where), "api-key"), QByteArrayList{"sk-1"});
        QVERIFY(header(encoded(where), "Authorization").isEmpty());
    }

    void aKeyThatCannotBeSentIsNotShown()
    {
        Endpoint where = endpoint();
        where.key = Secret("sk-1\nX: y");
        const auto result = encodeRequest({}, where);
        QVERIFY(!result);
        QVERIFY(!result.error().message.contains("sk-1"_L1));
        QVERIFY(!result.error().detail.contains("sk-1"_L1));
    }

    void ownHeadersWin()
    {
        Endpoint where = endpoint();
        where.key = Secret("sk-1");
        where.headers = {{"authorization", "Basic abc"}, {"X-Team", "blue"}};
        const EncodedRequest request = encoded(where);
        QCOMPARE(header(request, "Authorization"), QByteArrayList{"Basic abc"});
        QCOMPARE(header(request, "X-Team"), QByteArrayList{"blue"});
        QCOMPARE(header(request, "Content-Type"), QByteArrayList{"application/json"});
    }
};

QTEST_GUILESS_MAIN(RequestEncoderTest)
#include "tst_requestencoder.moc"
