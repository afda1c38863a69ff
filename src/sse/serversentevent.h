// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace runnel {

/// One dispatched event. All three are valid UTF-8 (WHATWG decode, U+FFFD per maximal subpart) and are
/// views: they hold until the callback that got them returns.
struct ServerSentEvent
{
    QByteArrayView type; ///< "message" when the stream named none
    QByteArrayView data;
    QByteArrayView lastEventId;
};

} // namespace runnel
