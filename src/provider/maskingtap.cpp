// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/maskingtap.h"

#include "base/redaction.h"

#include <utility>

namespace runnel {

MaskingTap::MaskingTap(StreamTap *tap, Secret secret) : m_tap(tap), m_secret(std::move(secret))
{
}

void MaskingTap::requestStarted(const QByteArray &method, const QUrl &url)
{
    m_tap->requestStarted(method, url);
}

void MaskingTap::responseStarted(int httpStatus, const Headers &headers)
{
    Headers masked = headers;
    for (auto &[name, value] : masked)
        value = withoutSecret(value, m_secret.reveal());
    m_tap->responseStarted(httpStatus, masked);
}

void MaskingTap::bytesReceived(QByteArrayView bytes)
{
    QByteArray masked = std::exchange(m_held, QByteArray());
    masked += bytes;
    masked = withoutSecret(std::move(masked), m_secret.reveal());
    const qsizetype unfinished = unfinishedBytes(masked);
    m_held = masked.last(unfinished);
    masked.chop(unfinished);
    if (!masked.isEmpty())
        m_tap->bytesReceived(masked);
}

void MaskingTap::eventReceived(QByteArrayView type, QByteArrayView data, QByteArrayView lastEventId)
{
    const QByteArrayView secret = m_secret.reveal();
    m_tap->eventReceived(withoutSecret(type.toByteArray(), secret), withoutSecret(data.toByteArray(), secret),
        withoutSecret(lastEventId.toByteArray(), secret));
}

void MaskingTap::streamClosed(const StreamClose &close)
{
    flush();
    m_tap->streamClosed({close.by, withoutSecret(close.how, m_secret.reveal())});
}

void MaskingTap::flush()
{
    if (!m_held.isEmpty())
        m_tap->bytesReceived(std::exchange(m_held, QByteArray()));
}

/// How many of the last bytes begin the secret.
qsizetype MaskingTap::unfinishedBytes(QByteArrayView bytes) const
{
    const QByteArrayView secret = m_secret.reveal();
    if (secret.size() < shortestSecretBytes)
        return 0;
    for (qsizetype size = qMin(secret.size() - 1, bytes.size()); size > 0; --size) {
        if (secret.startsWith(bytes.last(size)))
            return size;
    }
    return 0;
}

} // namespace runnel
