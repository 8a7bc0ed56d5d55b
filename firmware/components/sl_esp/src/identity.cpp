#include "sl_esp/identity.hpp"

namespace sl::esp {

namespace {

constexpr const char* area_name = "identity";

/// NVS key of each text of an identity.
struct Field {
  const char* key;
  std::string Identity::* text;
};
constexpr Field fields[] = {
    {"key", &Identity::key_der},         {"certificate", &Identity::certificate}, {"broker_host", &Identity::broker_host},
    {"broker_ca", &Identity::broker_ca}, {"enrol_url", &Identity::enrolment_url}, {"enrol_ca", &Identity::enrolment_ca},
    {"secrets", &Identity::secrets},
};

}  // namespace

bool load_identity(Identity& identity) {
  const NvsArea area(area_name);
  if (area.number("enrolled", 0) != 1) return false;
  for (const Field& field : fields) {
    identity.*field.text = area.bytes(field.key);
    if ((identity.*field.text).empty()) return false;
  }
  identity.broker_port = static_cast<uint16_t>(area.number("broker_port", 0));
  return identity.broker_port != 0;
}

bool save_identity(const Identity& identity) {
  NvsArea area(area_name);
  bool saved = area.set_number("enrolled", 0) && area.set_number("broker_port", identity.broker_port);
  for (const Field& field : fields) saved = saved && area.set_bytes(field.key, identity.*field.text);
  return saved && area.set_number("enrolled", 1);
}

bool save_certificate(const std::string& certificate) { return NvsArea(area_name).set_bytes("certificate", certificate); }

bool save_secrets(const std::string& json) { return NvsArea(area_name).set_bytes("secrets", json); }

void factory_reset() {
  NvsArea(area_name).erase_all();
  NvsArea("label").erase_all();
  // What wifi_provisioning asked the Wi-Fi driver to keep.
  NvsArea("nvs.net80211").erase_all();
}

}  // namespace sl::esp
