#include "sl_esp/wifi.hpp"

#include <atomic>

#include "esp_attr.h"
#include "esp_err.h"
#include "esp_timer.h"
#include "esp_wifi.h"

namespace sl::esp {

namespace {

constexpr uint64_t retry_us = 1'000'000;
/// Beacons between two at which the radio listens.
constexpr uint16_t battery_listen_interval = 3;
constexpr uint8_t radio_channels = 14;

std::atomic<bool> has_address{false};
TaskHandle_t listener = nullptr;
esp_timer_handle_t retry_timer = nullptr;
/// Where the access point was found last: after a deep sleep it is looked for there first, one channel instead of 13.
RTC_DATA_ATTR uint8_t last_channel = 0;

void retry(void*) { esp_wifi_connect(); }

void on_event(void*, esp_event_base_t base, int32_t id, void*) {
  if (base == WIFI_EVENT && id == WIFI_EVENT_STA_START) esp_wifi_connect();
  if (base == WIFI_EVENT && id == WIFI_EVENT_STA_DISCONNECTED) {
    has_address = false;
    last_channel = 0;
    esp_timer_start_once(retry_timer, retry_us);
  }
  if (base == IP_EVENT && id == IP_EVENT_STA_GOT_IP) {
    has_address = true;
    last_channel = wifi_channel();
  }
  if (base == IP_EVENT && id == IP_EVENT_STA_LOST_IP) has_address = false;
  if (listener) xTaskNotifyGive(listener);
}

wifi_ps_type_t sleep_of(WifiPower power) {
  switch (power) {
    case WifiPower::awake: return WIFI_PS_NONE;
    case WifiPower::mains: return WIFI_PS_MIN_MODEM;
    case WifiPower::battery: return WIFI_PS_MAX_MODEM;
  }
  return WIFI_PS_NONE;
}

void configure(WifiPower power) {
  wifi_config_t config = {};
  ESP_ERROR_CHECK(esp_wifi_get_config(WIFI_IF_STA, &config));
  config.sta.scan_method = WIFI_FAST_SCAN;
  config.sta.channel = last_channel < radio_channels ? last_channel : 0;
  // An access point that offers less than WPA2 is not the owner's.
  config.sta.threshold.authmode = WIFI_AUTH_WPA2_PSK;
  config.sta.pmf_cfg.capable = true;
  config.sta.listen_interval = power == WifiPower::battery ? battery_listen_interval : 0;
  // The channel must not be kept in flash with the rest: it is a hint for this boot.
  ESP_ERROR_CHECK(esp_wifi_set_storage(WIFI_STORAGE_RAM));
  ESP_ERROR_CHECK(esp_wifi_set_config(WIFI_IF_STA, &config));
}

}  // namespace

void init_wifi() {
  ESP_ERROR_CHECK(esp_netif_init());
  ESP_ERROR_CHECK(esp_event_loop_create_default());
  esp_netif_create_default_wifi_sta();
  const wifi_init_config_t config = WIFI_INIT_CONFIG_DEFAULT();
  ESP_ERROR_CHECK(esp_wifi_init(&config));
  ESP_ERROR_CHECK(esp_wifi_set_mode(WIFI_MODE_STA));
}

void start_wifi(WifiPower power, TaskHandle_t notified) {
  listener = notified;
  esp_timer_create_args_t timer = {};
  timer.callback = retry;
  timer.name = "wifi retry";
  ESP_ERROR_CHECK(esp_timer_create(&timer, &retry_timer));
  ESP_ERROR_CHECK(esp_event_handler_register(WIFI_EVENT, ESP_EVENT_ANY_ID, on_event, nullptr));
  ESP_ERROR_CHECK(esp_event_handler_register(IP_EVENT, ESP_EVENT_ANY_ID, on_event, nullptr));
  configure(power);
  ESP_ERROR_CHECK(esp_wifi_start());
  ESP_ERROR_CHECK(esp_wifi_set_ps(sleep_of(power)));
}

void stop_wifi() {
  has_address = false;
  esp_wifi_stop();
}

bool wifi_is_up() { return has_address; }

uint8_t wifi_channel() {
  uint8_t primary = 0;
  wifi_second_chan_t second = WIFI_SECOND_CHAN_NONE;
  return esp_wifi_get_channel(&primary, &second) == ESP_OK ? primary : 0;
}

int wifi_rssi() {
  wifi_ap_record_t record = {};
  return esp_wifi_sta_get_ap_info(&record) == ESP_OK ? record.rssi : 0;
}

}  // namespace sl::esp
