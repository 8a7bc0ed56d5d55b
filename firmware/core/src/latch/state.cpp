#include "sl/latch/state.hpp"

#include "turn.hpp"

namespace sl {

bool advance(Turn& turn, Transition transition) {
  const Phase next = latch_transitions[static_cast<size_t>(turn.s.phase)][static_cast<size_t>(transition)];
  if (next != no_phase) turn.s.phase = next;
  return next != no_phase;
}

bool is_forced(Phase phase) { return phase == Phase::Locked || phase == Phase::AwaitDecision; }

LatchState::LatchState(const LatchTiming& given) : timing(given) {}

void LatchState::count_anew(Ms by) {
  constexpr size_t moments = 6;
  static_assert(sizeof(LatchMoments) == moments * sizeof(Ms), "nothing else in it");
  Ms* first = reinterpret_cast<Ms*>(static_cast<LatchMoments*>(this));
  for (size_t i = 0; i < moments; ++i) sl::count_anew(first[i], by);
  sl::count_anew(awaiting.value.until_ms, by);
  sl::count_anew(move.value.until_ms, by);
  for (NonceSlot& slot : nonces) sl::count_anew(slot.issued_at_ms, by);
  for (Pending& waiting : pending) sl::count_anew(waiting.arrived_at_ms, by);
}

void show(Turn& turn, Shown what) { turn.effects.show(what); }
void report(Turn& turn) { turn.effects.report(); }

void tell(Turn& turn, Topic topic, EventKind kind, Fact first, Fact second) {
  Details details;
  const Fact facts[] = {first, second};
  for (const Fact& fact : facts) {
    if (fact.name == nullptr) continue;
    Detail& detail = *details.add_blank();
    detail.name = fact.name;
    detail.text = fact.text;
  }
  turn.effects.event(topic, kind, details);
}

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
  event.nonce = &nonce;
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

LatchEvent LatchEvent::configured(const Waits& waits) {
  LatchEvent event = event_of(LatchEventKind::configured);
  event.waits = &waits;
  return event;
}

}  // namespace sl
