#include "sl/device/switches.hpp"

namespace sl {

namespace {

bool same(const Inputs& a, const Inputs& b) {
  return a.bolt_locked == b.bolt_locked && a.bolt_unlocked == b.bolt_unlocked && a.door_open == b.door_open &&
         a.exit_pressed == b.exit_pressed && a.tampered == b.tampered;
}

}  // namespace

bool Switches::read(Ms now_ms, const Inputs& now, Inputs& before) {
  if (!same(now, raw_)) {
    raw_ = now;
    settles_at_ms_ = same(now, stable_) ? INT64_MAX : now_ms + limits::debounce_ms;
  }
  if (now_ms < settles_at_ms_) return false;
  settles_at_ms_ = INT64_MAX;
  before = stable_;
  stable_ = raw_;
  return true;
}

BoltPosition Switches::bolt() const {
  if (stable_.bolt_locked == stable_.bolt_unlocked) return BoltPosition::unknown;
  return stable_.bolt_locked ? BoltPosition::locked : BoltPosition::unlocked;
}

}  // namespace sl
