// Declaration check only: what the boards use of x509_csr, as mbedTLS 3.6 (the one in ESP-IDF 5.4) documents it. No behaviour; nothing of it is linked.
#pragma once
#include "mbedtls/pk.h"
#include "mbedtls/x509.h"

typedef struct mbedtls_x509write_csr {
  void* opaque[4];
} mbedtls_x509write_csr;

extern "C" {
void mbedtls_x509write_csr_init(mbedtls_x509write_csr* ctx);
void mbedtls_x509write_csr_free(mbedtls_x509write_csr* ctx);
int mbedtls_x509write_csr_set_subject_name(mbedtls_x509write_csr* ctx, const char* subject_name);
void mbedtls_x509write_csr_set_key(mbedtls_x509write_csr* ctx, mbedtls_pk_context* key);
void mbedtls_x509write_csr_set_md_alg(mbedtls_x509write_csr* ctx, mbedtls_md_type_t md_alg);
int mbedtls_x509write_csr_pem(mbedtls_x509write_csr* ctx, unsigned char* buf, size_t size,
                              int (*f_rng)(void*, unsigned char*, size_t), void* p_rng);
}
