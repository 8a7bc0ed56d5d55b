// IClock and IRng on the ESP32.
#pragma once
#include "sl/ports.hpp"

namespace sl::esp {

/// Microseconds since boot in hardware; a deep sleep starts it anew, as it does the boot id.
class Clock final : public IClock {
 public:
  ClockMs now_ms() override;
};

/// Good only while the radio runs, or between `bootloader_random_enable` and `_disable`: else the generator repeats itself
/// (ESP32 Technical Reference Manual, 24.3). Whoever makes a key makes sure of it (device_key.cpp).
class Rng final : public IRng {
 public:
  void fill(ByteSpan bytes) override;
};

}  // namespace sl::esp
