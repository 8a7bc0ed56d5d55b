#include "sl/latch/nonces.hpp"

namespace sl {

namespace {

/// How little a slot is missed; 0: it is never given up.
unsigned expendable(const NonceSlot& slot, Ms now_ms) {
  if (now_ms - slot.issued_at_ms > limits::await_decision_ms) return 3;
  if (slot.used_by.present && slot.result.present) return 2;
  return slot.from == NonceFrom::challenge ? 1 : 0;
}

/// Slots are in the order of issue, so the first of the most expendable is the oldest of its sort; null for none.
NonceSlot* victim_of(Nonces& nonces, Ms now_ms) {
  NonceSlot* victim = nullptr;
  unsigned most = 0;
  for (NonceSlot& slot : nonces) {
    const unsigned here = expendable(slot, now_ms);
    if (here <= most) continue;
    most = here;
    victim = &slot;
  }
  return victim;
}

/// The oldest of them when a challenge more would be too many.
NonceSlot* challenge_to_drop(Nonces& nonces) {
  NonceSlot* oldest = nullptr;
  size_t count = 0;
  for (NonceSlot& slot : nonces) {
    if (slot.from == NonceFrom::challenge && count++ == 0) oldest = &slot;
  }
  return count >= limits::challenge_slots ? oldest : nullptr;
}

}  // namespace

bool add_nonce(Nonces& nonces, Ms now_ms, const Id16& nonce, NonceFrom from) {
  NonceSlot* victim = from == NonceFrom::challenge ? challenge_to_drop(nonces) : nullptr;
  if (victim == nullptr && nonces.full()) {
    victim = victim_of(nonces, now_ms);
    if (victim == nullptr) return false;
  }
  if (victim != nullptr) nonces.erase(victim);
  NonceSlot& slot = *nonces.add_blank();
  slot.nonce = nonce;
  slot.from = from;
  slot.issued_at_ms = now_ms;
  return true;
}

NonceSlot* find_nonce(Nonces& nonces, const Id16& nonce) {
  for (NonceSlot& slot : nonces) {
    if (slot.nonce == nonce) return &slot;
  }
  return nullptr;
}

void void_unused(Nonces& nonces) {
  for (NonceSlot* slot = nonces.begin(); slot < nonces.end();) {
    if (slot->used_by.present) ++slot;
    else nonces.erase(slot);
  }
}

}  // namespace sl
