// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "demo/demoscript.h"
#include "recording/recording.h"

#include <memory>

namespace runnel {

/// The demo's name for itself where a server names a model.
inline constexpr const char *demoModelName = "runnel-demo";

/// Records @p script as a server would have sent it: OpenAI's chunks over an event stream, each piece at its
/// time, which the script's rate gives and the same script gets again every time. The file has no name and
/// goes with the recording.
/// Io or NoSpace: the directory for temporary files does not take it.
Result<std::shared_ptr<const Recording>> recordDemoScript(const DemoScript &script);

} // namespace runnel
