// The journal on flash that holds anything: it is opened, written to, cut off from its power anywhere and opened again.
//
// Input: how the flash is made, two bytes of where the power goes, then either the flash itself (as it is, or with its CRCs
// made right, so that what is nonsense behind them is reached) or a script of appends, marks, cuts and spoilt bytes.
#include <algorithm>

#include "require.hpp"
#include "sl/journal/crc32.hpp"
#include "sl/journal/journal.hpp"
#include "sl/journal/little_endian.hpp"
#include "sodium_crypto.hpp"
#include "support/fake_flash.hpp"

using namespace sl;
using namespace sl::test;
using sl::fuzz::require;

namespace {

constexpr size_t sectors = 4;
constexpr size_t sector_bytes = 512;

ICrypto& crypto() {
  static linux_port::SodiumCrypto sodium;
  return sodium;
}

bool append(Journal& journal, size_t size, uint8_t filling) {
  uint8_t bytes[limits::event_bytes];
  memset(bytes, filling, sizeof bytes);
  put_little_endian(bytes, journal.next());
  const uint32_t sequence = journal.next();
  const Status status = journal.append(Topic::evt_door, {bytes, std::max<size_t>(8, size)});
  require(journal.next() == sequence + 1);
  return status == Status::ok;
}

/// Every head and body that could be a record gets its CRC, from the beginning of each sector on.
void make_crcs_right(FakeFlash& flash) {
  for (size_t sector = 0; sector < sectors; ++sector) {
    const size_t end = (sector + 1) * sector_bytes;
    size_t at = sector * sector_bytes;
    while (end - at >= record_head_bytes && flash.bytes[at] != 0xff) {
      uint8_t* head = flash.bytes.data() + at;
      const size_t room = end - at - record_head_bytes;
      const auto size = static_cast<uint16_t>(std::min<size_t>(get_little_endian<uint16_t>(head + 2) % 400, room / 4 * 4));
      put_little_endian(head + 2, size);
      put_little_endian(head + 12, crc32({head + record_head_bytes, size}));
      put_little_endian(head + 16, crc32({head, 16}));
      at += record_bytes(size);
    }
  }
}

void run_script(FakeFlash& flash, FakeCounter& floor, ByteView script) {
  Journal journal(FlashArea(flash, 0, sectors), crypto(), floor);
  require(journal.open());
  for (size_t i = 0; i + 1 < script.size; i += 2) {
    const size_t argument = script[i + 1];
    switch (script[i] % 4) {
      case 0:
      case 1:
        append(journal, argument, script[i]);
        break;
      case 2:
        journal.mark_published(journal.published() + argument % 8);
        break;
      default:
        flash.bytes[argument * 8 % flash.bytes.size()] = script[i];
        break;
    }
  }
}

/// What must hold of a journal that was just opened; the numbers of the events that it still has are rising.
size_t check(Journal& journal) {
  require(journal.published() <= journal.next());
  uint8_t memory[limits::event_bytes];
  size_t count = 0;
  uint32_t from = 0;
  for (StoredEvent event; journal.read(from, memory, event); from = event.sequence + 1, ++count) {
    require(event.sequence >= from && event.sequence < journal.next());
    require(!event.bytes.empty() && event.bytes.size <= limits::event_bytes);
  }
  return count;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 3) return 0;
  FakeFlash flash(sectors, sector_bytes);
  FakeCounter floor;
  const ByteView rest{data + 3, size - 3};
  const unsigned how = data[0] % 3;
  if (how == 2) {
    run_script(flash, floor, rest);
  } else {
    std::copy_n(rest.data, std::min(rest.size, flash.bytes.size()), flash.bytes.begin());
    if (how == 1) make_crcs_right(flash);
  }

  Journal journal(FlashArea(flash, 0, sectors), crypto(), floor);
  require(journal.open());
  check(journal);
  const uint32_t before = journal.next();
  const Hash previous = journal.previous();

  // The power goes somewhere in the next events, or after all of them.
  flash.cut_after(static_cast<size_t>(data[1]) << 4 | data[2] % 16, static_cast<FakeFlash::Torn>(data[0] / 3 % 3));
  uint32_t stored = before;
  Hash chained = previous;
  for (int i = 0; i < 12; ++i) {
    if (!append(journal, static_cast<size_t>(40 + i * 9), static_cast<uint8_t>(i)) || flash.is_off()) break;
    stored = journal.next();
    chained = journal.previous();
  }
  const uint32_t published = journal.published();
  flash.power_on();

  Journal again(FlashArea(flash, 0, sectors), crypto(), floor);
  require(again.open());
  check(again);
  require(again.next() >= stored && again.next() <= stored + 1);
  if (again.next() == stored) require(again.previous() == chained);
  // Of the events that were said to be stored none is missing but what had to make room.
  uint8_t memory[limits::event_bytes];
  for (uint32_t sequence = std::max({before, published, again.published()}); sequence < stored; ++sequence) {
    StoredEvent event;
    require(again.read(sequence, memory, event) && event.sequence == sequence);
    require(get_little_endian<uint32_t>(event.bytes.data) == sequence);
  }
  require(append(again, 100, 1));
  return 0;
}
