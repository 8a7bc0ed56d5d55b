// Declaration check only: what the boards use of ecdsa, as mbedTLS 3.6 (the one in ESP-IDF 5.4) documents it. No behaviour; nothing of it is linked.
#pragma once
#include "mbedtls/ecp.h"
#include "mbedtls/md.h"

extern "C" int mbedtls_ecdsa_sign_det_ext(mbedtls_ecp_group* grp, mbedtls_mpi* r, mbedtls_mpi* s, const mbedtls_mpi* d,
                                          const unsigned char* buf, size_t blen, mbedtls_md_type_t md_alg,
                                          int (*f_rng_blind)(void*, unsigned char*, size_t), void* p_rng_blind);
