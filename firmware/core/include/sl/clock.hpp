// How 32 bits of milliseconds last for ever. The clock of a device begins again at 0 every few days, and every moment that is
// kept moves with it (`count_anew`): so moments compare like plain numbers, none ever wraps, and what is long ago stays so.
#pragma once
#include "sl/bytes.hpp"

namespace sl {

inline constexpr Ms never = INT32_MAX;
/// Far enough back that no wait since then is still running, near enough that a difference does not overflow.
inline constexpr Ms long_ago = INT32_MIN / 2;
/// How far a clock goes before it begins again: with `long_ago` still no difference overflows.
inline constexpr Ms clock_turn_ms = 1 << 29;

constexpr Ms sooner(Ms a, Ms b) { return a < b ? a : b; }
constexpr Ms later(Ms a, Ms b) { return a < b ? b : a; }

/// The same moment on a clock that begins again `by` later. What falls behind `long_ago` stays there.
inline void count_anew(Ms& moment, Ms by) {
  if (moment != never) moment = moment < long_ago + by ? long_ago : moment - by;
}

}  // namespace sl
