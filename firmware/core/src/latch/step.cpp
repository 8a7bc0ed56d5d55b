#include "sl/latch/step.hpp"

#include "turn.hpp"

namespace sl {

namespace {

void pass_time(Turn& turn) {
  LatchState& s = turn.s;
  const Ms now_ms = turn.now_ms;
  if (s.awaiting.present && now_ms >= s.awaiting.value.until_ms) {
    s.awaiting.clear();
    advance(turn, Transition::decision_timeout);
    show(turn, s.link_up ? Shown::try_again : Shown::no_server);
  }
  if (s.move.present && now_ms >= s.move.value.until_ms) bolt_is_late(turn);
  if (now_ms >= s.relock_at_ms && advance(turn, Transition::relock_due)) drive(turn, Source::Auto);
  if (!s.is_held && now_ms >= s.held_at_ms) {
    s.is_held = true;
    raise(turn, EventKind::door_held_open);
    show(turn, Shown::alarm);
  }
  // Locking is the safe direction: nobody waits at the door for an unlock that failed a minute ago.
  if (now_ms >= s.jam_retry_at_ms && advance(turn, Transition::retry_due)) {
    drive(turn, Source::Auto);
    s.move.value.tries = s.timing.bolt_retries + 1;
  }
}

void on_boot(Turn& turn, BoltPosition bolt, bool door_open) {
  LatchState& s = turn.s;
  s.bolt = bolt;
  s.door_open = door_open;
  if (door_open) {
    door_is_open(turn);
    if (bolt != BoltPosition::unlocked) turn.effects.drive(BoltTarget::unlocked);
    return;
  }
  const bool is_locked = bolt == BoltPosition::locked;
  advance(turn, is_locked ? Transition::bolt_locked : Transition::bolt_unlocked);
  if (is_locked) show(turn, s.link_up ? Shown::ready : Shown::no_server);
  else drive(turn, Source::Auto);
}

void on_tap(Turn& turn, const Presented& tap) {
  LatchState& s = turn.s;
  const Ms now_ms = turn.now_ms;
  if (s.phase == Phase::Boot || s.phase == Phase::Unlocking) return;
  if (s.phase == Phase::Jammed) return show(turn, Shown::jammed);
  const bool is_slowed = now_ms < s.slow_until_ms && now_ms - s.last_tap_ms < s.timing.slow_tap_ms;
  if (is_slowed || !add_nonce(s.nonces, now_ms, tap.nonce, NonceFrom::tap)) return show(turn, Shown::wait);
  s.last_tap_ms = now_ms;
  s.awaiting.present = true;
  s.awaiting.value.nonce = tap.nonce;
  s.awaiting.value.until_ms = now_ms + s.timing.await_ms;
  advance(turn, Transition::tap);
  show(turn, Shown::reading);
  turn.effects.publish_tap(tap);
}

/// The tap was re-sent for 5 s and never acknowledged.
void on_no_server(Turn& turn, const Id16& nonce) {
  LatchState& s = turn.s;
  if (!s.awaiting.present || s.awaiting.value.nonce != nonce) return;
  s.awaiting.clear();
  advance(turn, Transition::decision_timeout);
  show(turn, Shown::no_server);
}

void say_door(Turn& turn, DoorState state) {
  tell(turn, Topic::evt_door, EventKind::DoorStateChange, {"state", name_of(state).data});
  report(turn);
}

void on_door_opened(Turn& turn) {
  LatchState& s = turn.s;
  if (s.door_open) return;
  s.door_open = true;
  const Phase was = s.phase;
  const bool forced = is_forced(was);
  say_door(turn, forced ? DoorState::DoorForcedOpen : DoorState::DoorOpen);
  if (forced) {
    raise(turn, EventKind::door_forced_open, {"cause", "door_opened"});
    show(turn, Shown::alarm);
  }
  // The door moved before the bolt's switch said so: the command has done what it should.
  if (was == Phase::Unlocking) return now_unlocked(turn);
  door_is_open(turn);
  s.move.clear();
  // The bolt must not meet the frame: take it back.
  if (was == Phase::Relocking) turn.effects.drive(BoltTarget::unlocked);
}

void on_door_closed(Turn& turn) {
  LatchState& s = turn.s;
  if (!s.door_open) return;
  s.door_open = false;
  s.held_at_ms = never;
  say_door(turn, DoorState::DoorClosed);
  if (s.is_held) raise(turn, EventKind::held_cleared);
  s.is_held = false;
  if (advance(turn, Transition::door_closed)) drive(turn, Source::Auto);
}

/// Always, in every state, without a network: people leave.
void on_exit(Turn& turn) {
  LatchState& s = turn.s;
  tell(turn, Topic::evt_lock, EventKind::exit_button);
  const Phase was = s.phase;
  advance(turn, Transition::exit_button);
  if (s.phase == Phase::Unlocked) s.relock_at_ms = turn.now_ms + s.timing.auto_relock_ms;
  if (s.phase == Phase::Unlocking && was != Phase::Unlocking) drive(turn, Source::Button);
}

/// Somebody opens the housing: what was asked before is void, so that nothing prepared with it opens the door.
void on_tamper(Turn& turn) {
  LatchState& s = turn.s;
  raise(turn, EventKind::tamper);
  show(turn, Shown::alarm);
  void_unused(s.nonces);
  s.awaiting.clear();
  advance(turn, Transition::tamper);
}

void on_link(Turn& turn, bool up) {
  LatchState& s = turn.s;
  s.link_up = up;
  if (s.phase == Phase::Locked) show(turn, up ? Shown::ready : Shown::no_server);
  if (up) report(turn);
}

void take(Turn& turn, LatchEvent event) {
  switch (event.is) {
    case LatchEventKind::boot:
      return on_boot(turn, event.bolt, event.on);
    case LatchEventKind::tap:
      return on_tap(turn, *event.tap);
    case LatchEventKind::no_server:
      return on_no_server(turn, *event.nonce);
    case LatchEventKind::command:
      return on_command(turn, *event.command);
    case LatchEventKind::bolt:
      return bolt_arrived(turn, event.bolt == BoltPosition::locked ? BoltTarget::locked : BoltTarget::unlocked);
    case LatchEventKind::door:
      return event.on ? on_door_opened(turn) : on_door_closed(turn);
    case LatchEventKind::exit:
      return on_exit(turn);
    case LatchEventKind::tamper:
      return on_tamper(turn);
    case LatchEventKind::link:
      return on_link(turn, event.on);
    case LatchEventKind::configured:
      turn.s.timing.auto_relock_ms = event.waits->auto_relock_ms;
      turn.s.timing.held_open_ms = event.waits->held_open_ms;
      return report(turn);
    case LatchEventKind::tick:
      return;
  }
}

}  // namespace

void step(LatchState& state, Ms now_ms, LatchEvent event, LatchEffects& effects) {
  Turn turn{state, now_ms, effects};
  pass_time(turn);
  take(turn, event);
}

Ms next_deadline_ms(const LatchState& s) {
  Ms next_ms = sooner(s.relock_at_ms, s.jam_retry_at_ms);
  if (s.awaiting.present) next_ms = sooner(next_ms, s.awaiting.value.until_ms);
  if (s.move.present) next_ms = sooner(next_ms, s.move.value.until_ms);
  if (!s.is_held) next_ms = sooner(next_ms, s.held_at_ms);
  return next_ms;
}

}  // namespace sl
