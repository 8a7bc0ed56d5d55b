// A number that never comes twice, not after a power cut either: wakes of a latch, frames of a camera.
#pragma once
#include "sl/ports.hpp"

namespace sl {

/**
 * Flash holds a number above every one that was given out, and is written only once per `counter_block`: after a power cut
 * at most a block of numbers is skipped, and none is given twice.
 */
class RisingCounter {
 public:
  explicit RisingCounter(ICounterStore& store);
  /// The next number, 1 at first. 0 when flash could not keep it: then nothing may be sent with it.
  uint32_t take();

 private:
  ICounterStore& store_;
  uint32_t last_;
  uint32_t kept_;
};

}  // namespace sl
