// Declaration check only: what the boards use of libsodium, as the component espressif/libsodium 1.0.20 documents it. No behaviour; nothing of it is linked.
#pragma once
#include <stddef.h>

#define crypto_auth_hmacsha256_BYTES 32U
typedef struct crypto_auth_hmacsha256_state {
  unsigned char opaque[208];
} crypto_auth_hmacsha256_state;

extern "C" {
int sodium_init(void);
void sodium_memzero(void* pnt, size_t len);
int crypto_sign_verify_detached(const unsigned char* sig, const unsigned char* m, unsigned long long mlen,
                                const unsigned char* pk);
int crypto_auth_hmacsha256_init(crypto_auth_hmacsha256_state* state, const unsigned char* key, size_t keylen);
int crypto_auth_hmacsha256_update(crypto_auth_hmacsha256_state* state, const unsigned char* in,
                                  unsigned long long inlen);
int crypto_auth_hmacsha256_final(crypto_auth_hmacsha256_state* state, unsigned char* out);
}
