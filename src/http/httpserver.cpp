// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/httpserver.h"

#include <QHttpServer>

// QtHttpServer as it was (6.4 to 6.7), as it is from 6.8 on, and what Runnel makes of both:
//  - the handler of requests without a route takes a context and an lvalue in the new one;
//  - bind() gives nothing in the old one, and in the new one whether it could;
//  - from 6.5 on a responder that dies gives its connection back, to wait for a next request, and 6.10
//    closes those that wait too long: so the responder is kept as long as the connection;
//  - neither is asked to route: its patterns are regular expressions over the decoded path;
//  - neither is asked to answer: 6.4 writes line ends in fields as they are, knows nothing of HEAD, and
//    never closes.
#if QT_VERSION < QT_VERSION_CHECK(6, 8, 0)
using ResponderArgument = QHttpServerResponder &&;
#else
using ResponderArgument = QHttpServerResponder &;
#endif

namespace runnel {

namespace {

struct KnownRoute
{
    QByteArray method;
    QByteArray path;
    HttpServer::Route run;
};

template <typename Taker> void takeRequests(QHttpServer &server, QObject *context, const Taker &taker)
{
#if QT_VERSION < QT_VERSION_CHECK(6, 8, 0)
    (void)context;
    server.setMissingHandler(taker);
#else
    server.setMissingHandler(context, taker);
#endif
}

bool bindTo(QHttpServer &server, QTcpServer *guard)
{
#if QT_VERSION < QT_VERSION_CHECK(6, 8, 0)
    server.bind(guard);
    return true;
#else
    return server.bind(guard);
#endif
}

} // namespace

class HttpServer::Private final
{
public:
    QHttpServer server;
    QList<KnownRoute> routes;
};

HttpServer::HttpServer(GuardSettings settings, QObject *parent)
    : QObject(parent), m_private(std::make_unique<Private>()),
      m_guard(new ConnectionGuard(std::move(settings), this))
{
    takeRequests(
        m_private->server, this, [this](const QHttpServerRequest &request, ResponderArgument responder) {
            HttpConnection *connection = m_guard->takeDelivered();
            if (!connection)
                return; // none that the guard let through
            connection->keep(std::make_shared<QHttpServerResponder>(std::move(responder)));
            dispatch({connection, request.body()});
        });
}

HttpServer::~HttpServer()
{
    // The connections first: QHttpServer frees what it keeps of one when its socket goes.
    delete m_guard;
}

void HttpServer::route(const QByteArray &method, const QByteArray &path, Route route)
{
    m_private->routes.append({method, path, std::move(route)});
}

Result<quint16> HttpServer::listen(const QHostAddress &address, quint16 port)
{
    if (!m_guard->listen(address, port) || !bindTo(m_private->server, m_guard)) {
        return Error{Error::Kind::Io,
            QStringLiteral("cannot listen on %1, port %2").arg(address.toString()).arg(port),
            m_guard->errorString(), 0};
    }
    return m_guard->serverPort();
}

void HttpServer::dispatch(const HttpRequest &request)
{
    const QByteArrayView path = request.head().path();
    const QByteArray &method = request.head().method;
    QByteArray allowed;
    for (const KnownRoute &route : std::as_const(m_private->routes)) {
        if (path != route.path)
            continue;
        // RFC 9110, 9.3.2: HEAD "is identical to GET except that the server MUST NOT send content".
        const bool isHead = method == "HEAD" && route.method == "GET";
        if (method == route.method || isHead) {
            route.run(request);
            return;
        }
        allowed += (allowed.isEmpty() ? "" : ", ") + route.method + (route.method == "GET" ? ", HEAD" : "");
    }
    if (allowed.isEmpty()) {
        request.connection->answer(httpError(404, "there is nothing at this address"));
        return;
    }
    HttpAnswer answer = httpError(405, "this address takes other methods");
    answer.fields.append({"Allow", allowed});
    request.connection->answer(answer);
}

} // namespace runnel
