// How a new board gets its Wi-Fi and its claim: over Bluetooth, protocomm Security 2 (SRP6a with the label's password, then
// AES-256-GCM). Works with Espressif's apps and `esp_prov.py`; the claim goes to the endpoint `custom-data`.
#pragma once
#include "sl_esp/claim.hpp"
#include "sl_esp/label.hpp"

namespace sl::esp {

/// Waits until somebody with the label has given Wi-Fi credentials that work and a whole claim; then Bluetooth is gone from
/// memory until the next boot. A wrong password of the Wi-Fi may be corrected. Feeds the watchdog meanwhile.
void provision(const Label& label, Claim& claim);

}  // namespace sl::esp
