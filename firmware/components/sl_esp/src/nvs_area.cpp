#include "sl_esp/nvs_area.hpp"

#include "esp_log.h"
#include "nvs_flash.h"

namespace sl::esp {

void start_nvs() {
  const esp_err_t opened = nvs_flash_init();
  if (opened != ESP_ERR_NVS_NO_FREE_PAGES && opened != ESP_ERR_NVS_NEW_VERSION_FOUND) {
    ESP_ERROR_CHECK(opened);
    return;
  }
  ESP_LOGE("nvs", "cannot be read (%s): erased, enrol this board anew", esp_err_to_name(opened));
  ESP_ERROR_CHECK(nvs_flash_erase());
  ESP_ERROR_CHECK(nvs_flash_init());
}

NvsArea::NvsArea(const char* name) { ESP_ERROR_CHECK(nvs_open(name, NVS_READWRITE, &handle_)); }

uint64_t NvsArea::number(const char* key, uint64_t otherwise) const {
  uint64_t value = otherwise;
  return nvs_get_u64(handle_, key, &value) == ESP_OK ? value : otherwise;
}

bool NvsArea::set_number(const char* key, uint64_t value) {
  return nvs_set_u64(handle_, key, value) == ESP_OK && nvs_commit(handle_) == ESP_OK;
}

std::string NvsArea::bytes(const char* key) const {
  size_t size = 0;
  if (nvs_get_blob(handle_, key, nullptr, &size) != ESP_OK) return {};
  std::string value(size, '\0');
  return nvs_get_blob(handle_, key, value.data(), &size) == ESP_OK ? value : std::string{};
}

bool NvsArea::set_bytes(const char* key, const std::string& value) {
  return nvs_set_blob(handle_, key, value.data(), value.size()) == ESP_OK && nvs_commit(handle_) == ESP_OK;
}

bool NvsArea::erase(const char* key) {
  const esp_err_t erased = nvs_erase_key(handle_, key);
  return (erased == ESP_OK || erased == ESP_ERR_NVS_NOT_FOUND) && nvs_commit(handle_) == ESP_OK;
}

bool NvsArea::erase_all() { return nvs_erase_all(handle_) == ESP_OK && nvs_commit(handle_) == ESP_OK; }

}  // namespace sl::esp
