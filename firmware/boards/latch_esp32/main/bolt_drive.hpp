// IDrive: a hobby servo (SG90 class) on LEDC, behind a load switch, with a shunt in its ground.
#pragma once
#include "esp_adc/adc_cali.h"
#include "freertos/FreeRTOS.h"
#include "freertos/semphr.h"
#include "sl/ports.hpp"

namespace sl::latch_board {

/// Longer than the core takes to hear of the button, shorter than its tries to lock again last.
inline constexpr int64_t egress_hold_ms = 1'000;

class BoltDrive final : public IDrive {
 public:
  BoltDrive();

  void drive(BoltTarget to) override;
  void stop() override;
  uint16_t current_ma() override;

  /// The exit button, from its own task: unlocks at once, and for `egress_hold_ms` from now nothing locks. So a core that was in
  /// the middle of locking cannot turn the bolt back under the hand of whoever wants out, and one that hangs does not matter.
  void egress();
  /// True once after an egress: the motor has power that nobody but the button's task asked for.
  bool take_egress();

 private:
  void move(BoltTarget to);

  SemaphoreHandle_t lock_;
  adc_oneshot_unit_handle_t adc_ = nullptr;
  adc_cali_handle_t calibration_ = nullptr;
  bool egress_happened_ = false;
  /// On esp_timer; 0 for not at all.
  int64_t held_until_us_ = 0;
};

}  // namespace sl::latch_board
