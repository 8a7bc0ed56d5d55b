// Declaration check only: what the boards use of x509, as mbedTLS 3.6 (the one in ESP-IDF 5.4) documents it. No behaviour; nothing of it is linked.
#pragma once
#include <stddef.h>
#include <stdint.h>

#define MBEDTLS_X509_BADCERT_FUTURE 0x0200
typedef struct mbedtls_asn1_buf {
  int tag;
  size_t len;
  unsigned char* p;
} mbedtls_x509_buf;
typedef struct mbedtls_x509_time {
  int year, mon, day;
  int hour, min, sec;
} mbedtls_x509_time;
