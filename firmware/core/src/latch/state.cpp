#include "sl/latch/state.hpp"

#include "turn.hpp"

namespace sl {

bool advance(Turn& turn, Transition transition) {
  const Phase next = latch_transitions[static_cast<size_t>(turn.s.phase)][static_cast<size_t>(transition)];
  if (next != no_phase) turn.s.phase = next;
  return next != no_phase;
}

bool is_forced(Phase phase) { return phase == Phase::Locked || phase == Phase::AwaitDecision; }

Detail detail(Text name, Text text) { return {name, text, 0}; }
Detail detail(Text name, int64_t number) { return {name, {}, number}; }

namespace {

LatchEvent event_of(LatchEventKind kind) {
  LatchEvent event;
  event.is = kind;
  return event;
}

}  // namespace

LatchEvent LatchEvent::booted(BoltPosition bolt, bool door_open) {
  LatchEvent event = event_of(LatchEventKind::boot);
  event.bolt = bolt;
  event.on = door_open;
  return event;
}

LatchEvent LatchEvent::tapped(const Presented& tap) {
  LatchEvent event = event_of(LatchEventKind::tap);
  event.tap = &tap;
  return event;
}

LatchEvent LatchEvent::no_server(const Id16& nonce) {
  LatchEvent event = event_of(LatchEventKind::no_server);
  event.nonce = nonce;
  return event;
}

LatchEvent LatchEvent::commanded(const Arrived& command) {
  LatchEvent event = event_of(LatchEventKind::command);
  event.command = &command;
  return event;
}

LatchEvent LatchEvent::bolt_at(BoltTarget at) {
  LatchEvent event = event_of(LatchEventKind::bolt);
  event.bolt = at == BoltTarget::locked ? BoltPosition::locked : BoltPosition::unlocked;
  return event;
}

LatchEvent LatchEvent::door(bool open) {
  LatchEvent event = event_of(LatchEventKind::door);
  event.on = open;
  return event;
}

LatchEvent LatchEvent::exit_pressed() { return event_of(LatchEventKind::exit); }
LatchEvent LatchEvent::tampered() { return event_of(LatchEventKind::tamper); }
LatchEvent LatchEvent::tick() { return event_of(LatchEventKind::tick); }

LatchEvent LatchEvent::link(bool up) {
  LatchEvent event = event_of(LatchEventKind::link);
  event.on = up;
  return event;
}

LatchEvent LatchEvent::configured(Ms auto_relock_ms, Ms held_open_ms) {
  LatchEvent event = event_of(LatchEventKind::configured);
  event.auto_relock_ms = auto_relock_ms;
  event.held_open_ms = held_open_ms;
  return event;
}

}  // namespace sl
