#include "sl/journal/flash_records.hpp"

#include <doctest/doctest.h>

#include <map>

#include "support/fake_flash.hpp"
#include "support/vectors.hpp"

using namespace sl;
using namespace sl::test;

namespace {

Memory value(size_t size, int seed) {
  Memory bytes(size);
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<uint8_t>(seed + static_cast<int>(i));
  return bytes;
}

Memory get(const FlashRecords& records, RecordKey key) {
  uint8_t memory[512];
  const ByteView found = records.get(key, memory);
  return {found.begin(), found.end()};
}

FlashRecords open(FakeFlash& flash) {
  FlashRecords records(FlashArea(flash, 0, flash.sectors()));
  records.open();
  return records;
}

}  // namespace

TEST_CASE("a value is there after a reboot, the newest of its key") {
  FakeFlash flash(2, 512);
  FlashRecords records = open(flash);
  CHECK(get(records, RecordKey::configuration).empty());
  CHECK(records.put(RecordKey::configuration, view(value(50, 1))));
  CHECK(records.put(RecordKey::time_floor, view(value(8, 2))));
  CHECK(records.put(RecordKey::configuration, view(value(70, 3))));
  const FlashRecords again = open(flash);
  CHECK(get(again, RecordKey::configuration) == value(70, 3));
  CHECK(get(again, RecordKey::time_floor) == value(8, 2));
  CHECK(get(again, RecordKey::boots).empty());
}

TEST_CASE("when a half is full the values move to the other, none is lost, and both wear alike") {
  FakeFlash flash(4, 256);
  FlashRecords records = open(flash);
  CHECK(records.put(RecordKey::identity, view(value(200, 9))));
  for (int i = 0; i < 500; ++i) {
    REQUIRE(records.put(RecordKey::counter, view(value(8, i))));
    REQUIRE(get(records, RecordKey::counter) == value(8, i));
    REQUIRE(get(records, RecordKey::identity) == value(200, 9));
  }
  CHECK(flash.erased[0] - flash.erased[3] <= 1);
  CHECK(flash.erased[0] > 20);
}

TEST_CASE("the same value again costs no write") {
  FakeFlash flash(2, 512);
  FlashRecords records = open(flash);
  CHECK(records.put(RecordKey::configuration, view(value(150, 1))));
  const size_t spent = flash.spent;
  CHECK(records.put(RecordKey::configuration, view(value(150, 1))));
  CHECK(flash.spent == spent);
}

TEST_CASE("a value that does not fit is refused, and the old one stays") {
  FakeFlash flash(2, 512);
  FlashRecords records = open(flash);
  CHECK(records.put(RecordKey::configuration, view(value(300, 1))));
  CHECK_FALSE(records.put(RecordKey::identity, view(value(300, 2))));
  CHECK_FALSE(records.put(RecordKey::configuration, view(value(500, 2))));
  CHECK(get(records, RecordKey::configuration) == value(300, 1));
  CHECK(get(open(flash), RecordKey::configuration) == value(300, 1));
}

TEST_CASE("without any flash nothing is kept, and it says so") {
  FakeFlash flash(1, 512);
  FlashRecords records = open(flash);
  CHECK_FALSE(records.put(RecordKey::configuration, view(value(10, 1))));
  CHECK(get(records, RecordKey::configuration).empty());
}

TEST_CASE("a counter is a number of its own, 0 at first") {
  FakeFlash flash(2, 512);
  FlashRecords records = open(flash);
  StoredCounter counter(records, RecordKey::sequence_floor);
  CHECK(counter.read() == 0);
  CHECK(counter.write(0x123456789abcdef));
  FlashRecords again = open(flash);
  CHECK(StoredCounter(again, RecordKey::sequence_floor).read() == 0x123456789abcdef);
}

TEST_CASE("a power cut at any byte leaves every value old or new, and the others as they were") {
  for (const auto how : {FakeFlash::Torn::from_front, FakeFlash::Torn::from_back, FakeFlash::Torn::anywhere}) {
    FakeFlash before(2, 512);
    size_t cuts = 0;
    Memory configuration, floor;
    for (int i = 0; i < 18; ++i) {
      const RecordKey key = i % 3 == 0 ? RecordKey::configuration : RecordKey::sequence_floor;
      const Memory fresh = i % 3 == 0 ? value(static_cast<size_t>(60 + i), i) : value(8, i);
      FakeFlash whole(before);
      FlashRecords records = open(whole);
      REQUIRE(records.put(key, view(fresh)));
      for (size_t cut = 0; cut < whole.spent; ++cut, ++cuts) {
        FakeFlash torn(before);
        FlashRecords writing = open(torn);
        torn.cut_after(cut, how);
        writing.put(key, view(fresh));
        torn.power_on();
        FlashRecords again = open(torn);
        const Memory now = get(again, key);
        const Memory old = key == RecordKey::configuration ? configuration : floor;
        bool all_is_well = now == old || now == fresh;
        all_is_well &= key == RecordKey::configuration ? get(again, RecordKey::sequence_floor) == floor
                                                       : get(again, RecordKey::configuration) == configuration;
        all_is_well &= again.put(key, view(value(20, 77))) && get(open(torn), key) == value(20, 77);
        REQUIRE(all_is_well);
      }
      before.bytes = whole.bytes;
      (key == RecordKey::configuration ? configuration : floor) = fresh;
    }
    CHECK(cuts > 1'500);
  }
}
