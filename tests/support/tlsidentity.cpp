// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/tlsidentity.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace runnel {

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using X509Pointer = std::unique_ptr<X509, decltype(&X509_free)>;

void require(bool done, const char *what)
{
    if (!done)
        qFatal("%s: %s", what, ERR_error_string(ERR_get_error(), nullptr));
}

void addExtension(X509 *certificate, int nid, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
        X509V3_EXT_conf_nid(nullptr, &context, nid, value), &X509_EXTENSION_free);
    require(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "certificate extension");
}

X509Pointer makeCertificate(EVP_PKEY *key, Certificate kind)
{
    constexpr long daySeconds = 24 * 60 * 60;
    X509Pointer certificate(X509_new(), &X509_free);
    require(certificate != nullptr, "certificate");
    X509 *x509 = certificate.get();
    X509_set_version(x509, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
    const bool isExpired = kind == Certificate::Expired;
    X509_gmtime_adj(X509_getm_notBefore(x509), isExpired ? -2 * daySeconds : -daySeconds);
    X509_gmtime_adj(X509_getm_notAfter(x509), isExpired ? -daySeconds : daySeconds);
    X509_set_pubkey(x509, key);
    X509_NAME *name = X509_get_subject_name(x509);
    X509_NAME_add_entry_by_txt(
        name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char *>("Runnel test"), -1, -1, 0);
    X509_set_issuer_name(x509, name);
    addExtension(x509, NID_basic_constraints, "critical,CA:TRUE");
    addExtension(x509, NID_subject_alt_name,
        kind == Certificate::ForOtherHost ? "DNS:other.test" : "DNS:localhost,IP:127.0.0.1,IP:::1");
    require(X509_sign(x509, key, EVP_sha256()) > 0, "certificate signature");
    return certificate;
}

QByteArray toPem(X509 *certificate)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), &BIO_free);
    require(memory && PEM_write_bio_X509(memory.get(), certificate) == 1, "certificate PEM");
    char *bytes = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &bytes);
    return QByteArray(bytes, size);
}

} // namespace

TlsIdentity::TlsIdentity(Certificate kind)
{
    const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    require(key != nullptr, "key");
    const X509Pointer certificate = makeCertificate(key.get(), kind);
    m_certificatePem = toPem(certificate.get());
    m_context = SSL_CTX_new(TLS_server_method());
    require(m_context && SSL_CTX_use_certificate(m_context, certificate.get()) == 1
            && SSL_CTX_use_PrivateKey(m_context, key.get()) == 1,
        "TLS context");
    SSL_CTX_set_mode(m_context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

TlsIdentity::~TlsIdentity()
{
    SSL_CTX_free(m_context);
}

void TlsIdentity::SessionDeleter::operator()(ssl_st *session) const
{
    SSL_free(session);
}

TlsIdentity::Session TlsIdentity::newSession(int socket) const
{
    Session session(SSL_new(m_context));
    require(session && SSL_set_fd(session.get(), socket) == 1, "TLS session");
    SSL_set_accept_state(session.get());
    return session;
}

} // namespace runnel
