// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/demoprovider.h"

#include "demo/demorecording.h"
#include "demo/demoserver.h"

namespace runnel {

Result<std::unique_ptr<DemoProvider>> DemoProvider::start(double speed)
{
    auto server = DemoServer::start({speed, {}}, DemoLibrary::shipped());
    if (!server)
        return server.error();
    return std::unique_ptr<DemoProvider>(new DemoProvider(server.takeValue()));
}

DemoProvider::DemoProvider(std::unique_ptr<DemoServer> server) : m_server(std::move(server))
{
}

DemoProvider::~DemoProvider() = default;

void DemoProvider::serve(ChatTarget &target) const
{
    target.isDemo = true;
    target.endpoint = Endpoint();
    target.endpoint.baseUrl = m_server->baseUrl();
    if (target.model.isEmpty())
        target.model = QLatin1StringView(demoModelName);
}

} // namespace runnel
