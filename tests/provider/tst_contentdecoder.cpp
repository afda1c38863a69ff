// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/contentdecoder.h"

#include <QTest>

#include <zlib.h>

using namespace runnel;

namespace {

enum WindowBits
{
    Zlib = MAX_WBITS,
    Gzip = MAX_WBITS + 16
};

QByteArray deflated(const QByteArray &bytes, WindowBits windowBits)
{
    z_stream stream = {};
    deflateInit2(&stream, 9, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY);
    QByteArray out(qsizetype(deflateBound(&stream, uLong(bytes.size()))), '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
    stream.avail_in = uInt(bytes.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = uInt(out.size());
    deflate(&stream, Z_FINISH);
    out.truncate(qsizetype(stream.total_out));
    deflateEnd(&stream);
    return out;
}

constexpr qint64 noBound = 1 << 30;

struct Decoded
{
    QByteArray bytes;
    ContentDecoder::Status status = ContentDecoder::Status::Ok;
};

Decoded decodeParts(const QByteArray &encoding, const QList<QByteArray> &parts)
{
    ContentDecoder decoder(encoding);
    Decoded result;
    for (const QByteArray &part : parts)
        result.status = decoder.decode(part, result.bytes, noBound);
    return result;
}

} // namespace

class ContentDecoderTest final : public QObject
{
    Q_OBJECT

private slots:
    void understands_data()
    {
        QTest::addColumn<QByteArray>("encoding");
        QTest::addColumn<bool>("understood");
        for (const char *name : {"", "identity", "gzip", "GZIP", " x-gzip ", "deflate"})
            QTest::addRow("'%s'", name) << QByteArray(name) << true;
        for (const char *name : {"br", "zstd", "gzip, gzip", "compress"})
            QTest::addRow("'%s'", name) << QByteArray(name) << false;
    }

    void understands()
    {
        QFETCH(QByteArray, encoding);
        QFETCH(bool, understood);
        QCOMPARE(ContentDecoder::understands(encoding), understood);
    }

    void anySplitGivesTheSame_data()
    {
        QTest::addColumn<QByteArray>("encoding");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("text");
        const QByteArray text = "data: one\n\ndata: two\n\n" + QByteArray(300, 'x');
        QTest::addRow("identity") << QByteArray("identity") << text << text;
        QTest::addRow("gzip") << QByteArray("gzip") << deflated(text, Gzip) << text;
        QTest::addRow("deflate") << QByteArray("deflate") << deflated(text, Zlib) << text;
        QTest::addRow("two members") << QByteArray("gzip") << deflated(text, Gzip) + deflated("tail", Gzip)
                                     << text + "tail";
        QTest::addRow("padding behind it")
            << QByteArray("gzip") << deflated(text, Gzip) + QByteArray(9, '\0') << text;
        QTest::addRow("nothing") << QByteArray("gzip") << deflated({}, Gzip) << QByteArray();
    }

    void anySplitGivesTheSame()
    {
        QFETCH(QByteArray, encoding);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, text);
        for (qsizetype cut = 0; cut <= body.size(); ++cut) {
            const Decoded decoded = decodeParts(encoding, {body.first(cut), body.sliced(cut)});
            QCOMPARE(decoded.bytes, text);
            QCOMPARE(decoded.status, ContentDecoder::Status::Ok);
        }
        QList<QByteArray> bytes;
        for (const char byte : std::as_const(body))
            bytes.append(QByteArray(1, byte));
        QCOMPARE(decodeParts(encoding, bytes).bytes, text);
    }

    void aCutBodyGivesWhatCame()
    {
        const QByteArray text = "all that came before the cut";
        const QByteArray body = deflated(text, Gzip);
        const Decoded decoded = decodeParts("gzip", {body.chopped(8)}); // the checksum and the size
        QCOMPARE(decoded.bytes, text);
        QCOMPARE(decoded.status, ContentDecoder::Status::Ok);
    }

    void corruption()
    {
        QByteArray body = deflated(QByteArray("words"), Gzip);
        body[body.size() - 6] = char(body[body.size() - 6] ^ 1); // in the checksum
        ContentDecoder decoder("gzip");
        QByteArray decoded;
        QCOMPARE(decoder.decode(body, decoded, noBound), ContentDecoder::Status::Corrupt);
        QCOMPARE(decoded, QByteArray("words"));
        QCOMPARE(decoder.decode("more", decoded, noBound), ContentDecoder::Status::Corrupt);
        QCOMPARE(decoded, QByteArray("words"));

        QCOMPARE(decodeParts("gzip", {"not gzip at all"}).status, ContentDecoder::Status::Corrupt);
    }

    void bombs_data()
    {
        QTest::addColumn<QByteArray>("encoding");
        QTest::addColumn<QByteArray>("body");
        const QByteArray large(4 * 1024 * 1024, ' ');
        QTest::addRow("identity") << QByteArray() << large;
        QTest::addRow("gzip") << QByteArray("gzip") << deflated(large, Gzip);
    }

    void bombs()
    {
        QFETCH(QByteArray, encoding);
        QFETCH(QByteArray, body);
        constexpr qint64 bound = 100000;
        ContentDecoder decoder(encoding);
        QByteArray decoded;
        QCOMPARE(decoder.decode(body, decoded, bound), ContentDecoder::Status::TooLarge);
        QCOMPARE(decoded.size(), bound);
    }
};

QTEST_GUILESS_MAIN(ContentDecoderTest)
#include "tst_contentdecoder.moc"
