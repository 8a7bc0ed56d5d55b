// What waits for a PUBACK in RAM, oldest first: taps, results and job updates, each for as long as somebody can use it.
// Events are not here: they wait in the journal. Twin: device-sim/src/outbox.ts.
#pragma once
#include "sl/link/in_flight.hpp"
#include "sl/link/rates.hpp"
#include "sl/list.hpp"

namespace sl {

struct Outgoing {
  Topic topic{};
  /// The last moment at which it may be sent; below zero when it was pushed out.
  Ms until_ms = 0;
  /// Names it to whoever hears that it was given up: the nonce of a tap.
  Id16 about;
  InFlight flight;
  uint16_t size = 0;
  uint8_t bytes[limits::outbox_entry_bytes];

  ByteView view() const { return {bytes, size}; }
};

class Outbox {
 public:
  /// How long a message of that topic is worth sending; 0 for what is only ever said live, and for events.
  static Ms life_ms(Topic topic);

  /// False when it is too long, or of a topic that does not wait. A full outbox gives up its oldest.
  bool add(Ms now_ms, Topic topic, ByteView bytes, const Id16& about);
  /// The next one to be sent now, within the rates; null when there is none. `spare` is how many more may be in flight.
  Outgoing* due(Ms now_ms, Rates& rates, size_t spare);
  bool acked(int32_t packet);
  /// Takes out the next one that was given up, because it is too old or was pushed out; false when there is none.
  bool take_dropped(Ms now_ms, Outgoing& dropped);
  void restart();
  void clear() { entries_.clear(); }
  void count_anew(Ms by);

  size_t in_flight(Ms now_ms) const;
  /// When `take_dropped` will have something, and when `due` will, if the link stays up; `never` for never.
  Ms next_drop_ms() const;
  Ms next_send_ms(Ms now_ms, const Rates& rates, size_t spare) const;

 private:
  /// One that was pushed out keeps its place, too old for anything, until it is taken out.
  List<Outgoing, limits::outbox_entries> entries_;
};

}  // namespace sl
