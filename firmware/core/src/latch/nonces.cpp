#include "sl/latch/nonces.hpp"

namespace sl {

namespace {

constexpr size_t none = limits::nonce_slots;

bool is_challenge(const NonceSlot& slot, Ms) { return slot.from == NonceFrom::challenge; }
bool is_expired(const NonceSlot& slot, Ms now_ms) { return now_ms - slot.issued_at_ms > limits::await_decision_ms; }
bool is_spent(const NonceSlot& slot, Ms) { return slot.used_by.present && slot.result.present; }

/// Slots are in the order of issue, so the first that fits is the oldest.
size_t first_that(bool (*fits)(const NonceSlot&, Ms), const Nonces& nonces, Ms now_ms) {
  for (size_t i = 0; i < nonces.size(); ++i) {
    if (fits(nonces[i], now_ms)) return i;
  }
  return none;
}

size_t challenges_in(const Nonces& nonces) {
  size_t count = 0;
  for (const NonceSlot& slot : nonces) count += slot.from == NonceFrom::challenge ? 1 : 0;
  return count;
}

/// The slot that is missed least.
size_t victim_of(const Nonces& nonces, Ms now_ms) {
  bool (*const order[])(const NonceSlot&, Ms) = {is_expired, is_spent, is_challenge};
  for (const auto fits : order) {
    const size_t found = first_that(fits, nonces, now_ms);
    if (found != none) return found;
  }
  return none;
}

}  // namespace

bool add_nonce(Nonces& nonces, Ms now_ms, const Id16& nonce, NonceFrom from) {
  const bool is_one_too_many = from == NonceFrom::challenge && challenges_in(nonces) >= limits::challenge_slots;
  if (is_one_too_many || nonces.size() == Nonces::limit) {
    const size_t victim = is_one_too_many ? first_that(is_challenge, nonces, now_ms) : victim_of(nonces, now_ms);
    if (victim == none) return false;
    nonces.remove(victim);
  }
  NonceSlot slot;
  slot.nonce = nonce;
  slot.from = from;
  slot.issued_at_ms = now_ms;
  return nonces.add(slot);
}

NonceSlot* find_nonce(Nonces& nonces, const Id16& nonce) {
  for (NonceSlot& slot : nonces) {
    if (slot.nonce == nonce) return &slot;
  }
  return nullptr;
}

void void_unused(Nonces& nonces) {
  for (size_t i = nonces.size(); i > 0; --i) {
    if (!nonces[i - 1].used_by.present) nonces.remove(i - 1);
  }
}

}  // namespace sl
