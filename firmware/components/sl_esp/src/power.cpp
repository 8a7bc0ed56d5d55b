#include "sl_esp/power.hpp"

#include "esp_flash_encrypt.h"
#include "esp_log.h"
#include "esp_pm.h"
#include "esp_secure_boot.h"
#include "esp_system.h"
#include "esp_task_wdt.h"

namespace sl::esp {

namespace {

constexpr int max_mhz = 240;
/// Wi-Fi needs the 80 MHz of the APB; lower and each beacon would begin with a change of clock.
constexpr int min_mhz = 80;

}  // namespace

void start_power(bool light_sleep) {
  const esp_pm_config_t config = {max_mhz, min_mhz, light_sleep};
  ESP_ERROR_CHECK(esp_pm_configure(&config));
}

void Sleep::sleep_until(ClockMs until_ms) {
  const ClockMs now_ms = clock_.now_ms();
  const ClockMs wait_ms = until_ms <= now_ms ? 0 : until_ms - now_ms;
  ulTaskNotifyTake(pdTRUE, pdMS_TO_TICKS(wait_ms < longest_ms_ ? wait_ms : longest_ms_));
}

void Sleep::reboot() { esp_restart(); }

Text reset_reason() {
  switch (esp_reset_reason()) {
    case ESP_RST_POWERON: return "power_on";
    case ESP_RST_EXT: return "reset_pin";
    case ESP_RST_SW: return "software";
    case ESP_RST_PANIC: return "panic";
    case ESP_RST_INT_WDT: return "interrupt_watchdog";
    case ESP_RST_TASK_WDT: return "task_watchdog";
    case ESP_RST_WDT: return "watchdog";
    case ESP_RST_DEEPSLEEP: return "deep_sleep";
    case ESP_RST_BROWNOUT: return "brownout";
    default: return "unknown";
  }
}

bool is_sealed() { return esp_flash_encryption_enabled() && esp_secure_boot_enabled(); }

void start_watchdog() {
  if (!is_sealed())
    ESP_LOGW("power", "flash encryption or Secure Boot is off: whoever holds this board can read its keys (firmware/README.md)");
  ESP_ERROR_CHECK(esp_task_wdt_add(nullptr));
}

void feed_watchdog() { esp_task_wdt_reset(); }

}  // namespace sl::esp
