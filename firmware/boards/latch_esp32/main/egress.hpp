// The exit button, apart from everything else: interrupt -> the highest task of the program -> bolt. It needs no core, no
// network and no main task, and works while the main task hangs in the watchdog's seconds.
#pragma once
#include <atomic>

#include "bolt_drive.hpp"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"

namespace sl::latch_board {

class Egress {
 public:
  /// `notified`: the main task, which then tells the core. A button that is held at boot counts as pressed.
  Egress(BoltDrive& drive, TaskHandle_t notified);

  /// Whether it was pressed since the last call, however short, or still is.
  bool take_press();

 private:
  static void run(void* self);
  static void on_interrupt(void* self);

  BoltDrive& drive_;
  TaskHandle_t notified_;
  TaskHandle_t task_ = nullptr;
  std::atomic<bool> pressed_{false};
};

}  // namespace sl::latch_board
