// Declaration check only: what the boards use of esp-tls, as ESP-IDF 5.4 documents it. No behaviour; nothing of it is linked.
#pragma once
#include <sys/types.h>

#include "esp_err.h"
#include "mbedtls/ssl.h"

// Values of mbedTLS 3.6, which esp-tls passes on.
#define ESP_TLS_ERR_SSL_WANT_READ MBEDTLS_ERR_SSL_WANT_READ
#define ESP_TLS_ERR_SSL_WANT_WRITE MBEDTLS_ERR_SSL_WANT_WRITE
#define ESP_TLS_ERR_SSL_TIMEOUT MBEDTLS_ERR_SSL_TIMEOUT

typedef struct esp_tls esp_tls_t;
// With CONFIG_ESP_TLS_CLIENT_SESSION_TICKETS.
typedef struct esp_tls_client_session {
  mbedtls_ssl_session saved_session;
} esp_tls_client_session_t;
typedef struct esp_tls_cfg {
  union {
    const unsigned char* cacert_buf;
    const unsigned char* cacert_pem_buf;
  };
  union {
    unsigned int cacert_bytes;
    unsigned int cacert_pem_bytes;
  };
  union {
    const unsigned char* clientcert_buf;
    const unsigned char* clientcert_pem_buf;
  };
  union {
    unsigned int clientcert_bytes;
    unsigned int clientcert_pem_bytes;
  };
  union {
    const unsigned char* clientkey_buf;
    const unsigned char* clientkey_pem_buf;
  };
  union {
    unsigned int clientkey_bytes;
    unsigned int clientkey_pem_bytes;
  };
  bool non_block;
  int timeout_ms;
  const char* common_name;
  esp_err_t (*crt_bundle_attach)(void* conf);
  esp_tls_client_session_t* client_session;
} esp_tls_cfg_t;

extern "C" {
esp_tls_t* esp_tls_init(void);
int esp_tls_conn_new_sync(const char* hostname, int hostlen, int port, const esp_tls_cfg_t* cfg, esp_tls_t* tls);
ssize_t esp_tls_conn_write(esp_tls_t* tls, const void* data, size_t datalen);
ssize_t esp_tls_conn_read(esp_tls_t* tls, void* data, size_t datalen);
int esp_tls_conn_destroy(esp_tls_t* tls);
ssize_t esp_tls_get_bytes_avail(esp_tls_t* tls);
esp_err_t esp_tls_get_conn_sockfd(esp_tls_t* tls, int* sockfd);
esp_tls_client_session_t* esp_tls_get_client_session(esp_tls_t* tls);
void esp_tls_free_client_session(esp_tls_client_session_t* client_session);
}
