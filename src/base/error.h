// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace runnel {

/// Why a synchronous call failed. Log text, not words for the user: those are made where they are shown.
struct Error
{
    enum class Kind
    {
        InvalidInput,     ///< the caller's data is malformed; nothing was changed
        NotFound,         ///< what was named does not exist
        PermissionDenied, ///< the system refused access
        Io,               ///< reading or writing failed; what was written before stays
        NoSpace,          ///< the disk or the quota is full
        Locked,           ///< another process owns it
        Corrupt,          ///< stored data breaks its format; what is whole was delivered
        LimitExceeded,    ///< a size or count passed its bound
        Unsupported,      ///< valid, but not something this build or format version can do
    };

    Kind kind = Kind::InvalidInput;
    QString message;    ///< lower case, no period, with values
    QString detail;     ///< what the system or the peer said, if anything
    int httpStatus = 0; ///< 0 where no HTTP answer is concerned
};

} // namespace runnel
