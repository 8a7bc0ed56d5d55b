// The exit button, apart from everything else: interrupt -> the highest task of the program -> bolt. It needs no core, no
// network and no main task, and works while the main task hangs in the watchdog's seconds.
#pragma once
#include <atomic>

#include "bolt_drive.hpp"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"

namespace sl::latch_board {

inline constexpr uint32_t press_hold_ms = 200;

class Egress {
 public:
  /// `notified`: the main task, which then tells the core. A button that is held at boot counts as pressed.
  Egress(BoltDrive& drive, TaskHandle_t notified);

  /// Whether it is down, or was within the last `press_hold_ms`: the core wants a contact to rest, and a light tap is a wish
  /// to get out all the same.
  bool pressed() const;

 private:
  static void run(void* self);
  static void on_interrupt(void* self);

  BoltDrive& drive_;
  TaskHandle_t notified_;
  TaskHandle_t task_ = nullptr;
  /// Milliseconds of esp_timer, modulo 2^32: what the chip reads and writes in one piece.
  std::atomic<uint32_t> pressed_at_ms_{0};
  std::atomic<bool> was_pressed_{false};
};

}  // namespace sl::latch_board
