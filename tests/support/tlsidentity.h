// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/faultscript.h"

#include <QByteArray>

#include <memory>

struct ssl_ctx_st;
struct ssl_st;

namespace runnel {

/// A key and a self-signed certificate, made when it is constructed: nothing secret or soon expired lies in
/// the repository. Immutable afterwards; any thread may begin sessions.
class TlsIdentity final
{
public:
    /// Aborts the program with OpenSSL's word if the key or certificate cannot be made.
    explicit TlsIdentity(Certificate kind);
    ~TlsIdentity();
    Q_DISABLE_COPY_MOVE(TlsIdentity)

    /// What a client must trust to accept this server.
    const QByteArray &certificatePem() const { return m_certificatePem; }

    struct SessionDeleter
    {
        void operator()(ssl_st *session) const;
    };
    using Session = std::unique_ptr<ssl_st, SessionDeleter>;

    /// The server's side of TLS on @p socket, before the handshake.
    Session newSession(int socket) const;

private:
    ssl_ctx_st *m_context = nullptr;
    QByteArray m_certificatePem;
};

} // namespace runnel
