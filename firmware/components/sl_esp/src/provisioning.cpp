#include "sl_esp/provisioning.hpp"

#include <atomic>
#include <stdlib.h>
#include <string.h>

#include "esp_log.h"
#include "esp_wifi.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"
#include "wifi_provisioning/manager.h"
#include "wifi_provisioning/scheme_ble.h"

namespace sl::esp {

namespace {

constexpr const char* tag = "provisioning";
/// The endpoint of Espressif's own example, so that their tool sends to it: `esp_prov.py --custom_data`.
constexpr const char* claim_endpoint = "custom-data";
constexpr uint32_t look_ms = 200;
/// From the end until Bluetooth goes: the other end hears that it worked.
constexpr uint32_t last_words_ms = 2'000;

struct Waiting {
  Claim* claim;
  /// Set last by the task of protocomm, read by ours.
  std::atomic<bool> has_claim{false};
  std::atomic<bool> has_wifi{false};
};

/// protocomm frees what it answers.
void answer(const char* text, uint8_t** out, ssize_t* out_size) {
  *out = reinterpret_cast<uint8_t*>(strdup(text));
  *out_size = *out ? static_cast<ssize_t>(strlen(text)) : 0;
}

esp_err_t on_claim(uint32_t, const uint8_t* in, ssize_t in_size, uint8_t** out, ssize_t* out_size, void* context) {
  auto& waiting = *static_cast<Waiting*>(context);
  Claim claim;
  const std::string text(reinterpret_cast<const char*>(in), in && in_size > 0 ? static_cast<size_t>(in_size) : 0);
  if (!waiting.has_claim && parse_claim(text, claim)) {
    *waiting.claim = claim;
    waiting.has_claim = true;
  }
  answer(waiting.has_claim ? "ok" : "not a whole claim: copy all of smartlatch://claim?...", out, out_size);
  return ESP_OK;
}

void on_event(void* context, wifi_prov_cb_event_t event, void*) {
  auto& waiting = *static_cast<Waiting*>(context);
  if (event == WIFI_PROV_CRED_SUCCESS) waiting.has_wifi = true;
  if (event == WIFI_PROV_CRED_FAIL) {
    ESP_LOGW(tag, "the Wi-Fi refused the name or the password: try again");
    wifi_prov_mgr_reset_sm_state_on_failure();
  }
}

/// wifi_provisioning starts the station but leaves connecting to the application.
void on_station(void*, esp_event_base_t, int32_t id, void*) {
  if (id == WIFI_EVENT_STA_START || id == WIFI_EVENT_STA_DISCONNECTED) esp_wifi_connect();
}

}  // namespace

void provision(const Label& label, Claim& claim) {
  Waiting waiting;
  waiting.claim = &claim;
  wifi_prov_mgr_config_t config = {};
  config.scheme = wifi_prov_scheme_ble;
  config.scheme_event_handler = WIFI_PROV_SCHEME_BLE_EVENT_HANDLER_FREE_BTDM;
  config.app_event_handler = {on_event, &waiting};
  ESP_ERROR_CHECK(wifi_prov_mgr_init(config));
  // It would end with the Wi-Fi, and the claim may come after it.
  ESP_ERROR_CHECK(wifi_prov_mgr_disable_auto_stop(last_words_ms));
  ESP_ERROR_CHECK(esp_event_handler_register(WIFI_EVENT, ESP_EVENT_ANY_ID, on_station, nullptr));
  ESP_ERROR_CHECK(wifi_prov_mgr_endpoint_create(claim_endpoint));
  wifi_prov_security2_params_t security = {};
  security.salt = label.salt.data();
  security.salt_len = static_cast<uint16_t>(label.salt.size());
  security.verifier = label.verifier.data();
  security.verifier_len = static_cast<uint16_t>(label.verifier.size());
  ESP_ERROR_CHECK(wifi_prov_mgr_start_provisioning(WIFI_PROV_SECURITY_2, &security, label.service_name.c_str(), nullptr));
  ESP_ERROR_CHECK(wifi_prov_mgr_endpoint_register(claim_endpoint, on_claim, &waiting));
  ESP_LOGI(tag, "waiting as %s", label.service_name.c_str());
  while (!waiting.has_claim || !waiting.has_wifi) vTaskDelay(pdMS_TO_TICKS(look_ms));
  wifi_prov_mgr_stop_provisioning();
  wifi_prov_mgr_wait();
  wifi_prov_mgr_deinit();
}

}  // namespace sl::esp
