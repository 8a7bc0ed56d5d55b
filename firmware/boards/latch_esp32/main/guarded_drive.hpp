// The motor of the bolt, looked after: without power before a stall burns it, or when its switch never says that it arrived. No
// vendor header: tested on the host.
#pragma once
#include "sl/ports.hpp"

namespace sl::latch_board {

/// Between the current of a moving SG90 (100 to 250 mA) and of a stalled one (650 mA): docs/power.md.
inline constexpr uint16_t stall_ma = 450;
/// A servo starts with the current of a stall; after this long it is one.
inline constexpr ClockMs stall_ms = 300;
/// A motor that neither arrived nor stalled: a loose horn, a broken switch. Longer than one try of the core.
inline constexpr ClockMs longest_move_ms = 2'000;
/// How often the motor is looked at while it has power.
inline constexpr ClockMs guard_interval_ms = 10;

class GuardedDrive final : public IDrive {
 public:
  GuardedDrive(IDrive& motor, IClock& clock) : motor_(motor), clock_(clock) {}

  void drive(BoltTarget to) override;
  void stop() override;
  uint16_t current_ma() override { return motor_.current_ma(); }

  /// To be called every `guard_interval_ms` while `powered`.
  void look();
  bool powered() const { return powered_; }
  /// Stalls since boot.
  uint32_t stalls() const { return stalls_; }

 private:
  IDrive& motor_;
  IClock& clock_;
  bool powered_ = false;
  ClockMs since_ms_ = 0;
  /// Since when the current is that of a stall; -1 while it is not.
  ClockMs high_since_ms_ = -1;
  uint32_t stalls_ = 0;
};

}  // namespace sl::latch_board
