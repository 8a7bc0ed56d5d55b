#include "sl_esp/label.hpp"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bootloader_random.h"
#include "esp_err.h"
#include "esp_mac.h"
#include "esp_random.h"
#include "esp_srp.h"
#include "sl/codec/topic.hpp"
#include "sl_esp/nvs_area.hpp"

namespace sl::esp {

namespace {

constexpr int salt_bytes = 16;
constexpr size_t password_random_bytes = 10;
constexpr size_t password_chars = 16;  // ceil(80 / 5)

std::string service_name() {
  uint8_t mac[6] = {};
  ESP_ERROR_CHECK(esp_read_mac(mac, ESP_MAC_WIFI_STA));
  char name[16];
  snprintf(name, sizeof name, "SL_%02X%02X%02X", mac[3], mac[4], mac[5]);
  return name;
}

std::string make_password() {
  uint8_t random[password_random_bytes];
  bootloader_random_enable();
  esp_fill_random(random, sizeof random);
  bootloader_random_disable();
  char text[password_chars];
  const size_t size = base32({random, sizeof random}, text);
  return std::string(text, size);
}

void make(NvsArea& area, Label& label) {
  std::string password = make_password();
  char* salt = nullptr;
  char* verifier = nullptr;
  int verifier_bytes = 0;
  ESP_ERROR_CHECK(esp_srp_gen_salt_verifier(label_user, static_cast<int>(strlen(label_user)), password.c_str(),
                                            static_cast<int>(password.size()), &salt, salt_bytes, &verifier,
                                            &verifier_bytes));
  label.salt.assign(salt, salt_bytes);
  label.verifier.assign(verifier, static_cast<size_t>(verifier_bytes));
  free(salt);
  free(verifier);
  ESP_ERROR_CHECK(area.set_bytes("salt", label.salt) && area.set_bytes("verifier", label.verifier) ? ESP_OK : ESP_FAIL);
  printf("\nLabel of this board; it is not shown again:\n");
  printf("{\"ver\":\"v1\",\"name\":\"%s\",\"username\":\"%s\",\"pop\":\"%s\",\"transport\":\"ble\"}\n\n",
         label.service_name.c_str(), label_user, password.c_str());
  memset(password.data(), 0, password.size());
}

}  // namespace

Label load_or_make_label() {
  NvsArea area("label");
  Label label = {service_name(), area.bytes("salt"), area.bytes("verifier")};
  if (label.salt.empty() || label.verifier.empty()) make(area, label);
  return label;
}

}  // namespace sl::esp
