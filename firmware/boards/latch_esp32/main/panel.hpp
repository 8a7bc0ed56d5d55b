// IPanel: an RGB LED and a piezo buzzer.
#pragma once
#include "esp_timer.h"
#include "freertos/FreeRTOS.h"
#include "freertos/semphr.h"
#include "panel_patterns.hpp"
#include "sl/ports.hpp"

namespace sl::latch_board {

class Panel final : public IPanel {
 public:
  Panel();
  /// From the main task. Plays on by itself.
  void show(Shown what) override;
  /// Dark and silent, for a deep sleep.
  void off();

 private:
  static void on_timer(void* self);
  void play(const PanelPattern& pattern);
  void next();

  /// The pattern is changed by the main task and played on by the timer's.
  SemaphoreHandle_t lock_;
  esp_timer_handle_t timer_ = nullptr;
  const PanelPattern* pattern_ = nullptr;
  /// What the panel comes back to.
  const PanelPattern* state_ = nullptr;
  uint8_t step_ = 0;
  uint8_t played_ = 0;
};

}  // namespace sl::latch_board
