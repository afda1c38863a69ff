// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/message.h"

namespace runnel {

/// Whether a complete reply of some length came in one burst at the very end of a long wait: then something
/// on the way, mostly a proxy, holds event streams back. Models speak in pieces, and servers that ignore the
/// wish to stream are as slow to begin, so it is a hint and no failure. Needs the reply's timings.
bool isLateBurst(const Message &reply);

} // namespace runnel
