// The nonces that this latch gave: 8 slots, at most 2 of them from challenges, open for 20 s on its own clock. In RAM only.
#pragma once
#include "sl/latch/result.hpp"
#include "sl/list.hpp"
#include "sl/optional.hpp"

namespace sl {

enum class NonceFrom : uint8_t { tap, challenge };

struct NonceSlot {
  Id16 nonce;
  NonceFrom from = NonceFrom::tap;
  Ms issued_at_ms = 0;
  /// The command that used it up.
  Optional<Id16> used_by;
  /// What that command came to; absent while the bolt still moves.
  Optional<CommandResult> result;
};

/// In the order of issue.
using Nonces = List<NonceSlot, limits::nonce_slots>;

/**
 * Adds a nonce, in place of the slot that is missed least: an expired one, then a used one, then an open challenge; the oldest of
 * its sort. False when every slot holds an open tap, which is never evicted: a stranger who taps a lot cannot cancel a
 * resident's tap.
 */
bool add_nonce(Nonces& nonces, Ms now_ms, const Id16& nonce, NonceFrom from);
/// The slot of that nonce; null when this latch does not know it.
NonceSlot* find_nonce(Nonces& nonces, const Id16& nonce);
/// What was given and not used is void.
void void_unused(Nonces& nonces);

}  // namespace sl
