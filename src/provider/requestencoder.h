// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "provider/completionrequest.h"
#include "provider/endpoint.h"

#include <QByteArray>
#include <QList>
#include <QUrl>

#include <utility>

namespace runnel {

/// A request as it goes on the wire, but for what the transport adds.
struct EncodedRequest
{
    enum class Method
    {
        Post,
        Get, ///< without a body
    };

    QUrl url;
    QList<std::pair<QByteArray, QByteArray>> headers; ///< with the key
    QByteArray body;                                  ///< JSON
    Method method = Method::Post;
};

/// @p request in the dialect of @p endpoint. Error::InvalidInput when the address, a header or an option
/// cannot be sent; Error::NotFound and Error::Io come from the BlobSource.
Result<EncodedRequest> encodeRequest(const CompletionRequest &request, const Endpoint &endpoint);

/// A request for a small JSON document at @p url, with the key and headers of @p endpoint: a GET, or a
/// POST when there is a @p body. Error::InvalidInput when the address or a header cannot be sent.
Result<EncodedRequest> encodeFetch(const QUrl &url, const Endpoint &endpoint, const QByteArray &body = {});

/// `BASE/path`, with the query of BASE. A slash at the end of BASE makes no difference.
QUrl endpointUrl(const QUrl &base, const QString &path);

/// Whether @p name is a field name and @p value a field value of RFC 9110, 5.1 and 5.5: what could split
/// a request is refused before it reaches the transport.
bool isValidHeader(QByteArrayView name, QByteArrayView value);

} // namespace runnel
