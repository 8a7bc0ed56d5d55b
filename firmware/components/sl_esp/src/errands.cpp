#include "sl_esp/errands.hpp"

#include "esp_log.h"
#include "sl_esp/firmware_update.hpp"

namespace sl::esp {

namespace {

constexpr const char* tag = "errands";
/// A TLS handshake with ECDSA needs about 6 kB of it.
constexpr uint32_t stack_bytes = 8 * 1024;
constexpr UBaseType_t priority = 2;
constexpr ClockMs day_ms = 24 * 3600 * 1000;

}  // namespace

Errands::Errands(ICrypto& crypto, const DeviceKey& key, const Identity& identity, Updater& updater,
                 TaskHandle_t notified)
    : crypto_(crypto), key_(key), identity_(identity), updater_(updater), notified_(notified), lock_(xSemaphoreCreateMutex()) {
  const BaseType_t created = xTaskCreate(run, "errands", stack_bytes, this, priority, &task_);
  ESP_ERROR_CHECK(created == pdPASS && lock_ != nullptr ? ESP_OK : ESP_ERR_NO_MEM);
}

void Errands::want_keys(ClockMs now_ms) {
  if (now_ms - keys_asked_ms_ < limits::secrets_interval_ms) return;
  keys_asked_ms_ = now_ms;
  keys_wanted_ = true;
  xTaskNotifyGive(task_);
}

Errands::Keys Errands::take_keys(DeviceKeys& keys) {
  xSemaphoreTake(lock_, portMAX_DELAY);
  const Keys outcome = outcome_;
  if (outcome == Keys::fetched) keys = fetched_;
  outcome_ = Keys::nothing_new;
  xSemaphoreGive(lock_);
  return outcome;
}

void Errands::look_after(ClockMs now_ms, bool network_is_up) {
  if (!network_is_up || now_ms - looked_after_ms_ < day_ms) return;
  looked_after_ms_ = now_ms;
  daily_wanted_ = true;
  xTaskNotifyGive(task_);
}

void Errands::run(void* self) {
  auto& errands = *static_cast<Errands*>(self);
  while (true) {
    ulTaskNotifyTake(pdTRUE, portMAX_DELAY);
    if (errands.keys_wanted_.exchange(false)) errands.fetch();
    if (errands.daily_wanted_.exchange(false)) errands.daily();
  }
}

void Errands::fetch() {
  std::string json;
  DeviceKeys keys;
  const Problem problem = fetch_secrets(crypto_, key_, identity_, json);
  if (problem) ESP_LOGW(tag, "keys: %s", problem);
  const bool fetched = problem == nullptr && parse_keys(json, keys);
  if (fetched && !save_secrets(json)) ESP_LOGE(tag, "the keys could not be kept");
  xSemaphoreTake(lock_, portMAX_DELAY);
  if (fetched) fetched_ = keys;
  outcome_ = fetched ? Keys::fetched : Keys::failed;
  xSemaphoreGive(lock_);
  xTaskNotifyGive(notified_);
}

void Errands::daily() {
  if (renewal_is_due(identity_)) {
    std::string certificate;
    const Problem problem = renew(crypto_, key_, identity_, certificate);
    if (problem) ESP_LOGW(tag, "certificate: %s", problem);
    // It counts from the next boot on: the identity in memory is the connection's meanwhile.
    if (problem == nullptr && save_certificate(certificate)) wants_reboot_ = true;
  }
  if (look_for_update(crypto_, updater_) == UpdateOutcome::installed) wants_reboot_ = true;
  xTaskNotifyGive(notified_);
}

}  // namespace sl::esp
