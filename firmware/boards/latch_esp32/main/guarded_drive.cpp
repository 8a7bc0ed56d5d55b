#include "guarded_drive.hpp"

namespace sl::latch_board {

void GuardedDrive::drive(BoltTarget to) {
  powered_ = true;
  since_ms_ = clock_.now_ms();
  high_since_ms_ = -1;
  motor_.drive(to);
}

void GuardedDrive::stop() {
  powered_ = false;
  motor_.stop();
}

void GuardedDrive::look() {
  if (!powered_) return;
  const ClockMs now = clock_.now_ms();
  if (motor_.current_ma() < stall_ma) high_since_ms_ = -1;
  else if (high_since_ms_ < 0) high_since_ms_ = now;
  const bool stalls = high_since_ms_ >= 0 && now - high_since_ms_ >= stall_ms;
  if (stalls) ++stalls_;
  // The core hears nothing of it: its switch does not close, and its own time for the try runs out.
  if (stalls || now - since_ms_ >= longest_move_ms) stop();
}

}  // namespace sl::latch_board
