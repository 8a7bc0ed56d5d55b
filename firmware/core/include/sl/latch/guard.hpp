// Freshness of a verified command. Twin: device-sim/src/latch/guard.ts.
#pragma once
#include "sl/latch/state.hpp"

namespace sl {

struct Verdict {
  enum class Is : uint8_t { accepted, repeated, refused };
  Is is = Is::refused;
  /// refused: why, with one cause.
  Reason reason = Reason::no_attempt;
  /// repeated: nothing moves, the result is said again. Null: it is not known yet.
  const CommandResult* result = nullptr;
};

/**
 * After signature and device were checked: an unlock or a deny must name a nonce that this latch gave and nobody used, within its
 * ttl; a lock, a challenge or a reboot must name this boot and a higher counter than the last.
 */
Verdict judge_command(LatchState& state, Ms now_ms, const Command& command, bool retained);

}  // namespace sl
