// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "session/chattarget.h"

#include <limits>
#include <memory>

namespace runnel {

class DemoServer;

/// The provider that needs neither network nor key: a server in this process that replays recorded replies.
/// It stands as long as this object. Main thread.
class DemoProvider final
{
public:
    /// For start(): as fast as they can be read.
    static constexpr double asFastAsPossible = std::numeric_limits<double>::infinity();

    /// @p speed 1 is the pace at which the replies were recorded. Error::Io: the loopback cannot be bound.
    static Result<std::unique_ptr<DemoProvider>> start(double speed = 1);
    ~DemoProvider();

    /// Points @p target here; a model that it names is kept.
    void serve(ChatTarget &target) const;

private:
    explicit DemoProvider(std::unique_ptr<DemoServer> server);

    std::unique_ptr<DemoServer> m_server;
};

} // namespace runnel
