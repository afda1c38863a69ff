// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/requestencoder.h"

#include "provider/openaichat.h"

#include <algorithm>

namespace runnel {

namespace {

Error invalid(const QString &message)
{
    return Error{Error::Kind::InvalidInput, message, {}, 0};
}

bool isTokenCharacter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
        || (c != '\0' && QByteArrayView("!#$%&'*+-.^_`|~").contains(c));
}

/// Replaces the header of the same name, or adds it.
void setHeader(
    QList<std::pair<QByteArray, QByteArray>> &headers, const QByteArray &name, const QByteArray &value)
{
    for (auto &header : headers) {
        if (header.first.compare(name, Qt::CaseInsensitive) == 0) {
            header.second = value;
            return;
        }
    }
    headers.append({name, value});
}

bool isHttpUrl(const QUrl &url)
{
    const QString scheme = url.scheme();
    return url.isValid() && !url.host().isEmpty()
        && (scheme == QLatin1StringView("http") || scheme == QLatin1StringView("https"));
}

/// What every request carries beside its own headers: the key and the person's own, which win.
Result<void> addEndpointHeaders(const Endpoint &endpoint, EncodedRequest &encoded)
{
    if (!endpoint.key.isEmpty()) {
        const QByteArray key = endpoint.key.reveal().toByteArray();
        if (endpoint.keyPlacement == Endpoint::KeyPlacement::Bearer)
            setHeader(encoded.headers, "Authorization", "Bearer " + key);
        else
            setHeader(encoded.headers, "api-key", key);
    }
    for (const auto &[name, value] : endpoint.headers)
        setHeader(encoded.headers, name, value);
    for (const auto &[name, value] : std::as_const(encoded.headers)) {
        if (!isValidHeader(name, value))
            return invalid(QStringLiteral("the header %1 cannot be sent").arg(QString::fromUtf8(name)));
    }
    return {};
}

} // namespace

bool isValidHeader(QByteArrayView name, QByteArrayView value)
{
    // RFC 9110, 5.1: field-name = token; 5.5: field values hold no CR, LF and NUL. Other control
    // characters have no place there either.
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), isTokenCharacter)
        && std::none_of(value.begin(), value.end(), [](char c) {
               const auto byte = static_cast<unsigned char>(c);
               return (byte < 0x20 && c != '\t') || byte == 0x7F;
           });
}

QUrl endpointUrl(const QUrl &base, const QString &path)
{
    QUrl url = base.adjusted(QUrl::RemoveFragment | QUrl::StripTrailingSlash);
    QString basePath = url.path(QUrl::FullyEncoded);
    if (basePath.endsWith(u'/')) // StripTrailingSlash leaves the root
        basePath.chop(1);
    url.setPath(basePath + u'/' + path, QUrl::StrictMode);
    return url;
}

Result<EncodedRequest> encodeRequest(const CompletionRequest &request, const Endpoint &endpoint)
{
    if (!isHttpUrl(endpoint.baseUrl))
        return invalid(QStringLiteral("not an http or https address with a host"));

    EncodedRequest encoded;
    encoded.url = endpointUrl(endpoint.baseUrl, QStringLiteral("chat/completions"));
    auto body = encodeOpenAiChat(request, endpoint);
    if (!body)
        return body.error();
    encoded.body = body.takeValue();

    encoded.headers
        = {{"Content-Type", "application/json"}, {"Accept", "text/event-stream, application/json"},
            // Proxies that compress hold a stream back until a block is full (faults-and-durability.md).
            {"Accept-Encoding", "identity"}, {"User-Agent", "Runnel/" RUNNEL_VERSION}};
    if (auto added = addEndpointHeaders(endpoint, encoded); !added)
        return added.error();
    return encoded;
}

Result<EncodedRequest> encodeFetch(const QUrl &url, const Endpoint &endpoint, const QByteArray &body)
{
    if (!isHttpUrl(url))
        return invalid(QStringLiteral("not an http or https address with a host"));
    EncodedRequest encoded;
    encoded.method = body.isEmpty() ? EncodedRequest::Method::Get : EncodedRequest::Method::Post;
    encoded.url = url;
    encoded.body = body;
    encoded.headers = {{"Accept", "application/json"}, {"Accept-Encoding", "identity"},
        {"User-Agent", "Runnel/" RUNNEL_VERSION}};
    if (!body.isEmpty())
        setHeader(encoded.headers, "Content-Type", "application/json");
    if (auto added = addEndpointHeaders(endpoint, encoded); !added)
        return added.error();
    return encoded;
}

} // namespace runnel
