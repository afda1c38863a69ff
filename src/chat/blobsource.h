// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>

namespace runnel {

/// Where an attachment's bytes come from. Implemented by what keeps them: memory, the history.
class BlobSource
{
public:
    virtual ~BlobSource() = default;

    /// The whole blob of that SHA-256 (32 raw bytes). Error::NotFound when it is not kept here,
    /// Error::Io when it cannot be read. Called from the main thread.
    virtual Result<QByteArray> blob(const QByteArray &sha256) const = 0;
};

} // namespace runnel
