// A replay window: each counter is taken once, also out of order.
#pragma once
#include "sl/limits.hpp"

namespace sl {

/// Takes anything above the highest counter so far, and what is less than `peer_window` below it and was not seen.
class CounterWindow {
 public:
  /// False for a counter that came before, or that is too old to know.
  bool accept(uint64_t counter);

 private:
  static_assert(limits::peer_window == 64, "one bit of `seen_` for each counter of the window");

  bool began_ = false;
  uint64_t highest_ = 0;
  /// Bit n: whether `highest_ - n` came.
  uint64_t seen_ = 0;
};

}  // namespace sl
