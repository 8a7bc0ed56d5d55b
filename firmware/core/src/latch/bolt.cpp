// The bolt and the door: moves, what the switches say, and the results that waited for them.
#include "turn.hpp"

namespace sl {

namespace {

constexpr bool unlocks_only = true;

BoltTarget target_of(const LatchState& s) {
  return s.phase == Phase::Unlocking ? BoltTarget::unlocked : BoltTarget::locked;
}

void settle_pending(Turn& turn, const Outcome& outcome, bool only_unlocks = false) {
  auto& pending = turn.s.pending;
  for (size_t i = 0; i < pending.size();) {
    if (only_unlocks && pending[i].op != Op::unlock) {
      ++i;
      continue;
    }
    const Pending settled = pending[i];
    pending.remove(i);
    settle(turn, settled, outcome);
  }
}

/// Matter DoorLock, 5.2.11.3: LockOperation with its type and source. `Manual`: a key moved the bolt.
void operated(Turn& turn, Text type) {
  const Source source = turn.s.move.present ? turn.s.move.value.source : Source::Manual;
  turn.s.move.clear();
  turn.effects.event(Topic::evt_lock, EventKind::LockOperation,
                     details_of(detail("type", type), detail("source", name_of(source))));
}

void now_locked(Turn& turn) {
  LatchState& s = turn.s;
  operated(turn, "Lock");
  s.relock_at_ms = never;
  s.jam_retry_at_ms = never;
  if (s.entered.present && !s.entered.value) raise(turn, EventKind::no_entry_after_grant);
  s.entered.clear();
  settle_pending(turn, Outcome::done());
  // A tap that came while the bolt still moved is waited for now.
  if (s.awaiting.present) advance(turn, Transition::tap);
  else turn.effects.show(s.link_up ? Shown::ready : Shown::no_server);
  turn.effects.report();
}

}  // namespace

/// Starts a move of the bolt, after the transition into Unlocking or Relocking.
void drive(Turn& turn, Source source) {
  LatchState& s = turn.s;
  s.move = LatchState::Move{1, turn.now_ms + s.timing.bolt_ms, source};
  s.relock_at_ms = never;
  s.jam_retry_at_ms = never;
  turn.effects.drive(target_of(s));
}

/// The bolt's switches say where it is.
void bolt_arrived(Turn& turn, BoltTarget at) {
  LatchState& s = turn.s;
  const bool is_locked = at == BoltTarget::locked;
  const Phase was = s.phase;
  s.bolt = is_locked ? BoltPosition::locked : BoltPosition::unlocked;
  if (!advance(turn, is_locked ? Transition::bolt_locked : Transition::bolt_unlocked)) return;
  if (is_forced(was) && !is_locked) {
    raise(turn, EventKind::door_forced_open, details_of(detail("cause", "bolt_moved")));
  }
  if (is_locked) now_locked(turn);
  else now_unlocked(turn);
}

/// The time of a try is over: try again, then give up as jammed.
void bolt_is_late(Turn& turn) {
  LatchState& s = turn.s;
  if (!s.move.present) return;
  const BoltTarget to = target_of(s);
  if (s.move.value.tries <= s.timing.bolt_retries) {
    ++s.move.value.tries;
    s.move.value.until_ms = turn.now_ms + s.timing.bolt_ms;
    turn.effects.drive(to);
    return;
  }
  advance(turn, Transition::move_failed);
  s.bolt = BoltPosition::unknown;
  s.move.clear();
  s.entered.clear();
  s.jam_retry_at_ms = turn.now_ms + s.timing.jam_retry_ms;
  turn.effects.show(Shown::jammed);
  turn.effects.event(
      Topic::evt_lock, EventKind::LockOperationError,
      details_of(detail("type", to == BoltTarget::unlocked ? "Unlock" : "Lock"), detail("cause", "jammed")));
  settle_pending(turn, Outcome::failed(Reason::jammed));
  turn.effects.report();
}

/// The door can be opened, or was: by the bolt's switch, or because the door itself moved.
void now_unlocked(Turn& turn) {
  LatchState& s = turn.s;
  operated(turn, "Unlock");
  s.denials = 0;
  s.relock_at_ms = turn.now_ms + s.timing.auto_relock_ms;
  s.jam_retry_at_ms = never;
  turn.effects.show(Shown::open);
  settle_pending(turn, Outcome::done(), unlocks_only);
  turn.effects.report();
  if (s.door_open) door_is_open(turn);
  else if (!s.pending.empty() && advance(turn, Transition::lock)) drive(turn, Source::Remote);
}

/// DoorOpen: it never relocks by itself, and is an alarm after a while.
void door_is_open(Turn& turn) {
  LatchState& s = turn.s;
  advance(turn, Transition::door_opened);
  s.relock_at_ms = never;
  s.jam_retry_at_ms = never;
  settle_pending(turn, Outcome::waits_for_door());
  s.held_at_ms = turn.now_ms + s.timing.held_open_ms;
  if (s.entered.present) s.entered.value = true;
}

void raise(Turn& turn, EventKind kind, const Details& details) {
  turn.effects.event(Topic::evt_alarm, kind, details);
}

/// Says what a command came to, and keeps it: the same command again gets the same answer.
void settle(Turn& turn, const Pending& pending, const Outcome& outcome) {
  LatchState& s = turn.s;
  CommandResult result;
  result.command_id = pending.command_id;
  result.ok = !outcome.reason.present;
  result.reason = outcome.reason.value;
  result.ended = outcome.ended;
  const Ms took_ms = turn.now_ms - pending.arrived_at_ms;
  // A result that outgrows its CDDL could not be said at all.
  const Ms longest_ms = static_cast<Ms>(limits::stage_ms_max);
  result.took_ms = static_cast<uint32_t>(took_ms < longest_ms ? took_ms : longest_ms);
  if (outcome.nonce != nullptr) {
    result.has_nonce = true;
    result.nonce = *outcome.nonce;
  }
  if (pending.nonce.present) {
    for (NonceSlot& slot : s.nonces) {
      if (slot.nonce == pending.nonce.value) slot.result = result;
    }
  } else if (s.last_boot_bound.present && s.last_boot_bound.value.command_id == pending.command_id) {
    s.last_boot_bound.value.result = result;
  }
  turn.effects.result(pending.op, result);
}

}  // namespace sl
