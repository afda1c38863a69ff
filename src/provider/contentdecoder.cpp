// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/contentdecoder.h"

#include <zlib.h>

#include <array>

namespace runnel {

namespace {

constexpr Bytef gzipMagic = 0x1f; // the first byte of a member

} // namespace

struct ContentDecoder::Inflater
{
    z_stream stream = {};
    bool isOver = false;

    Inflater()
    {
        constexpr int anyHeader = MAX_WBITS + 32; // zlib or gzip, by the first bytes
        if (inflateInit2(&stream, anyHeader) != Z_OK)
            qFatal("zlib: cannot start");
    }
    ~Inflater() { inflateEnd(&stream); }
    Q_DISABLE_COPY_MOVE(Inflater)
};

bool ContentDecoder::understands(QByteArrayView contentEncoding)
{
    const QByteArray name = contentEncoding.trimmed().toByteArray().toLower();
    return name.isEmpty() || name == "identity" || name == "gzip" || name == "x-gzip" || name == "deflate";
}

ContentDecoder::ContentDecoder(QByteArrayView contentEncoding)
{
    const QByteArray name = contentEncoding.trimmed().toByteArray().toLower();
    if (!name.isEmpty() && name != "identity")
        m_inflater = std::make_unique<Inflater>();
}

ContentDecoder::~ContentDecoder() = default;

ContentDecoder::Status ContentDecoder::decode(QByteArrayView encoded, QByteArray &decoded, qint64 maxBytes)
{
    if (!m_inflater) {
        const qint64 count = qMin<qint64>(encoded.size(), maxBytes);
        decoded += encoded.first(count);
        return count < encoded.size() ? Status::TooLarge : Status::Ok;
    }
    if (m_isCorrupt)
        return Status::Corrupt;
    std::array<char, 16 * 1024> block;
    z_stream &stream = m_inflater->stream;
    // zlib's interface is not const-correct; it does not write to its input.
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(encoded.data()));
    stream.avail_in = uInt(encoded.size());
    while (true) {
        if (m_inflater->isOver) {
            // RFC 1952, 2.2: a gzip file is a series of members. Zeros behind the last are padding.
            if (stream.avail_in == 0 || *stream.next_in != gzipMagic)
                break;
            inflateReset(&stream);
            m_inflater->isOver = false;
        }
        stream.next_out = reinterpret_cast<Bytef *>(block.data());
        stream.avail_out = uInt(block.size());
        const int result = inflate(&stream, Z_SYNC_FLUSH);
        const qint64 count = qint64(block.size()) - stream.avail_out;
        const qint64 taken = qMin(count, maxBytes);
        decoded.append(block.data(), taken);
        maxBytes -= taken;
        if (taken < count)
            return Status::TooLarge;
        m_inflater->isOver = result == Z_STREAM_END;
        if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
            m_isCorrupt = true;
            return Status::Corrupt;
        }
        if (stream.avail_out > 0 && !m_inflater->isOver)
            break;
    }
    return Status::Ok;
}

} // namespace runnel
