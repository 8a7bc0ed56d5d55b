// A QoS 1 message on the connection of now: when it was sent, and which PUBACK would settle it.
#pragma once
#include "sl/ports.hpp"

namespace sl {

class InFlight {
 public:
  void sent(Ms now_ms, int32_t packet) {
    if (sends_ < UINT8_MAX) ++sends_;
    sent_ms_ = now_ms;
    before_ = packet_;
    packet_ = packet;
  }
  /// A new connection knows nothing of the old one's packets.
  void restart() { *this = {}; }

  /// The clock began again: as if it was sent just now.
  void restart_wait() { sent_ms_ = 0; }

  bool is_sent() const { return sends_ > 0; }
  /// Whether its PUBACK may still come in time.
  bool waits(Ms now_ms) const { return is_sent() && now_ms < due_ms(); }
  /// When it is to be sent (again). The wait doubles: a broker that is slow is not helped by more of the same.
  Ms due_ms() const {
    if (!is_sent()) return 0;
    const unsigned doublings = sends_ < 5 ? sends_ - 1u : 4;
    const Ms wait_ms = limits::resend_ms << doublings;
    return sent_ms_ + (wait_ms < limits::resend_cap_ms ? wait_ms : limits::resend_cap_ms);
  }
  /// The PUBACK of the send before counts as well: it was only late. Packet id 0 is QoS 0 and has none.
  bool is_settled_by(int32_t packet) const { return packet > 0 && (packet == packet_ || packet == before_); }

 private:
  Ms sent_ms_ = 0;
  int32_t packet_ = 0;
  int32_t before_ = 0;
  uint8_t sends_ = 0;
};

}  // namespace sl
