// A latch and nothing else, to be weighed: everything of the core that a board links, and all the memory that it keeps. Linked
// from `start`, never run; the ports come from outside, so none of their code is counted.
#include <stddef.h>

#include "sl/device/latch_device.hpp"
#include "sl/journal/flash_records.hpp"

// Placement, without the header of a C++ library that is not there.
inline void* operator new(size_t, void* memory) noexcept { return memory; }

namespace sl::target {

/// Static memory for a T that is made when the ports are known.
template <class T>
struct Room {
  alignas(T) uint8_t memory[sizeof(T)];

  /// Where it is, kept from the compiler: it is not to build the address of the one object that it sees here into the core.
  void* place() {
    void* at = memory;
    asm("" : "+r"(at));
    return at;
  }
};

/// What whoever links the image has ready; `ports` speaks of the journal, the settings and the number below.
struct Outside {
  LatchPorts ports;
  IStore& store;
  BoardFacts facts;
  DeviceKeys keys;
};

Room<FlashRecords> records_room;
Room<StoredCounter> floor_room, number_room;
Room<Journal> journal_room;
Room<Settings> settings_room;
Room<RisingCounter> wakes_room;
Room<LatchDevice> latch_room;
Downlink message;

/// What the ports hand in from time to time.
struct Mail {
  Text topic;
  ByteView bytes;
  bool is_retained;
  int32_t packet;
  const DeviceKeys* new_keys;
};

extern "C" void start(Outside& outside, const Mail& mail) {
  const LatchPorts& ports = outside.ports;
  FlashRecords& records = *new (records_room.place()) FlashRecords(FlashArea(outside.store, 0, 4));
  records.open();
  StoredCounter& floor = *new (floor_room.place()) StoredCounter(records, RecordKey::sequence_floor);
  StoredCounter& number = *new (number_room.place()) StoredCounter(records, RecordKey::counter);
  Journal& journal = *new (journal_room.place()) Journal(FlashArea(outside.store, 4, 16), ports.crypto, floor);
  journal.open();
  new (settings_room.place()) Settings(ports.crypto, records, outside.facts.id, Party::latch);
  new (wakes_room.place()) RisingCounter(number);
  LatchDevice& latch = *new (latch_room.place()) LatchDevice(ports, outside.facts, outside.keys, LatchTiming{});
  latch.boot();
  for (;;) {
    latch.tick();
    message.assign(mail.bytes);
    latch.received(mail.topic, message, mail.is_retained);
    latch.acked(mail.packet);
    latch.peer_frame(mail.bytes);
    if (latch.wants_keys()) latch.use_keys(*mail.new_keys);
    ports.sleep.sleep_until(latch.next_deadline_ms());
  }
}

}  // namespace sl::target
