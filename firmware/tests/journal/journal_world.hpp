// A journal on flash in memory, and what it has promised so far.
#pragma once
#include <doctest/doctest.h>

#include <map>
#include <string>

#include "sl/journal/journal.hpp"
#include "sodium_crypto.hpp"
#include "support/fake_flash.hpp"
#include "support/vectors.hpp"

namespace sl::test {

inline linux_port::SodiumCrypto& crypto() {
  static linux_port::SodiumCrypto sodium;
  return sodium;
}

inline Hash sha256(ByteView bytes) {
  Hash hash;
  crypto().sha256(bytes, hash);
  return hash;
}

/// Stands for a sealed event: number, hash of the one before, and so many bytes more.
inline Memory sealed(uint64_t sequence, const Hash& previous, size_t more) {
  Memory bytes(8 + 32 + more);
  for (size_t i = 0; i < 8; ++i) bytes[i] = static_cast<uint8_t>(sequence >> 8 * i);
  memcpy(bytes.data() + 8, previous.data, 32);
  for (size_t i = 0; i < more; ++i) bytes[40 + i] = static_cast<uint8_t>(sequence * 31 + i);
  return bytes;
}

struct JournalWorld {
  explicit JournalWorld(size_t sectors = 4, size_t sector_bytes = 512) : flash(sectors, sector_bytes) {}
  JournalWorld(const JournalWorld& other)
      : flash(other.flash),
        floor(other.floor.value),
        stored(other.stored),
        acknowledged(other.acknowledged),
        marked(other.marked) {}

  Journal make() { return Journal(FlashArea(flash, 0, flash.sectors()), crypto(), floor); }

  /// What was promised: events that were stored, and how many of them the journal may forget.
  void append(Journal& journal, size_t more) {
    const Memory bytes = sealed(journal.next(), journal.previous(), more);
    const uint32_t sequence = journal.next();
    if (journal.append(Topic::evt_lock, view(bytes)) == Status::ok && !flash.is_off()) stored[sequence] = bytes;
  }
  void mark(Journal& journal, size_t number) {
    auto below = static_cast<uint32_t>(number);
    if (below > journal.next()) below = journal.next();
    if (below > acknowledged) acknowledged = below;
    if (journal.mark_published(below) && !flash.is_off()) marked = below;
  }

  FakeFlash flash;
  FakeCounter floor;
  std::map<uint32_t, Memory> stored;
  uint32_t acknowledged = 0;
  /// What a power cut does not undo.
  uint32_t marked = 0;
};

/// The events that the journal still has from a number on, by number. Throws when it gives one that it should not.
inline std::map<uint32_t, Memory> kept(Journal& journal, uint32_t from) {
  std::map<uint32_t, Memory> events;
  uint8_t memory[limits::event_bytes];
  for (StoredEvent event; journal.read(from, memory, event); from = event.sequence + 1) {
    const bool is_asked_for = event.sequence >= from && event.sequence < journal.next() && event.topic == Topic::evt_lock;
    if (!is_asked_for) throw std::runtime_error("not the event that was asked for");
    events[event.sequence] = Memory(event.bytes.begin(), event.bytes.end());
  }
  return events;
}

}  // namespace sl::test
