// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "recording/frame.h"
#include "recording/streamtap.h"

#include <QStringList>

namespace runnel {

/// 2026-11-22T04:00:00Z, and @p milliseconds later.
inline UtcTime testTime(qint64 milliseconds = 0)
{
    return UtcTime(std::chrono::seconds(1795320000) + std::chrono::milliseconds(milliseconds));
}

/// A tap that writes down what it is told, one line a call.
class TapLog final : public StreamTap
{
public:
    QStringList lines;

    void requestStarted(const QByteArray &method, const QUrl &url) override
    {
        lines.append(QStringLiteral("request %1 %2").arg(QString::fromUtf8(method), url.toString()));
    }
    void responseStarted(int httpStatus, const Headers &headers) override
    {
        QString line = QStringLiteral("response %1").arg(httpStatus);
        for (const auto &[name, value] : headers)
            line += QStringLiteral(" [%1: %2]").arg(QString::fromUtf8(name), QString::fromUtf8(value));
        lines.append(line);
    }
    void bytesReceived(QByteArrayView bytes) override
    {
        lines.append(QStringLiteral("bytes ") + QString::fromLatin1(bytes));
    }
    void eventReceived(QByteArrayView type, QByteArrayView data, QByteArrayView lastEventId) override
    {
        lines.append(
            QStringLiteral("event %1 %2 %3")
                .arg(QString::fromUtf8(type), QString::fromUtf8(data), QString::fromUtf8(lastEventId)));
    }
    void streamClosed(const StreamClose &close) override
    {
        lines.append(
            QStringLiteral("close %1 %2").arg(QString::fromUtf8(close.by), QString::fromUtf8(close.how)));
    }
};

} // namespace runnel
