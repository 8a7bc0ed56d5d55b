// Everything that a board knows about itself after enrolment, as NVS keeps it.
#pragma once
#include <string>

#include "sl_esp/nvs_area.hpp"

namespace sl::esp {

struct Identity {
  /// SEC 1 DER of the key that was made here.
  std::string key_der;
  /// The certificate and its intermediates, PEM.
  std::string certificate;
  std::string broker_host;
  uint16_t broker_port = 0;
  std::string broker_ca;
  std::string enrolment_url;
  std::string enrolment_ca;
  /// JSON as the server said it: see keys_json.hpp.
  std::string secrets;
};

/// False when this board is not enrolled.
bool load_identity(Identity& identity);
/// Writes the mark `enrolled` last: a power cut before it leaves a board that must enrol again, never half an identity.
bool save_identity(const Identity& identity);
bool save_certificate(const std::string& certificate);
bool save_secrets(const std::string& json);
/// Wi-Fi, identity and label go. The journal's partition stays: counters, events and time, so that nothing old becomes fresh.
void factory_reset();

}  // namespace sl::esp
