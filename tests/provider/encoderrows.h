// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/memoryblobsource.h"
#include "provider/completionrequest.h"
#include "provider/endpoint.h"

namespace runnel {

/// One conversation or option, and the members of the body that it must give.
struct EncoderRow
{
    const char *name;
    Dialect dialect;
    CompletionRequest request;
    QByteArray expected; ///< a JSON object; null: the member must not be there; empty: InvalidInput
};

/// @p blobs must live as long as the rows' requests.
QList<EncoderRow> encoderRows(MemoryBlobSource &blobs);

} // namespace runnel
