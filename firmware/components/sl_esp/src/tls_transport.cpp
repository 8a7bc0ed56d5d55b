#include "sl_esp/tls_transport.hpp"

#include <string.h>

#include "esp_log.h"
#include "lwip/sockets.h"
#include "sl_esp/tls_ticket.hpp"

namespace sl::esp {

esp_transport_handle_t TlsTransport::handle() {
  esp_transport_handle_t handle = esp_transport_init();
  if (handle == nullptr) return nullptr;
  esp_transport_set_context_data(handle, this);
  esp_transport_set_func(
      handle, [](esp_transport_handle_t t, const char* host, int port, int) { return of(t).connect(host, port); },
      [](esp_transport_handle_t t, char* buffer, int size, int timeout_ms) { return of(t).read(buffer, size, timeout_ms); },
      [](esp_transport_handle_t t, const char* buffer, int size, int timeout_ms) {
        return of(t).write(buffer, size, timeout_ms);
      },
      [](esp_transport_handle_t t) { return of(t).close(); },
      [](esp_transport_handle_t t, int timeout_ms) { return of(t).poll(false, timeout_ms); },
      [](esp_transport_handle_t t, int timeout_ms) { return of(t).poll(true, timeout_ms); },
      [](esp_transport_handle_t t) { return of(t).close(); });
  return handle;
}

int TlsTransport::connect(const char* host, int port) {
  close();
  esp_tls_cfg_t config = {};
  config.crt_bundle_attach = trust_;
  config.clientcert_buf = reinterpret_cast<const unsigned char*>(certificate_.c_str());
  config.clientcert_bytes = static_cast<unsigned int>(certificate_.size() + 1);
  config.clientkey_buf = reinterpret_cast<const unsigned char*>(key_.data());
  config.clientkey_bytes = static_cast<unsigned int>(key_.size());
  config.timeout_ms = connect_deadline_ms;
  config.client_session = load_ticket();
  tls_ = esp_tls_init();
  const bool connected = tls_ && esp_tls_conn_new_sync(host, static_cast<int>(strlen(host)), port, &config, tls_) == 1 &&
                         esp_tls_get_conn_sockfd(tls_, &socket_) == ESP_OK;
  esp_tls_free_client_session(config.client_session);
  if (!connected) {
    // A ticket of a broker that has forgotten its key costs a full handshake, not the connection; but be sure.
    forget_ticket();
    close();
    return -1;
  }
  // Without it Nagle's algorithm and the delayed ACK hold the small packets of a QoS 1 exchange for up to 40 ms each.
  const int yes = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  keep_ticket();
  return 0;
}

/// TLS 1.2 sends its ticket within the handshake (RFC 5077, 3.3), so that it is there now.
void TlsTransport::keep_ticket() {
  esp_tls_client_session_t* const session = esp_tls_get_client_session(tls_);
  if (session) save_ticket(*session);
  esp_tls_free_client_session(session);
}

int TlsTransport::read(char* buffer, int size, int timeout_ms) {
  const int ready = poll(false, timeout_ms);
  if (ready < 0) return ERR_TCP_TRANSPORT_CONNECTION_FAILED;
  if (ready == 0) return ERR_TCP_TRANSPORT_CONNECTION_TIMEOUT;
  const ssize_t got = esp_tls_conn_read(tls_, buffer, static_cast<size_t>(size));
  if (got > 0) return static_cast<int>(got);
  if (got == 0) return ERR_TCP_TRANSPORT_CONNECTION_CLOSED_BY_FIN;
  const bool not_yet = got == ESP_TLS_ERR_SSL_WANT_READ || got == ESP_TLS_ERR_SSL_TIMEOUT;
  return not_yet ? ERR_TCP_TRANSPORT_CONNECTION_TIMEOUT : ERR_TCP_TRANSPORT_CONNECTION_FAILED;
}

int TlsTransport::write(const char* buffer, int size, int timeout_ms) {
  const int ready = poll(true, timeout_ms);
  if (ready <= 0) return ready;
  return static_cast<int>(esp_tls_conn_write(tls_, buffer, static_cast<size_t>(size)));
}

int TlsTransport::poll(bool to_write, int timeout_ms) {
  if (tls_ == nullptr || socket_ < 0) return -1;
  // What TLS has already taken off the socket no select would report.
  const ssize_t buffered = to_write ? 0 : esp_tls_get_bytes_avail(tls_);
  if (buffered > 0) return static_cast<int>(buffered);
  fd_set set;
  FD_ZERO(&set);
  FD_SET(socket_, &set);
  timeval wait = {timeout_ms / 1000, (timeout_ms % 1000) * 1000};
  timeval* const until = timeout_ms < 0 ? nullptr : &wait;
  return to_write ? select(socket_ + 1, nullptr, &set, nullptr, until) : select(socket_ + 1, &set, nullptr, nullptr, until);
}

int TlsTransport::close() {
  if (tls_) esp_tls_conn_destroy(tls_);
  tls_ = nullptr;
  socket_ = -1;
  return 0;
}

}  // namespace sl::esp
