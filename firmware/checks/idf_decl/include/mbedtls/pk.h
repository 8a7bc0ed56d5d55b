// Declaration check only: what the boards use of pk, as mbedTLS 3.6 (the one in ESP-IDF 5.4) documents it. No behaviour; nothing of it is linked.
#pragma once
#include "mbedtls/ecp.h"
#include "mbedtls/md.h"

typedef enum { MBEDTLS_PK_NONE = 0, MBEDTLS_PK_RSA, MBEDTLS_PK_ECKEY } mbedtls_pk_type_t;
typedef struct mbedtls_pk_info_t mbedtls_pk_info_t;
typedef struct mbedtls_pk_context {
  const void* opaque;
} mbedtls_pk_context;

extern "C" {
void mbedtls_pk_init(mbedtls_pk_context* ctx);
void mbedtls_pk_free(mbedtls_pk_context* ctx);
const mbedtls_pk_info_t* mbedtls_pk_info_from_type(mbedtls_pk_type_t pk_type);
int mbedtls_pk_setup(mbedtls_pk_context* ctx, const mbedtls_pk_info_t* info);
mbedtls_ecp_keypair* mbedtls_pk_ec(const mbedtls_pk_context pk);
int mbedtls_pk_parse_key(mbedtls_pk_context* ctx, const unsigned char* key, size_t keylen, const unsigned char* pwd,
                         size_t pwdlen, int (*f_rng)(void*, unsigned char*, size_t), void* p_rng);
int mbedtls_pk_write_key_der(const mbedtls_pk_context* ctx, unsigned char* buf, size_t size);
int mbedtls_pk_write_pubkey_der(const mbedtls_pk_context* ctx, unsigned char* buf, size_t size);
}
