#include "sl/device/switches.hpp"

#include <stddef.h>

namespace sl {

namespace {

/// But for `motion`, which is the board's own.
bool same(const Inputs& a, const Inputs& b) {
  constexpr size_t switches = offsetof(Inputs, motion);
  static_assert(switches == 5, "one byte each");
  return memcmp(&a, &b, switches) == 0;
}

}  // namespace

bool Switches::read(Ms now_ms, const Inputs& now, Inputs& before) {
  if (!same(now, raw_)) {
    raw_ = now;
    settles_at_ms_ = same(now, stable_) ? never : now_ms + limits::debounce_ms;
  }
  if (now_ms < settles_at_ms_) return false;
  settles_at_ms_ = never;
  before = stable_;
  stable_ = raw_;
  return true;
}

BoltPosition Switches::bolt() const {
  if (stable_.bolt_locked == stable_.bolt_unlocked) return BoltPosition::unknown;
  return stable_.bolt_locked ? BoltPosition::locked : BoltPosition::unlocked;
}

}  // namespace sl
