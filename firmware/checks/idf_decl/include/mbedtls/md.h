// Declaration check only: what the boards use of md, as mbedTLS 3.6 (the one in ESP-IDF 5.4) documents it. No behaviour; nothing of it is linked.
#pragma once
typedef enum { MBEDTLS_MD_NONE = 0, MBEDTLS_MD_SHA256 = 0x09 } mbedtls_md_type_t;
