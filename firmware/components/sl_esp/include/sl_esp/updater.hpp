// IUpdater on the two OTA slots. A new image boots on probation (PENDING_VERIFY): without `confirm` the bootloader goes back
// to the old one at the next reset. With Secure Boot the bootloader, and esp_ota_end here, refuse an image of another signer;
// with anti-rollback an older one.
#pragma once
#include "esp_ota_ops.h"
#include "mbedtls/sha256.h"
#include "sl/ports.hpp"

namespace sl::esp {

class Updater final : public IUpdater {
 public:
  Updater();
  Status begin(uint32_t image_bytes) override;
  Status write(ByteView part) override;
  Status finish(const Hash& sha256) override;
  void confirm() override;

  /// This boot is the first of a new image, and nobody has confirmed it.
  bool on_probation() const { return on_probation_; }
  /// The new image does not work: back to the old one, at once.
  [[noreturn]] static void roll_back();

 private:
  void abort();

  const esp_partition_t* slot_ = nullptr;
  esp_ota_handle_t handle_ = 0;
  bool writing_ = false;
  bool on_probation_ = false;
  uint32_t missing_bytes_ = 0;
  mbedtls_sha256_context sha256_;
};

}  // namespace sl::esp
