// IClock on the kernel's monotonic clock, and the wall's time for logs. IRng is SodiumRng (sodium_crypto.hpp).
#pragma once
#include "sl/ports.hpp"

namespace sl::linux_port {

class SystemClock final : public IClock {
 public:
  SystemClock() : started_ms_(monotonic_ms()) {}
  /// Milliseconds since this process started: its boot.
  ClockMs now_ms() override { return monotonic_ms() - started_ms_; }

 private:
  static ClockMs monotonic_ms();
  ClockMs started_ms_;
};

/// Since 1970, whatever the machine believes now: for logs and for the rig's events, never for a decision.
int64_t epoch_ms();

}  // namespace sl::linux_port
