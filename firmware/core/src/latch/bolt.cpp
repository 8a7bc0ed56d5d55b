// The bolt and the door: moves, what the switches say, and the results that waited for them.
#include "turn.hpp"

namespace sl {

namespace {

constexpr bool unlocks_only = true;

BoltTarget target_of(const LatchState& s) {
  return s.phase == Phase::Unlocking ? BoltTarget::unlocked : BoltTarget::locked;
}

void settle_pending(Turn& turn, Ended ended, Reason reason = {}, bool only_unlocks = false) {
  auto& pending = turn.s.pending;
  for (Pending* next = pending.begin(); next < pending.end();) {
    if (only_unlocks && next->op != Op::unlock) {
      ++next;
      continue;
    }
    const Pending settled = *next;
    pending.erase(next);
    settle(turn, settled, ended, reason);
  }
}

/// Matter DoorLock, 5.2.11.3: LockOperation with its type and source. `Manual`: a key moved the bolt.
void operated(Turn& turn, const char* type) {
  const Source source = turn.s.move.present ? turn.s.move.value.source : Source::Manual;
  turn.s.move.clear();
  tell(turn, Topic::evt_lock, EventKind::LockOperation, {"type", type}, {"source", name_of(source).data});
}

void now_locked(Turn& turn) {
  LatchState& s = turn.s;
  operated(turn, "Lock");
  s.relock_at_ms = never;
  s.jam_retry_at_ms = never;
  if (s.entered.present && !s.entered.value) raise(turn, EventKind::no_entry_after_grant);
  s.entered.clear();
  settle_pending(turn, Ended::done);
  // A tap that came while the bolt still moved is waited for now.
  if (s.awaiting.present) advance(turn, Transition::tap);
  else show(turn, s.link_up ? Shown::ready : Shown::no_server);
  report(turn);
}

}  // namespace

/// Starts a move of the bolt, after the transition into Unlocking or Relocking.
void drive(Turn& turn, Source source) {
  LatchState& s = turn.s;
  s.move.present = true;
  s.move.value.tries = 1;
  s.move.value.until_ms = turn.now_ms + s.timing.bolt_ms;
  s.move.value.source = source;
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
  if (is_forced(was) && !is_locked) raise(turn, EventKind::door_forced_open, {"cause", "bolt_moved"});
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
  show(turn, Shown::jammed);
  const char* type = to == BoltTarget::unlocked ? "Unlock" : "Lock";
  tell(turn, Topic::evt_lock, EventKind::LockOperationError, {"type", type}, {"cause", "jammed"});
  settle_pending(turn, Ended::failed, Reason::jammed);
  report(turn);
}

/// The door can be opened, or was: by the bolt's switch, or because the door itself moved.
void now_unlocked(Turn& turn) {
  LatchState& s = turn.s;
  operated(turn, "Unlock");
  s.denials = 0;
  s.relock_at_ms = turn.now_ms + s.timing.auto_relock_ms;
  s.jam_retry_at_ms = never;
  show(turn, Shown::open);
  settle_pending(turn, Ended::done, {}, unlocks_only);
  report(turn);
  if (s.door_open) door_is_open(turn);
  else if (!s.pending.empty() && advance(turn, Transition::lock)) drive(turn, Source::Remote);
}

/// DoorOpen: it never relocks by itself, and is an alarm after a while.
void door_is_open(Turn& turn) {
  LatchState& s = turn.s;
  advance(turn, Transition::door_opened);
  s.relock_at_ms = never;
  s.jam_retry_at_ms = never;
  settle_pending(turn, Ended::waits_for_door);
  s.held_at_ms = turn.now_ms + s.timing.held_open_ms;
  if (s.entered.present) s.entered.value = true;
}

void settle(Turn& turn, const Pending& pending, Ended ended, Reason reason, const Id16* nonce) {
  LatchState& s = turn.s;
  // A result that outgrows its CDDL could not be said at all.
  const Ms took_ms = sooner(turn.now_ms - pending.arrived_at_ms, static_cast<Ms>(limits::stage_ms_max));
  CommandResult result{pending.command_id, ended != Ended::failed, reason, ended, static_cast<uint32_t>(took_ms),
                       nonce != nullptr,   {}};
  if (nonce != nullptr) result.nonce = *nonce;
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
