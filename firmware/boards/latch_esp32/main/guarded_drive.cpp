#include "guarded_drive.hpp"

namespace sl::latch_board {

namespace {

/// Notes since when something is so; true once it has been for `long_ms`.
bool lasts(bool is_so, Ms now, Ms long_ms, Ms& since_ms) {
  if (!is_so) since_ms = -1;
  else if (since_ms < 0) since_ms = now;
  return is_so && now - since_ms >= long_ms;
}

}  // namespace

void GuardedDrive::drive(BoltTarget to) {
  to_ = to;
  powered_ = true;
  since_ms_ = clock_.now_ms();
  there_since_ms_ = high_since_ms_ = -1;
  motor_.drive(to);
}

void GuardedDrive::stop() {
  powered_ = false;
  motor_.stop();
}

void GuardedDrive::look(const Inputs& inputs) {
  if (!powered_) return;
  const Ms now = clock_.now_ms();
  const bool is_there = to_ == BoltTarget::locked ? inputs.bolt_locked : inputs.bolt_unlocked;
  const bool stalls = lasts(motor_.current_ma() >= stall_ma, now, stall_ms, high_since_ms_);
  if (stalls) ++stalls_;
  // The core hears nothing of a stall: its switch does not close, and its own time for the try runs out.
  if (stalls || lasts(is_there, now, arrive_ms, there_since_ms_) || now - since_ms_ >= longest_move_ms) stop();
}

}  // namespace sl::latch_board
