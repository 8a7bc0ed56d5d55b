#include "latch_esp32/main/guarded_drive.hpp"

#include <doctest/doctest.h>

using namespace sl;
using namespace sl::latch_board;

namespace {

struct Motor final : IDrive {
  bool on = false;
  uint16_t ma = 180;
  void drive(BoltTarget) override { on = true; }
  void stop() override { on = false; }
  uint16_t current_ma() override { return on ? ma : 0; }
};

struct Clock final : IClock {
  ClockMs now = 5'000;
  ClockMs now_ms() override { return now; }
};

struct Bench {
  Motor motor;
  Clock clock;
  GuardedDrive drive{motor, clock};

  void pass(ClockMs ms) {
    for (const ClockMs end = clock.now + ms; clock.now < end; clock.now += guard_interval_ms) drive.look();
    drive.look();
  }
};

}  // namespace

TEST_CASE("a motor that moves keeps its power until the core stops it") {
  Bench bench;
  bench.drive.drive(BoltTarget::unlocked);
  bench.pass(900);
  CHECK(bench.motor.on);
  bench.drive.stop();
  CHECK_FALSE(bench.motor.on);
  CHECK_FALSE(bench.drive.powered());
}

TEST_CASE("a stalled motor loses its power before it burns, and a start is no stall") {
  Bench bench;
  bench.motor.ma = 650;
  bench.drive.drive(BoltTarget::unlocked);
  bench.pass(stall_ms - 2 * guard_interval_ms);
  CHECK(bench.motor.on);
  bench.motor.ma = 180;  // it has started
  bench.pass(stall_ms);
  CHECK(bench.motor.on);
  bench.motor.ma = 650;
  bench.pass(stall_ms + guard_interval_ms);
  CHECK_FALSE(bench.motor.on);
  CHECK(bench.drive.stalls() == 1);
}

TEST_CASE("a motor that never arrives loses its power, and the next try begins anew") {
  Bench bench;
  bench.drive.drive(BoltTarget::locked);
  bench.pass(longest_move_ms + guard_interval_ms);
  CHECK_FALSE(bench.motor.on);
  CHECK(bench.drive.stalls() == 0);
  bench.drive.drive(BoltTarget::locked);
  bench.pass(longest_move_ms / 2);
  CHECK(bench.motor.on);
}
