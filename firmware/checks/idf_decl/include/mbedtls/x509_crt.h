// Declaration check only: what the boards use of x509_crt, as mbedTLS 3.6 (the one in ESP-IDF 5.4) documents it. No behaviour; nothing of it is linked.
#pragma once
#include "mbedtls/pk.h"
#include "mbedtls/x509.h"

typedef struct mbedtls_x509_crt {
  mbedtls_x509_buf raw;
  mbedtls_x509_time valid_from;
  mbedtls_x509_time valid_to;
  mbedtls_x509_buf pk_raw;
  struct mbedtls_x509_crt* next;
} mbedtls_x509_crt;

extern "C" {
void mbedtls_x509_crt_init(mbedtls_x509_crt* crt);
void mbedtls_x509_crt_free(mbedtls_x509_crt* crt);
int mbedtls_x509_crt_parse(mbedtls_x509_crt* chain, const unsigned char* buf, size_t buflen);
}
