#include "sl_esp/updater.hpp"

#include <stdlib.h>

#include "esp_log.h"

namespace sl::esp {

Updater::Updater() {
  mbedtls_sha256_init(&sha256_);
  esp_ota_img_states_t state = ESP_OTA_IMG_VALID;
  on_probation_ = esp_ota_get_state_partition(esp_ota_get_running_partition(), &state) == ESP_OK &&
                  state == ESP_OTA_IMG_PENDING_VERIFY;
}

Status Updater::begin(uint32_t image_bytes) {
  abort();
  // An image on probation must not write over the only one that is known to work.
  if (on_probation_) return Status::failed;
  slot_ = esp_ota_get_next_update_partition(nullptr);
  if (slot_ == nullptr) return Status::failed;
  if (image_bytes == 0 || image_bytes > slot_->size) return Status::too_large;
  // Erases as it goes: a whole slot at once would hold the door for seconds.
  if (esp_ota_begin(slot_, OTA_WITH_SEQUENTIAL_WRITES, &handle_) != ESP_OK) return Status::failed;
  if (mbedtls_sha256_starts(&sha256_, 0) != 0) return Status::failed;
  writing_ = true;
  missing_bytes_ = image_bytes;
  return Status::ok;
}

Status Updater::write(ByteView part) {
  const bool fits = writing_ && part.size <= missing_bytes_;
  const bool written = fits && mbedtls_sha256_update(&sha256_, part.data, part.size) == 0 &&
                       esp_ota_write(handle_, part.data, part.size) == ESP_OK;
  if (!written) {
    abort();
    return fits ? Status::failed : Status::too_large;
  }
  missing_bytes_ -= static_cast<uint32_t>(part.size);
  return Status::ok;
}

Status Updater::finish(const Hash& sha256) {
  Hash written;
  const bool whole = writing_ && missing_bytes_ == 0 && mbedtls_sha256_finish(&sha256_, written.data) == 0;
  if (!whole || written != sha256) {
    abort();
    return Status::bad_mac;
  }
  writing_ = false;
  // Checks the image's own format, hash and, with Secure Boot, signature.
  if (esp_ota_end(handle_) != ESP_OK || esp_ota_set_boot_partition(slot_) != ESP_OK) return Status::failed;
  return Status::ok;
}

void Updater::confirm() {
  if (!on_probation_) return;
  // With anti-rollback this also burns the image's security version into the eFuses.
  if (esp_ota_mark_app_valid_cancel_rollback() == ESP_OK) on_probation_ = false;
}

void Updater::roll_back() {
  ESP_LOGE("update", "this image did not reach the broker in time: back to the one before");
  esp_ota_mark_app_invalid_rollback_and_reboot();
  ::abort();  // there was no other image: a reset is the best that is left
}

void Updater::abort() {
  if (writing_) esp_ota_abort(handle_);
  writing_ = false;
}

}  // namespace sl::esp
