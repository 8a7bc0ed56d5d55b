// Declaration check only: what the boards use of ecp, as mbedTLS 3.6 (the one in ESP-IDF 5.4) documents it. No behaviour; nothing of it is linked.
#pragma once
#include "mbedtls/bignum.h"

typedef enum { MBEDTLS_ECP_DP_NONE = 0, MBEDTLS_ECP_DP_SECP256R1 = 3 } mbedtls_ecp_group_id;
typedef struct mbedtls_ecp_group {
  void* opaque;
} mbedtls_ecp_group;
typedef struct mbedtls_ecp_point {
  void* opaque;
} mbedtls_ecp_point;
typedef struct mbedtls_ecp_keypair {
  void* opaque;
} mbedtls_ecp_keypair;

extern "C" {
void mbedtls_ecp_group_init(mbedtls_ecp_group* grp);
void mbedtls_ecp_group_free(mbedtls_ecp_group* grp);
void mbedtls_ecp_point_init(mbedtls_ecp_point* pt);
void mbedtls_ecp_point_free(mbedtls_ecp_point* pt);
int mbedtls_ecp_gen_key(mbedtls_ecp_group_id grp_id, mbedtls_ecp_keypair* key,
                        int (*f_rng)(void*, unsigned char*, size_t), void* p_rng);
int mbedtls_ecp_export(const mbedtls_ecp_keypair* key, mbedtls_ecp_group* grp, mbedtls_mpi* d, mbedtls_ecp_point* Q);
}
