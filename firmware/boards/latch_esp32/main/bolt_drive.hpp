// IDrive: a hobby servo (SG90 class) on LEDC, behind a load switch, with a shunt in its ground.
#pragma once
#include "esp_adc/adc_cali.h"
#include "freertos/FreeRTOS.h"
#include "freertos/semphr.h"
#include "sl/ports.hpp"

namespace sl::latch_board {

class BoltDrive final : public IDrive {
 public:
  BoltDrive();

  void drive(BoltTarget to) override;
  void stop() override;
  uint16_t current_ma() override;

  /// The exit button, from its own task: unlocks at once, and until `egress_taken` nothing locks. So a core that was in the
  /// middle of locking, or hangs, cannot hold the door shut against whoever wants out.
  void egress();
  /// The core has taken the button as an event: from here on its word counts.
  void egress_taken();

 private:
  void move(BoltTarget to);

  SemaphoreHandle_t lock_;
  adc_oneshot_unit_handle_t adc_ = nullptr;
  adc_cali_handle_t calibration_ = nullptr;
  bool egress_ = false;
};

}  // namespace sl::latch_board
