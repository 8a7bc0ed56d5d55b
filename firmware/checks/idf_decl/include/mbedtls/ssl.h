// Declaration check only: what the boards use of ssl, as mbedTLS 3.6 (the one in ESP-IDF 5.4) documents it. No behaviour; nothing of it is linked.
#pragma once
#include "mbedtls/x509_crt.h"

#define MBEDTLS_ERR_SSL_WANT_READ -0x6900
#define MBEDTLS_ERR_SSL_WANT_WRITE -0x6880
#define MBEDTLS_ERR_SSL_TIMEOUT -0x6800
#define MBEDTLS_SSL_VERIFY_NONE 0
#define MBEDTLS_SSL_VERIFY_REQUIRED 2
typedef struct mbedtls_x509_crl mbedtls_x509_crl;
typedef struct mbedtls_ssl_config {
  void* opaque;
} mbedtls_ssl_config;
typedef struct mbedtls_ssl_session {
  void* opaque[24];
} mbedtls_ssl_session;

extern "C" {
void mbedtls_ssl_conf_authmode(mbedtls_ssl_config* conf, int authmode);
void mbedtls_ssl_conf_ca_chain(mbedtls_ssl_config* conf, mbedtls_x509_crt* ca_chain, mbedtls_x509_crl* ca_crl);
void mbedtls_ssl_conf_verify(mbedtls_ssl_config* conf, int (*f_vrfy)(void*, mbedtls_x509_crt*, int, uint32_t*),
                             void* p_vrfy);
void mbedtls_ssl_session_init(mbedtls_ssl_session* session);
void mbedtls_ssl_session_free(mbedtls_ssl_session* session);
int mbedtls_ssl_session_save(const mbedtls_ssl_session* session, unsigned char* buf, size_t buf_len, size_t* olen);
int mbedtls_ssl_session_load(mbedtls_ssl_session* session, const unsigned char* buf, size_t len);
}
