#include "switches.hpp"

#include <initializer_list>

namespace sl::latch_board {

Switches::Switches(Ms now, const Inputs& inputs)
    : locked_{inputs.bolt_locked, inputs.bolt_locked, now},
      unlocked_{inputs.bolt_unlocked, inputs.bolt_unlocked, now},
      door_{inputs.door_open, inputs.door_open, now},
      // An open case at power-on is an event: whoever opened it may have cut the power first.
      tamper_{false, inputs.tampered, now} {}

bool Switches::Contact::settles(Ms now, bool value) {
  if (value != seen) since_ms = now;
  seen = value;
  if (seen == stable || now - since_ms < switch_settle_ms) return false;
  stable = seen;
  return true;
}

void Switches::look(Ms now, const Inputs& inputs, SwitchEvents& events) {
  // The button is not debounced: whoever wants out does not wait, and a second event unlocks what is unlocked already.
  if (inputs.exit_pressed && !exit_down_) events.exit_pressed();
  exit_down_ = inputs.exit_pressed;
  const bool locked_moved = locked_.settles(now, inputs.bolt_locked);
  const bool unlocked_moved = unlocked_.settles(now, inputs.bolt_unlocked);
  if (locked_moved && bolt() == BoltPosition::locked) events.bolt_at(BoltTarget::locked);
  if (unlocked_moved && bolt() == BoltPosition::unlocked) events.bolt_at(BoltTarget::unlocked);
  if (door_.settles(now, inputs.door_open)) events.door(door_.stable);
  if (tamper_.settles(now, inputs.tampered) && tamper_.stable) events.tampered();
}

Ms Switches::next_look_ms() const {
  Ms next_ms = INT64_MAX;
  for (const Contact* contact : {&locked_, &unlocked_, &door_, &tamper_}) {
    const Ms settled_ms = contact->since_ms + switch_settle_ms;
    if (contact->moves() && settled_ms < next_ms) next_ms = settled_ms;
  }
  return next_ms;
}

BoltPosition Switches::bolt() const {
  if (locked_.stable == unlocked_.stable) return BoltPosition::unknown;
  return locked_.stable ? BoltPosition::locked : BoltPosition::unlocked;
}

}  // namespace sl::latch_board
