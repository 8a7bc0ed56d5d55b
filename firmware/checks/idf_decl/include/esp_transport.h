// Declaration check only: what the boards use of tcp_transport, as ESP-IDF 5.4 documents it. No behaviour; nothing of it is linked.
#pragma once
#include "esp_err.h"

typedef struct esp_transport_item_t* esp_transport_handle_t;
typedef int (*connect_func)(esp_transport_handle_t t, const char* host, int port, int timeout_ms);
typedef int (*io_func)(esp_transport_handle_t t, const char* buffer, int len, int timeout_ms);
typedef int (*io_read_func)(esp_transport_handle_t t, char* buffer, int len, int timeout_ms);
typedef int (*trans_func)(esp_transport_handle_t t);
typedef int (*poll_func)(esp_transport_handle_t t, int timeout_ms);
enum esp_tcp_transport_err_t {
  ERR_TCP_TRANSPORT_CONNECTION_TIMEOUT = 0,
  ERR_TCP_TRANSPORT_CONNECTION_CLOSED_BY_FIN = -1,
  ERR_TCP_TRANSPORT_CONNECTION_FAILED = -2,
  ERR_TCP_TRANSPORT_NO_MEM = -3,
};

extern "C" {
esp_transport_handle_t esp_transport_init(void);
esp_err_t esp_transport_destroy(esp_transport_handle_t t);
void* esp_transport_get_context_data(esp_transport_handle_t t);
esp_err_t esp_transport_set_context_data(esp_transport_handle_t t, void* data);
esp_err_t esp_transport_set_func(esp_transport_handle_t t, connect_func connect, io_read_func read, io_func write,
                                 trans_func close, poll_func poll_read, poll_func poll_write, trans_func destroy);
}
