// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/secret.h"
#include "recording/streamtap.h"

namespace runnel {

/// Stands before another tap and cuts a secret out of the body: a server may echo the key, and what a tap
/// sees may be recorded and shown to others. Of each read the beginning of what could become the secret is
/// held back until the next call shows whether it does.
class MaskingTap final : public StreamTap
{
public:
    /// @p tap is not owned and must outlive this. A secret shorter than 6 bytes is left alone, see
    /// withoutSecret().
    MaskingTap(StreamTap *tap, Secret secret);

    void requestStarted(const QByteArray &method, const QUrl &url) override;
    void responseStarted(int httpStatus, const Headers &headers) override;
    void bytesReceived(QByteArrayView bytes) override;
    void eventReceived(QByteArrayView type, QByteArrayView data, QByteArrayView lastEventId) override;
    void streamClosed(const StreamClose &close) override;

private:
    void flush();
    qsizetype unfinishedBytes(QByteArrayView bytes) const;

    StreamTap *const m_tap;
    const Secret m_secret;
    QByteArray m_held; // shorter than the secret
};

} // namespace runnel
