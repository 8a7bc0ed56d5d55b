// A clock that begins again changes nothing that a latch does, and makes nothing old young.
#include <doctest/doctest.h>

#include <random>

#include "support/latch_bench.hpp"

using namespace sl;
using namespace sl::test;

namespace {

void begin_anew(Bench& latch) {
  latch.state.count_anew(latch.now_ms);
  latch.now_ms = 0;
}

using Random = std::mt19937;
int below(Random& random, int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); }

/// The same of everything that can happen, for the same numbers.
Json happen(Bench& latch, int what, int number) {
  switch (what) {
    case 0: case 1: return latch.tap(number);
    case 2: return latch.command(for_nonce(Op::unlock, number, 100 + number));
    case 3: return latch.command(for_nonce(Op::deny, number, 120 + number));
    case 4: return latch.command(for_boot(Op::lock, static_cast<uint64_t>(number), 140 + number));
    case 5: return latch.command(for_boot(Op::challenge, static_cast<uint64_t>(number), 160 + number), false, 180 + number);
    case 6: return latch.send(LatchEvent::bolt_at(BoltTarget::unlocked));
    case 7: return latch.send(LatchEvent::bolt_at(BoltTarget::locked));
    case 8: return latch.send(LatchEvent::door(number % 2 == 0));
    case 9: return latch.send(LatchEvent::exit_pressed());
    default: return latch.send(LatchEvent::tick());
  }
}

Ms some_time(Random& random) {
  const Ms spans[] = {1, 700, 5'000, 20'000, 61'000, 86'400'000};
  return below(random, spans[below(random, 6)]) + 1;
}

}  // namespace

TEST_SUITE("a clock that begins again") {
  TEST_CASE("changes no effect and no deadline of any sequence") {
    for (unsigned seed = 0; seed < 200; ++seed) {
      CAPTURE(seed);
      Random random(seed);
      Bench straight = locked();
      Bench turned = locked();
      for (int i = 0; i < 150 && straight.now_ms < -long_ago / 2; ++i) {
        const Ms passed = some_time(random);
        straight.now_ms += passed;
        turned.now_ms += passed;
        if (below(random, 4) == 0) begin_anew(turned);
        const int what = below(random, 11);
        const int number = below(random, 20);
        REQUIRE(happen(straight, what, number) == happen(turned, what, number));
        const Ms next = next_deadline_ms(straight.state);
        const Ms turned_next = next_deadline_ms(turned.state);
        REQUIRE((next == never) == (turned_next == never));
        if (next != never) REQUIRE(next - straight.now_ms == turned_next - turned.now_ms);
      }
    }
  }

  TEST_CASE("lets no unlock pass that was kept back, however often it began again") {
    Bench latch = locked();
    latch.tap();
    for (int turns = 0; turns < 40; ++turns) {
      latch.wait(clock_turn_ms - latch.now_ms);
      begin_anew(latch);
      CHECK(said(latch.command(for_nonce(Op::unlock))) == "expired");
      latch.now_ms += clock_turn_ms / 2;
      CHECK(said(latch.command(for_nonce(Op::unlock))) == "expired");
    }
  }

  TEST_CASE("keeps an open tap open for what is left of its time, and no longer") {
    Bench latch = locked();
    latch.now_ms = clock_turn_ms - 100;
    latch.tap();
    latch.now_ms = clock_turn_ms;
    begin_anew(latch);
    latch.now_ms = limits::await_decision_ms - 101;
    CHECK(latch.send(LatchEvent::tick()).empty());
    CHECK(shown(latch.wait(1)) == Strings{"try_again"});
    CHECK(driven(latch.command(for_nonce(Op::unlock))) == "unlocked");
    CHECK(said(latch.command(for_nonce(Op::unlock, 2))) == "no_attempt");
  }

  TEST_CASE("ends no wait for ever: a reader that was slowed down is quick again") {
    Bench latch = locked();
    for (int i = 0; i < limits::slow_after_denies; ++i) {
      latch.tap(i);
      Command deny = for_nonce(Op::deny, i, 200 + i);
      deny.args.counts_for_lockout = true;
      latch.command(deny);
    }
    for (int turns = 0; turns < 10; ++turns) {
      latch.now_ms = clock_turn_ms;
      begin_anew(latch);
      latch.tap(50 + turns);
      CHECK(shown(latch.tap(70 + turns)) == Strings{"reading"});
    }
  }
}
