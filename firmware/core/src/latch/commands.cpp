// What each verified command does.
#include "sl/latch/guard.hpp"
#include "turn.hpp"

namespace sl {

namespace {

/// Said of a command that is refused; nothing of it is kept.
void say_refusal(Turn& turn, Op op, const Id16& command_id, Reason reason) {
  turn.effects.result(op, {command_id, false, reason, Ended::refused, 0, false, {}});
}

bool is_awaited(const LatchState& s, const Pending& pending) {
  return s.awaiting.present && pending.nonce.present && s.awaiting.value.nonce == pending.nonce.value;
}

/// Only while the bolt moves. What comes then fails, and moves nothing either: its result could not be said later.
bool is_full(const LatchState& s) { return s.pending.full(); }

void unlock(Turn& turn, const Pending& pending) {
  LatchState& s = turn.s;
  if (is_awaited(s, pending)) s.awaiting.clear();
  if (is_full(s)) return settle(turn, pending, Ended::failed, Reason::no_attempt);
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
  show(turn, Shown::open);
  settle(turn, pending, Ended::done);
}

/// A burst of wrong faces or unknown cards slows the reader; nothing ever slows the exit button.
void count_denial(Turn& turn) {
  LatchState& s = turn.s;
  s.denials += 1;
  if (s.denials < s.timing.slow_after) return;
  Details details;
  Detail& detail = *details.add_blank();
  detail.name = "denials";
  detail.number = s.denials;
  turn.effects.event(Topic::evt_alarm, EventKind::denial_burst, details);
  s.denials = 0;
  s.slow_until_ms = turn.now_ms + s.timing.slow_ms;
}

/// The grades of a denial stand in the same order in both.
Shown shown_of(const Optional<DenyDisplay>& display) {
  const size_t grade = display.present ? static_cast<size_t>(display.value) : 0;
  return static_cast<Shown>(static_cast<size_t>(Shown::try_again) + grade);
}
static_assert(static_cast<int>(Shown::wait) - static_cast<int>(Shown::try_again) == static_cast<int>(DenyDisplay::wait));
static_assert(static_cast<int>(Shown::not_allowed) - static_cast<int>(Shown::try_again) ==
              static_cast<int>(DenyDisplay::not_allowed));

void deny(Turn& turn, const Pending& pending, const Command& command) {
  LatchState& s = turn.s;
  if (is_awaited(s, pending)) {
    s.awaiting.clear();
    advance(turn, Transition::deny);
    show(turn, shown_of(command.args.display));
  }
  const auto& counts = command.args.counts_for_lockout;
  if (counts.present && counts.value) count_denial(turn);
  settle(turn, pending, Ended::done);
}

void lock(Turn& turn, const Pending& pending) {
  LatchState& s = turn.s;
  switch (s.phase) {
    case Phase::DoorOpen:
      // It locks by itself as soon as the door is closed, and no sooner.
      return settle(turn, pending, Ended::waits_for_door);
    case Phase::Jammed:
      return settle(turn, pending, Ended::failed, Reason::jammed);
    case Phase::Unlocking:
    case Phase::Relocking:
      if (is_full(s)) return settle(turn, pending, Ended::failed, Reason::no_attempt);
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
      return settle(turn, pending, Ended::done);
  }
}

void challenge(Turn& turn, const Pending& pending, const Id16& fresh) {
  const bool added = add_nonce(turn.s.nonces, turn.now_ms, fresh, NonceFrom::challenge);
  if (added) settle(turn, pending, Ended::done, {}, &fresh);
  else settle(turn, pending, Ended::failed, Reason::no_attempt);
}

void reboot(Turn& turn, const Pending& pending) {
  settle(turn, pending, Ended::done);
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
  say_refusal(turn, op, Id16{}, reason);
}

/// From here on the nonce or the counter is spent, whatever the command comes to.
void spend(LatchState& s, const Command& command, const Pending& pending) {
  if (!pending.nonce.present) {
    s.counter = static_cast<int64_t>(command.counter);
    s.last_boot_bound.present = true;
    s.last_boot_bound.value.command_id = command.command_id;
    s.last_boot_bound.value.result.clear();
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
      return say_refusal(turn, command.op, command.command_id, verdict.reason);
    case Verdict::Is::accepted:
      break;
  }
  Pending pending{command.op, command.command_id, command.nonce, turn.now_ms};
  pending.nonce.present = command.nonce_bound;
  spend(turn.s, command, pending);
  turn.effects.verified(command.op, command.command_id, pending.nonce);
  obey(turn, pending, arrived);
}

}  // namespace sl
