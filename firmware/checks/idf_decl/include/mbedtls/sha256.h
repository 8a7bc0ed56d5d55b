// Declaration check only: what the boards use of sha256, as mbedTLS 3.6 (the one in ESP-IDF 5.4) documents it. No behaviour; nothing of it is linked.
#pragma once
#include <stddef.h>

typedef struct mbedtls_sha256_context {
  unsigned char opaque[128];
} mbedtls_sha256_context;

extern "C" {
int mbedtls_sha256(const unsigned char* input, size_t ilen, unsigned char* output, int is224);
void mbedtls_sha256_init(mbedtls_sha256_context* ctx);
void mbedtls_sha256_free(mbedtls_sha256_context* ctx);
int mbedtls_sha256_starts(mbedtls_sha256_context* ctx, int is224);
int mbedtls_sha256_update(mbedtls_sha256_context* ctx, const unsigned char* input, size_t ilen);
int mbedtls_sha256_finish(mbedtls_sha256_context* ctx, unsigned char* output);
}
