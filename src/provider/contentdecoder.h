// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <memory>

namespace runnel {

/// Undoes the Content-Encoding of a body piece by piece. Some proxies compress although "identity" was
/// asked for; zlib's two encodings are understood, others are not.
class ContentDecoder final
{
public:
    enum class Status
    {
        Ok,
        Corrupt,  ///< what was decoded before is good; nothing more will be
        TooLarge, ///< more than the bound came out of one piece: a decompression bomb
    };

    /// Whether bodies of that Content-Encoding (as in the header, may be empty) can be decoded.
    static bool understands(QByteArrayView contentEncoding);

    explicit ContentDecoder(QByteArrayView contentEncoding);
    ~ContentDecoder();
    Q_DISABLE_COPY_MOVE(ContentDecoder)

    /// Appends the decoded form of @p encoded to @p decoded, which grows by at most @p maxBytes.
    Status decode(QByteArrayView encoded, QByteArray &decoded, qint64 maxBytes);

private:
    struct Inflater;
    std::unique_ptr<Inflater> m_inflater; // null: identity
    bool m_isCorrupt = false;
};

} // namespace runnel
