#include "sl_esp/tls_ticket.hpp"

#include <stdlib.h>
#include <string.h>

#include "esp_attr.h"
#include "esp_log.h"

namespace sl::esp {

namespace {

/// The ticket itself (OpenSSL puts our certificate chain into it) and about 100 bytes of session; of 8 kB RTC slow memory.
constexpr size_t ticket_bytes = 3072;

RTC_DATA_ATTR uint8_t kept[ticket_bytes];
RTC_DATA_ATTR uint16_t kept_size = 0;

}  // namespace

esp_tls_client_session_t* load_ticket() {
  if (kept_size == 0) return nullptr;
  // esp-tls frees it with free(), after mbedtls_ssl_session_free().
  auto* const session = static_cast<esp_tls_client_session_t*>(calloc(1, sizeof(esp_tls_client_session_t)));
  if (session == nullptr) return nullptr;
  mbedtls_ssl_session_init(&session->saved_session);
  if (mbedtls_ssl_session_load(&session->saved_session, kept, kept_size) == 0) return session;
  esp_tls_free_client_session(session);
  forget_ticket();
  return nullptr;
}

void save_ticket(const esp_tls_client_session_t& session) {
  size_t size = 0;
  if (mbedtls_ssl_session_save(&session.saved_session, kept, sizeof kept, &size) != 0) {
    ESP_LOGW("tls", "the session ticket does not fit %u bytes: the next handshake is a full one", (unsigned)sizeof kept);
    forget_ticket();
    return;
  }
  kept_size = static_cast<uint16_t>(size);
}

void forget_ticket() {
  memset(kept, 0, sizeof kept);
  kept_size = 0;
}

}  // namespace sl::esp
