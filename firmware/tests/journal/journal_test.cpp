#include "journal/journal_world.hpp"
#include "sl/journal/crc32.hpp"

using namespace sl;
using namespace sl::test;

TEST_CASE("crc32 is that of IEEE 802.3, in one piece or in several") {
  const std::string digits = "123456789";
  CHECK(crc32(text(digits).bytes()) == 0xcbf43926);
  CHECK(crc32(text(digits).bytes().from(4), crc32(text(digits).bytes().from(0, 4))) == 0xcbf43926);
  CHECK(crc32({}) == 0);
}

TEST_CASE("the numbers rise from 0 and each event holds the hash of the one before") {
  JournalWorld world;
  Journal journal = world.make();
  REQUIRE(journal.open());
  CHECK(journal.next() == 0);
  CHECK(journal.previous() == Hash{});
  world.append(journal, 10);
  CHECK(journal.next() == 1);
  CHECK(journal.previous() == sha256(view(world.stored[0])));
}

TEST_CASE("after a reboot the chain goes on, and what was not published is there again in order") {
  JournalWorld world;
  {
    Journal journal = world.make();
    REQUIRE(journal.open());
    for (size_t i = 0; i < 5; ++i) world.append(journal, 20 + i);
    world.mark(journal, 2);
  }
  Journal again = world.make();
  REQUIRE(again.open());
  CHECK(again.next() == 5);
  CHECK(again.published() == 2);
  CHECK(again.previous() == sha256(view(world.stored[4])));
  const auto events = kept(again, again.published());
  CHECK(events.size() == 3);
  for (uint32_t i = 2; i < 5; ++i) CHECK(events.at(i) == world.stored[i]);
}

TEST_CASE("when it is full the published events go, and none of the others") {
  JournalWorld world;
  Journal journal = world.make();
  REQUIRE(journal.open());
  for (size_t i = 0; i < 200; ++i) {
    world.append(journal, 30);
    if (i >= 3) world.mark(journal, i - 2);
  }
  CHECK(journal.dropped() == 0);
  CHECK(kept(journal, journal.published()).size() == 3);
}

TEST_CASE("when nothing was published the oldest go, and are counted, also over a reboot") {
  JournalWorld world;
  Journal journal = world.make();
  REQUIRE(journal.open());
  for (size_t i = 0; i < 100; ++i) world.append(journal, 30);
  CHECK(journal.dropped() > 0);
  CHECK(journal.published() == journal.dropped());
  const auto events = kept(journal, 0);
  CHECK(events.begin()->first == journal.published());
  CHECK(events.rbegin()->first == 99);
  CHECK(events.size() == 100 - journal.dropped());
  // Of four sectors at most one is given up at a time.
  CHECK(events.size() >= 3 * (512 - 68) / record_bytes(70));
  Journal again = world.make();
  REQUIRE(again.open());
  CHECK(again.dropped() == journal.dropped());
  CHECK(again.published() == journal.published());
  CHECK(kept(again, 0) == events);
}

TEST_CASE("a mark is never worth an event: without room for it the event that waits stays") {
  JournalWorld world(2);
  Journal journal = world.make();
  REQUIRE(journal.open());
  while (journal.dropped() == 0) world.append(journal, 100);
  const uint32_t published = journal.published();
  for (uint32_t below = published + 1; below <= journal.next(); ++below) {
    journal.mark_published(below);
    CHECK(kept(journal, below).size() == journal.next() - below);
  }
  CHECK(journal.all_published());
}

TEST_CASE("all sectors wear alike") {
  JournalWorld world(8);
  Journal journal = world.make();
  REQUIRE(journal.open());
  for (size_t i = 0; i < 1000; ++i) {
    world.append(journal, i % 90);
    world.mark(journal, i);
  }
  unsigned least = ~0u, most = 0;
  for (size_t sector = 0; sector < 8; ++sector) {
    least = std::min(least, world.flash.erased[sector]);
    most = std::max(most, world.flash.erased[sector]);
  }
  CHECK(least > 10);
  CHECK(most - least <= 1);
}

TEST_CASE("a sector that cannot be erased is passed over") {
  JournalWorld world(5);
  world.flash.broken = {0, 3};
  Journal journal = world.make();
  REQUIRE(journal.open());
  for (size_t i = 0; i < 100; ++i) {
    world.append(journal, 30);
    world.mark(journal, i);
  }
  CHECK(journal.next() == 100);
  Journal again = world.make();
  REQUIRE(again.open());
  CHECK(again.next() == 100);
  CHECK(kept(again, again.published()).size() == 1);
}

TEST_CASE("after a write that failed nothing that is stored later is out of reach") {
  JournalWorld world;
  Journal journal = world.make();
  REQUIRE(journal.open());
  for (size_t i = 0; i < 12; ++i) {
    if (i % 4 == 1) world.flash.failing_writes = 1;
    if (i % 4 == 2) {
      world.flash.failing_writes = 1;
      CHECK_FALSE(journal.mark_published(static_cast<uint32_t>(i - 1)));
    }
    world.append(journal, 30);
  }
  Journal again = world.make();
  REQUIRE(again.open());
  CHECK(again.next() == 12);
  CHECK(kept(again, again.published()).size() == 12 - again.published());
}

TEST_CASE("with every sector broken an event is not stored, and it says so; the chain goes on") {
  JournalWorld world(2);
  world.flash.broken = {0, 1};
  Journal journal = world.make();
  REQUIRE(journal.open());
  CHECK(journal.append(Topic::evt_lock, view(Memory(50))) == Status::failed);
  CHECK(journal.next() == 1);
  CHECK(journal.previous() == sha256(view(Memory(50))));
  CHECK(kept(journal, 0).empty());
}

TEST_CASE("a flash that works again keeps what comes then, behind a gap") {
  JournalWorld world(3);
  Journal journal = world.make();
  REQUIRE(journal.open());
  for (size_t i = 0; i < 3; ++i) world.append(journal, 30);
  world.flash.failing_writes = 100;
  world.append(journal, 30);
  world.flash.failing_writes = 0;
  world.append(journal, 30);
  Journal again = world.make();
  REQUIRE(again.open());
  CHECK(again.next() == 5);
  CHECK(again.previous() == journal.previous());
  CHECK(kept(again, 4).size() == 1);
}

TEST_CASE("an event that is too long is refused") {
  JournalWorld world;
  Journal journal = world.make();
  REQUIRE(journal.open());
  CHECK(journal.append(Topic::evt_lock, view(Memory(limits::event_bytes + 1))) == Status::too_large);
  CHECK(journal.append(Topic::evt_lock, view(Memory(limits::event_bytes))) == Status::ok);
}

TEST_CASE("an area that is too small is refused, and nothing is ever stored in it") {
  for (const size_t sectors : {size_t{0}, size_t{1}}) {
    JournalWorld world(sectors);
    Journal journal = world.make();
    CHECK_FALSE(journal.open());
    CHECK(journal.append(Topic::evt_lock, view(Memory(50))) == Status::failed);
    uint8_t memory[limits::event_bytes];
    StoredEvent event;
    CHECK_FALSE(journal.read(0, memory, event));
  }
  JournalWorld small(4, 256);
  Journal journal = small.make();
  CHECK_FALSE(journal.open());
}

TEST_CASE("when the whole flash is lost no number is given twice") {
  JournalWorld world;
  Journal journal = world.make();
  REQUIRE(journal.open());
  for (size_t i = 0; i < 10; ++i) world.append(journal, 30);
  std::fill(world.flash.bytes.begin(), world.flash.bytes.end(), uint8_t{0xff});
  Journal again = world.make();
  REQUIRE(again.open());
  CHECK(again.next() >= 10);
  CHECK(again.all_published());
}

TEST_CASE("a bit that flips costs at most the record that it is in") {
  JournalWorld world;
  Journal journal = world.make();
  REQUIRE(journal.open());
  for (size_t i = 0; i < 8; ++i) world.append(journal, 30);
  const Memory good = world.flash.bytes;
  for (size_t bit = 8 * 68; bit < 8 * (68 + 2 * record_bytes(70)); ++bit) {
    world.flash.bytes = good;
    world.flash.bytes[bit / 8] = static_cast<uint8_t>(world.flash.bytes[bit / 8] ^ 1 << bit % 8);
    Journal again = world.make();
    again.open();
    const auto events = kept(again, 0);
    bool are_whole = again.next() == 8 && events.size() >= 7;
    for (const auto& [sequence, bytes] : events) are_whole = are_whole && bytes == world.stored[sequence];
    REQUIRE(are_whole);
  }
}
