// The TLS session ticket, in memory that a deep sleep keeps. A power cut loses it, and the next handshake is a full one.
#pragma once
#include "esp_tls.h"

namespace sl::esp {

/// Null when there is none; else to be freed with esp_tls_free_client_session.
esp_tls_client_session_t* load_ticket();
void save_ticket(const esp_tls_client_session_t& session);
/// Also for a factory reset: the ticket holds the session's secret.
void forget_ticket();

}  // namespace sl::esp
