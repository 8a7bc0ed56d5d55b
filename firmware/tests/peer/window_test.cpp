#include "sl/peer/window.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>

#include "support/vectors.hpp"

using namespace sl;
using namespace sl::test;

TEST_CASE("peer.json: each counter is taken once, and none from below the window") {
  for (const Json& vector : read_vectors("peer")["counters"]) {
    CHECK(vector["window"] == limits::peer_window);
    CounterWindow window;
    for (size_t i = 0; i < vector["counter"].size(); ++i) {
      CAPTURE(i);
      CHECK(window.accept(vector["counter"][i]) == vector["accepted"][i]);
    }
  }
}

TEST_CASE("counter 0 is a counter like any other") {
  CounterWindow window;
  CHECK(window.accept(0));
  CHECK_FALSE(window.accept(0));
  CHECK(window.accept(1));
}

TEST_CASE("a jump of exactly the window forgets all, a jump of one less keeps the lowest") {
  CounterWindow window;
  CHECK(window.accept(10));
  CHECK(window.accept(10 + 63));
  CHECK_FALSE(window.accept(10));
  CHECK(window.accept(11));
  CHECK(window.accept(11 + 64));
  CHECK_FALSE(window.accept(11));
  CHECK(window.accept(281474976710655));
  CHECK_FALSE(window.accept(75));
}

TEST_CASE("in 10,000 random orders the window says what a set of all counters says") {
  std::mt19937_64 random(7);
  for (int run = 0; run < 100; ++run) {
    CounterWindow window;
    std::set<uint64_t> seen;
    uint64_t highest = 0;
    for (int i = 0; i < 100; ++i) {
      const uint64_t counter = highest + 10 - std::min<uint64_t>(random() % 96, highest + 10);
      const bool is_new = seen.count(counter) == 0 && (seen.empty() || counter + 64 > highest);
      CHECK(window.accept(counter) == is_new);
      if (!is_new) continue;
      seen.insert(counter);
      highest = std::max(highest, counter);
    }
  }
}
