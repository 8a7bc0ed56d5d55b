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
};

struct Outside {
  IClock& clock;
  IRng& rng;
  ICrypto& crypto;
  INfc& nfc;
  IInputs& inputs;
  IDrive& drive;
  IPanel& panel;
  ILink& link;
  IPeer& peer;
  ISleep& sleep;
  IStore& store;
  LatchTrace& trace;
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
  FlashRecords& records = *new (records_room.memory) FlashRecords(FlashArea(outside.store, 0, 4));
  records.open();
  StoredCounter& floor = *new (floor_room.memory) StoredCounter(records, RecordKey::sequence_floor);
  StoredCounter& number = *new (number_room.memory) StoredCounter(records, RecordKey::counter);
  Journal& journal = *new (journal_room.memory) Journal(FlashArea(outside.store, 4, 16), outside.crypto, floor);
  journal.open();
  Settings& settings = *new (settings_room.memory) Settings(outside.crypto, records, outside.facts.id, Party::latch);
  RisingCounter& wakes = *new (wakes_room.memory) RisingCounter(number);
  const LatchPorts ports{outside.clock, outside.rng,  outside.crypto, outside.nfc,   outside.inputs,
                         outside.drive, outside.panel, outside.link,   outside.peer,  outside.sleep,
                         journal,       settings,      wakes,          outside.trace};
  LatchDevice& latch = *new (latch_room.memory) LatchDevice(ports, outside.facts, outside.keys, LatchTiming{});
  latch.boot();
  for (;;) {
    latch.tick();
    message.assign(mail.bytes);
    latch.received(mail.topic, message, mail.is_retained);
    latch.acked(mail.packet);
    latch.peer_frame(mail.bytes);
    if (latch.wants_keys()) latch.use_keys(*mail.new_keys);
    outside.sleep.sleep_until(latch.next_deadline_ms());
  }
}

}  // namespace sl::target
