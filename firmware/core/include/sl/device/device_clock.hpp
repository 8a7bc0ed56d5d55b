// The clock of a device: that of its board, begun again from time to time.
#pragma once
#include "sl/ports.hpp"

namespace sl {

class DeviceClock {
 public:
  explicit DeviceClock(IClock& clock) : clock_(clock) {}

  Ms now_ms() const { return static_cast<Ms>(clock_.now_ms() - began_ms_); }
  /// As the board counts; `never` is further than any clock goes.
  ClockMs on_board(Ms moment) const { return moment == never ? INT64_MAX : began_ms_ + moment; }
  /// 0, or by how much every moment that is kept has to `count_anew`, now.
  Ms turn() {
    const ClockMs passed_ms = clock_.now_ms() - began_ms_;
    if (passed_ms < clock_turn_ms) return 0;
    began_ms_ += passed_ms;
    // Nobody looked for weeks: then everything is long ago.
    return passed_ms < -long_ago ? static_cast<Ms>(passed_ms) : -long_ago;
  }

 private:
  IClock& clock_;
  ClockMs began_ms_ = 0;
};

}  // namespace sl
