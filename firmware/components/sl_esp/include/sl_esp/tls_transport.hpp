// The TLS connection below MQTT: mutual TLS 1.2 with a session ticket that outlives the connection, and TCP_NODELAY. It is an
// esp_transport of our own because esp-mqtt's has neither.
#pragma once
#include <string>

#include "esp_tls.h"
#include "esp_transport.h"
#include "sl_esp/trust.hpp"

namespace sl::esp {

class TlsTransport {
 public:
  /// The texts outlive the transport: `certificate` PEM, `key` DER.
  TlsTransport(const std::string& certificate, const std::string& key, Trust trust)
      : certificate_(certificate), key_(key), trust_(trust) {}

  /// A handle for one MQTT client, which destroys it; the ticket stays here.
  esp_transport_handle_t handle();
  /// The full handshake took about 2 to 3 s, the resumed one about 0.16 s (docs/power.md).
  static constexpr int connect_deadline_ms = 10'000;

 private:
  int connect(const char* host, int port);
  int read(char* buffer, int size, int timeout_ms);
  int write(const char* buffer, int size, int timeout_ms);
  int poll(bool to_write, int timeout_ms);
  int close();
  void keep_ticket();

  static TlsTransport& of(esp_transport_handle_t handle) {
    return *static_cast<TlsTransport*>(esp_transport_get_context_data(handle));
  }

  const std::string& certificate_;
  const std::string& key_;
  Trust trust_;
  esp_tls_t* tls_ = nullptr;
  int socket_ = -1;
};

}  // namespace sl::esp
