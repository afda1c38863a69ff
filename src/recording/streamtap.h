// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QUrl>

#include <utility>

namespace runnel {

/// How a stream came to its end, as words for a log and an inspector.
struct StreamClose
{
    QByteArray by;  ///< "peer", "timer", "limit", "person", "provider", "unknown"
    QByteArray how; ///< such as "FIN", "RST", "no bytes for 60 s"
};

/// Watches one reply's bytes on their way in. An attempt that is repeated begins again with
/// requestStarted(). Everything given is already redacted. Main thread; the views are valid during the
/// call only; no call may be answered by destroying the caller.
class StreamTap
{
public:
    using Headers = QList<std::pair<QByteArray, QByteArray>>;

    virtual ~StreamTap() = default;

    virtual void requestStarted(const QByteArray &method, const QUrl &url) = 0;
    virtual void responseStarted(int httpStatus, const Headers &headers) = 0;
    /// The body as it arrived: one call per read.
    virtual void bytesReceived(QByteArrayView bytes) = 0;
    /// One event that those bytes made, in the order of the stream.
    virtual void eventReceived(QByteArrayView type, QByteArrayView data, QByteArrayView lastEventId) = 0;
    virtual void streamClosed(const StreamClose &close) = 0;
};

} // namespace runnel
