// What each verified command does.
#include "sl/latch/guard.hpp"
#include "turn.hpp"

namespace sl {

namespace {

CommandResult refusal(const Id16& command_id, Reason reason) {
  CommandResult result;
  result.command_id = command_id;
  result.reason = reason;
  return result;
}

bool is_awaited(const LatchState& s, const Pending& pending) {
  return s.awaiting.present && pending.nonce.present && s.awaiting.value.nonce == pending.nonce.value;
}

/// Only while the bolt moves. What comes then fails, and moves nothing either: its result could not be said later.
bool is_full(const LatchState& s) { return s.pending.size() == limits::pending_commands; }

void unlock(Turn& turn, const Pending& pending) {
  LatchState& s = turn.s;
  if (is_awaited(s, pending)) s.awaiting.clear();
  if (is_full(s)) return settle(turn, pending, Outcome::failed(Reason::no_attempt));
  const Phase was = s.phase;
  advance(turn, Transition::unlock);
  if (s.phase == Phase::Unlocking) {
    s.entered = false;
    s.pending.add(pending);
    if (was != Phase::Unlocking) drive(turn, Source::Remote);
    return;
  }
  // Unlocked or DoorOpen: it is open already.
  if (s.phase == Phase::Unlocked) {
    s.entered = false;
    s.relock_at_ms = turn.now_ms + s.timing.auto_relock_ms;
  }
  turn.effects.show(Shown::open);
  settle(turn, pending, Outcome::done());
}

/// A burst of wrong faces or unknown cards slows the reader; nothing ever slows the exit button.
void count_denial(Turn& turn) {
  LatchState& s = turn.s;
  s.denials += 1;
  if (s.denials < s.timing.slow_after) return;
  raise(turn, EventKind::denial_burst, details_of(detail("denials", s.denials)));
  s.denials = 0;
  s.slow_until_ms = turn.now_ms + s.timing.slow_ms;
}

Shown shown_of(const Optional<DenyDisplay>& display) {
  if (!display.present) return Shown::try_again;
  switch (display.value) {
    case DenyDisplay::try_again:
      return Shown::try_again;
    case DenyDisplay::not_allowed:
      return Shown::not_allowed;
    case DenyDisplay::wait:
      return Shown::wait;
  }
  return Shown::try_again;
}

void deny(Turn& turn, const Pending& pending, const Command& command) {
  LatchState& s = turn.s;
  if (is_awaited(s, pending)) {
    s.awaiting.clear();
    advance(turn, Transition::deny);
    turn.effects.show(shown_of(command.args.display));
  }
  const auto& counts = command.args.counts_for_lockout;
  if (counts.present && counts.value) count_denial(turn);
  settle(turn, pending, Outcome::done());
}

void lock(Turn& turn, const Pending& pending) {
  LatchState& s = turn.s;
  switch (s.phase) {
    case Phase::DoorOpen:
      // It locks by itself as soon as the door is closed, and no sooner.
      return settle(turn, pending, Outcome::waits_for_door());
    case Phase::Jammed:
      return settle(turn, pending, Outcome::failed(Reason::jammed));
    case Phase::Unlocking:
    case Phase::Relocking:
      if (is_full(s)) return settle(turn, pending, Outcome::failed(Reason::no_attempt));
      // Unlocking goes to its end first, so that the person who was granted gets a result that is true.
      s.pending.add(pending);
      return;
    case Phase::Unlocked:
      s.pending.add(pending);
      advance(turn, Transition::lock);
      return drive(turn, Source::Remote);
    case Phase::Boot:
    case Phase::Locked:
    case Phase::AwaitDecision:
      s.awaiting.clear();
      advance(turn, Transition::lock);
      return settle(turn, pending, Outcome::done());
  }
}

void challenge(Turn& turn, const Pending& pending, const Id16& fresh) {
  const bool added = add_nonce(turn.s.nonces, turn.now_ms, fresh, NonceFrom::challenge);
  settle(turn, pending, added ? Outcome::fresh_nonce(fresh) : Outcome::failed(Reason::no_attempt));
}

void reboot(Turn& turn, const Pending& pending) {
  settle(turn, pending, Outcome::done());
  turn.effects.reboot();
}

void obey(Turn& turn, const Pending& pending, const Arrived& arrived) {
  switch (pending.op) {
    case Op::unlock:
      return unlock(turn, pending);
    case Op::deny:
      return deny(turn, pending, arrived.opened.message);
    case Op::lock:
      return lock(turn, pending);
    case Op::challenge:
      return challenge(turn, pending, arrived.fresh);
    case Op::reboot:
      return reboot(turn, pending);
    case Op::capture:
      return;  // the guard refuses it: a latch has no camera
  }
}

/// Bytes that named no command one could believe: counted, and answered now and then.
void refuse_stray(Turn& turn, Op op, Reason reason) {
  LatchState& s = turn.s;
  turn.effects.refused(op, nullptr, reason);
  if (turn.now_ms - s.last_stray_ms < s.timing.stray_result_ms) return;
  s.last_stray_ms = turn.now_ms;
  const Id16 no_command;
  turn.effects.result(op, refusal(no_command, reason));
}

/// From here on the nonce or the counter is spent, whatever the command comes to.
void spend(LatchState& s, const Command& command, const Pending& pending) {
  if (!pending.nonce.present) {
    s.counter = static_cast<int64_t>(command.counter);
    s.last_boot_bound = LatchState::BootBound{command.command_id, {}};
    return;
  }
  for (NonceSlot& slot : s.nonces) {
    if (slot.nonce == command.nonce) slot.used_by = command.command_id;
  }
}

}  // namespace

void on_command(Turn& turn, const Arrived& arrived) {
  if (!arrived.opened.ok) return refuse_stray(turn, arrived.topic_op, arrived.opened.reason);
  const Command& command = arrived.opened.message;
  const Verdict verdict = judge_command(turn.s, turn.now_ms, command, arrived.retained);
  switch (verdict.is) {
    case Verdict::Is::repeated:
      if (verdict.result != nullptr) turn.effects.result(command.op, *verdict.result);
      return;
    case Verdict::Is::refused:
      turn.effects.refused(command.op, &command.command_id, verdict.reason);
      return turn.effects.result(command.op, refusal(command.command_id, verdict.reason));
    case Verdict::Is::accepted:
      break;
  }
  Pending pending;
  pending.op = command.op;
  pending.command_id = command.command_id;
  if (command.nonce_bound) pending.nonce = command.nonce;
  pending.arrived_at_ms = turn.now_ms;
  spend(turn.s, command, pending);
  turn.effects.verified(command.op, command.command_id, pending.nonce);
  obey(turn, pending, arrived);
}

}  // namespace sl
