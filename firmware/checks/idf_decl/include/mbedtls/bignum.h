// Declaration check only: what the boards use of bignum, as mbedTLS 3.6 (the one in ESP-IDF 5.4) documents it. No behaviour; nothing of it is linked.
#pragma once
#include <stddef.h>

typedef struct mbedtls_mpi {
  void* opaque;
  int size;
} mbedtls_mpi;

extern "C" {
void mbedtls_mpi_init(mbedtls_mpi* X);
void mbedtls_mpi_free(mbedtls_mpi* X);
int mbedtls_mpi_write_binary(const mbedtls_mpi* X, unsigned char* buf, size_t buflen);
}
