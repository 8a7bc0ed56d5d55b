#include "sl/settings/time_floor.hpp"

#include <doctest/doctest.h>

#include "support/fake_flash.hpp"

using namespace sl;
using namespace sl::test;

namespace {

constexpr uint64_t built_s = 1'790'000'000;
constexpr uint64_t day_s = 86'400;

FlashRecords open(FakeFlash& flash) {
  FlashRecords records(FlashArea(flash, 0, 2));
  records.open();
  return records;
}

}  // namespace

TEST_CASE("before anybody told the time it is the build's") {
  FakeFlash flash(2, 512);
  FlashRecords records = open(flash);
  CHECK(TimeFloor(records, built_s).seconds() == built_s);
}

TEST_CASE("the time stored outlives a reboot and never goes back, nor does an older firmware bring it back") {
  FakeFlash flash(2, 512);
  FlashRecords records = open(flash);
  TimeFloor floor(records, built_s);
  CHECK(floor.note(built_s + 10 * day_s));
  CHECK_FALSE(floor.note(built_s + 9 * day_s));
  CHECK(floor.seconds() == built_s + 10 * day_s);
  FlashRecords again = open(flash);
  CHECK(TimeFloor(again, built_s - 100 * day_s).seconds() == built_s + 10 * day_s);
}

TEST_CASE("an answer that is seconds earlier than the last is no lie") {
  FakeFlash flash(2, 512);
  FlashRecords records = open(flash);
  TimeFloor floor(records, built_s);
  CHECK(floor.note(built_s + 100));
  CHECK(floor.note(built_s + 90));
  CHECK(floor.seconds() == built_s + 100);
}

TEST_CASE("flash is written once a day at most") {
  FakeFlash flash(2, 512);
  FlashRecords records = open(flash);
  TimeFloor floor(records, built_s);
  floor.note(built_s + day_s);
  const size_t spent = flash.spent;
  for (uint64_t hour = 1; hour < 24; ++hour) CHECK(floor.note(built_s + day_s + hour * 3'600));
  CHECK(flash.spent == spent);
  CHECK(floor.note(built_s + 2 * day_s));
  CHECK(flash.spent > spent);
}

TEST_CASE("a clock set back 30 years or forward a century changes nothing") {
  FakeFlash flash(2, 512);
  FlashRecords records = open(flash);
  TimeFloor floor(records, built_s);
  CHECK_FALSE(floor.note(built_s - 30 * 365 * day_s));
  CHECK_FALSE(floor.note(built_s + 100 * 365 * day_s));
  CHECK_FALSE(floor.note(UINT64_MAX - 10));
  CHECK(floor.seconds() == built_s);
}
