#include "sl/device/device_clock.hpp"

#include <doctest/doctest.h>

using namespace sl;

namespace {
struct BoardClock final : IClock {
  ClockMs now = 0;
  ClockMs now_ms() override { return now; }
};
}  // namespace

TEST_SUITE("the clock of a device") {
  TEST_CASE("begins again after a turn, and says by how much every moment has to move") {
    BoardClock board;
    DeviceClock clock(board);
    board.now = clock_turn_ms - 1;
    CHECK(clock.turn() == 0);
    CHECK(clock.now_ms() == clock_turn_ms - 1);
    board.now = clock_turn_ms + 5;
    CHECK(clock.turn() == clock_turn_ms + 5);
    CHECK(clock.now_ms() == 0);
    CHECK(clock.turn() == 0);
    board.now += 7;
    CHECK(clock.now_ms() == 7);
    CHECK(clock.on_board(10) == clock_turn_ms + 15);
  }

  TEST_CASE("takes everything for long ago when nobody looked for months") {
    BoardClock board;
    DeviceClock clock(board);
    board.now = ClockMs{200} * 24 * 3600 * 1000;
    CHECK(clock.turn() == -long_ago);
    CHECK(clock.now_ms() == 0);
  }

  TEST_CASE("moves a moment along, but never into what a difference could overflow") {
    Ms moment = 1'000;
    count_anew(moment, 400);
    CHECK(moment == 600);
    for (int turns = 0; turns < 10; ++turns) count_anew(moment, clock_turn_ms);
    CHECK(moment == long_ago);
    Ms no_moment = never;
    count_anew(no_moment, clock_turn_ms);
    CHECK(no_moment == never);
  }
}
