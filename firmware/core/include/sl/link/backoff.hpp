// How long to wait before the next CONNECT.
#pragma once
#include "sl/ports.hpp"

namespace sl {

/// Doubles its ceiling with every failure and waits anywhere below it ("full jitter"): a broker that comes back is not met by
/// all its devices at once.
class Backoff {
 public:
  Ms next_ms(IRng& rng) {
    const Ms doubled_ms = limits::backoff_first_ms << failures_;
    const Ms ceiling_ms = doubled_ms < limits::backoff_cap_ms ? doubled_ms : limits::backoff_cap_ms;
    if (doubled_ms < limits::backoff_cap_ms) ++failures_;
    uint8_t random[2];
    rng.fill(random);
    return ceiling_ms * (random[0] << 8 | random[1]) / 0x10000;
  }
  void reset() { failures_ = 0; }

 private:
  unsigned failures_ = 0;
};

}  // namespace sl
