#include "sl/peer/rising_counter.hpp"

#include <doctest/doctest.h>

#include "peer/peer_world.hpp"

using namespace sl;
using namespace sl::test;

TEST_CASE("a counter rises by one from one on") {
  FakeCounterStore store;
  RisingCounter counter(store);
  CHECK(counter.take() == 1);
  CHECK(counter.take() == 2);
}

TEST_CASE("no number comes twice, at whatever number the power is cut") {
  FakeCounterStore store;
  uint64_t last = 0;
  for (uint64_t used = 0; used < 3 * limits::counter_block; used += 97) {
    RisingCounter counter(store);
    for (uint64_t i = 0; i < used % (2 * limits::counter_block); ++i) {
      const uint64_t number = counter.take();
      REQUIRE(number > last);
      last = number;
    }
  }
}

TEST_CASE("flash is written once for a block of numbers") {
  FakeCounterStore store;
  RisingCounter counter(store);
  for (uint64_t i = 0; i < limits::counter_block; ++i) counter.take();
  CHECK(store.writes == 1);
  counter.take();
  CHECK(store.writes == 2);
}

TEST_CASE("a number that flash did not keep is not given out") {
  FakeCounterStore store;
  store.works = false;
  RisingCounter counter(store);
  CHECK(counter.take() == 0);
  store.works = true;
  CHECK(counter.take() == 1);
}
