// Events from the journal to the broker: in their order, a few at a time, until each has its PUBACK.
#pragma once
#include "sl/journal/journal.hpp"
#include "sl/link/in_flight.hpp"
#include "sl/link/rates.hpp"
#include "sl/list.hpp"

namespace sl {

class EventSender {
 public:
  explicit EventSender(Journal& journal) : journal_(journal) {}

  /// The next one to be sent now, within the rates; false when there is none. `spare` is how many more may be in flight.
  bool due(Ms now_ms, Rates& rates, size_t spare, ByteSpan memory, StoredEvent& event);
  /// What became of the one that `due` gave.
  void sent(Ms now_ms, uint32_t sequence, int32_t packet);
  /// Marks in the journal what has arrived without a gap.
  bool acked(int32_t packet);
  /// A new connection: what has not arrived is sent again.
  void restart();
  void restart_waits();

  size_t in_flight(Ms now_ms) const;
  /// When `due` will have something, if the link stays up; `never` for never.
  Ms next_send_ms(Ms now_ms, const Rates& rates, size_t spare) const;

 private:
  struct Sent {
    uint32_t sequence = 0;
    bool has_arrived = false;
    InFlight flight;
  };

  void settle_front();
  uint32_t next_unsent() const;

  Journal& journal_;
  /// In the order of their numbers.
  List<Sent, limits::events_in_flight> window_;
};

}  // namespace sl
