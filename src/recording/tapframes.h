// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "recording/frame.h"
#include "recording/streamtap.h"

namespace runnel {

// The payloads of what a StreamTap is told, both ways. Source: docs/recording-format.md.
// Headers and the address are redacted once more on the way in: a recording is made to be handed on.

QByteArray requestPayload(const QByteArray &method, const QUrl &url);
QByteArray responsePayload(int httpStatus, const StreamTap::Headers &headers);
QByteArray eventPayload(QByteArrayView type, QByteArrayView data, QByteArrayView lastEventId);
QByteArray closePayload(const StreamClose &close);

/// Tells @p tap what @p frame says. False, and nothing told, when the frame is none of a tap's or its
/// payload is malformed.
bool deliverFrame(const Frame &frame, StreamTap &tap);

} // namespace runnel
