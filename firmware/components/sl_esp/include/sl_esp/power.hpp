// ISleep on FreeRTOS, and why this boot happened.
#pragma once
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"
#include "sl/ports.hpp"

namespace sl::esp {

/// Lets the chip sleep whenever every task waits: down to 80 MHz, and with `light_sleep` the automatic light sleep of
/// docs/power.md. Wi-Fi stays associated, GPIO and timers wake it.
void start_power(bool light_sleep);

/// The main task's sleep: until a moment, or until another task or an interrupt notifies it.
class Sleep final : public ISleep {
 public:
  /// `longest_ms`: how long the main task may stay away, so that it can feed the watchdog.
  Sleep(IClock& clock, ClockMs longest_ms) : clock_(clock), longest_ms_(longest_ms) {}
  void sleep_until(ClockMs until_ms) override;
  [[noreturn]] void reboot() override;

 private:
  IClock& clock_;
  ClockMs longest_ms_;
};

/// `power_on`, `brownout`, `task_watchdog`, ...: what `info` says as reset reason, at most 32 characters.
Text reset_reason();
/// Whether flash encryption and Secure Boot are both on.
bool is_sealed();

/// The task watchdog looks after the task that calls this; its time is in sdkconfig.defaults.
void start_watchdog();
void feed_watchdog();

}  // namespace sl::esp
