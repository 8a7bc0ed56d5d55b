#include "sl/latch/guard.hpp"

namespace sl {

namespace {

constexpr Verdict accepted{Verdict::Is::accepted, Reason::no_attempt, nullptr};
constexpr Verdict refused(Reason reason) { return {Verdict::Is::refused, reason, nullptr}; }
Verdict repeated(const Optional<CommandResult>& result) {
  return {Verdict::Is::repeated, Reason::no_attempt, result.present ? &result.value : nullptr};
}

Verdict judge_nonce(LatchState& state, Ms now_ms, const Command& command) {
  const NonceSlot* slot = command.nonce_bound ? find_nonce(state.nonces, command.nonce) : nullptr;
  if (slot == nullptr) return refused(Reason::no_attempt);
  if (slot->used_by.present) {
    return slot->used_by.value == command.command_id ? repeated(slot->result) : refused(Reason::replayed);
  }
  const Ms ttl_ms = static_cast<Ms>(command.ttl_ms);
  const Ms life_ms = ttl_ms < limits::await_decision_ms ? ttl_ms : limits::await_decision_ms;
  return now_ms - slot->issued_at_ms > life_ms ? refused(Reason::expired) : accepted;
}

Verdict judge_counter(const LatchState& state, const Command& command) {
  if (command.nonce_bound || command.boot != state.boot) return refused(Reason::expired);
  const auto counter = static_cast<int64_t>(command.counter);
  if (counter > state.counter) return accepted;
  const auto& last = state.last_boot_bound;
  const bool is_last = counter == state.counter && last.present && last.value.command_id == command.command_id;
  return is_last ? repeated(last.value.result) : refused(Reason::replayed);
}

}  // namespace

Verdict judge_command(LatchState& state, Ms now_ms, const Command& command, bool retained) {
  if (command.op == Op::capture) return refused(Reason::wrong_device);
  if (retained) return refused(Reason::retained);
  const bool is_nonce_bound = command.op == Op::unlock || command.op == Op::deny;
  return is_nonce_bound ? judge_nonce(state, now_ms, command) : judge_counter(state, command);
}

}  // namespace sl
