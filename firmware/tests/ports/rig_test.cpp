#include "rig.hpp"

#include <doctest/doctest.h>

#include "ports/temporary_folder.hpp"
#include "support/pn532_bench.hpp"

using namespace sl;
using linux_port::Rig;

namespace {

struct World {
  test::ManualClock clock;
  Rig rig{clock, 250};
};

bool between(const Inputs& inputs) { return !inputs.bolt_locked && !inputs.bolt_unlocked; }

}  // namespace

TEST_CASE("the bolt takes its time from one switch to the other") {
  World world;
  CHECK(world.rig.read().bolt_locked);
  world.rig.drive(BoltTarget::unlocked);
  CHECK(world.rig.next_change_ms() == 1'250);
  world.clock.ms += 249;
  CHECK(between(world.rig.read()));
  CHECK(world.rig.current_ma() == linux_port::servo_moving_ma);
  world.clock.ms += 1;
  CHECK(world.rig.read().bolt_unlocked);
  CHECK_FALSE(world.rig.read().bolt_locked);
  CHECK(world.rig.current_ma() == linux_port::servo_idle_ma);
  CHECK(world.rig.next_change_ms() == INT64_MAX);
}

TEST_CASE("bolt and door stay where they are when the power goes") {
  const test::TemporaryFolder folder;
  const std::string world = folder.file("rig.json");
  test::ManualClock clock;
  {
    Rig rig(clock, 250, world);
    rig.drive(BoltTarget::unlocked);
    clock.ms += 100;
    rig.door(true);
    rig.remember();
  }
  Rig rig(clock, 250, world);
  CHECK(between(rig.read()));
  CHECK(rig.read().door_open);
  rig.drive(BoltTarget::locked);
  clock.ms += 100;
  CHECK(rig.read().bolt_locked);
}

TEST_CASE("a bolt that is called back half-way needs only the way that it went") {
  World world;
  world.rig.drive(BoltTarget::unlocked);
  world.clock.ms += 100;
  world.rig.drive(BoltTarget::locked);
  world.clock.ms += 99;
  CHECK(between(world.rig.read()));
  world.clock.ms += 1;
  CHECK(world.rig.read().bolt_locked);
}

TEST_CASE("a stuck bolt stands where it is and stalls the motor, and goes on when it is freed") {
  World world;
  world.rig.drive(BoltTarget::unlocked);
  world.clock.ms += 100;
  world.rig.stick(true);
  world.clock.ms += 1'000;
  CHECK(between(world.rig.read()));
  CHECK(world.rig.current_ma() == linux_port::servo_stall_ma);
  world.rig.drive(BoltTarget::unlocked);
  world.clock.ms += 1'000;
  CHECK(between(world.rig.read()));
  world.rig.stick(false);
  world.clock.ms += 150;
  CHECK(world.rig.read().bolt_unlocked);
}

TEST_CASE("a motor that is switched off leaves the bolt half-way") {
  World world;
  world.rig.drive(BoltTarget::unlocked);
  world.clock.ms += 100;
  world.rig.stop();
  world.clock.ms += 1'000;
  CHECK(between(world.rig.read()));
  CHECK(world.rig.current_ma() == linux_port::servo_idle_ma);
}

TEST_CASE("the switches say what hands did") {
  World world;
  world.rig.door(true);
  world.rig.tamper(true);
  world.rig.press_exit();
  CHECK(world.rig.read().door_open);
  CHECK(world.rig.read().tampered);
  CHECK(world.rig.read().exit_pressed);
  world.clock.ms += linux_port::exit_press_ms;
  CHECK_FALSE(world.rig.read().exit_pressed);
}

TEST_CASE("a card that is presented is read once and leaves when its time is over") {
  World world;
  NfcReader reader(world.rig.nfc, NfcPower::mains);
  const auto taps = [&](Ms for_ms) {
    std::vector<NfcEvent> said;
    for (const Ms until = world.clock.ms + for_ms; world.clock.ms < until; ++world.clock.ms) {
      world.rig.step();
      const NfcEvent event = reader.step(world.clock.ms);
      if (event.kind == NfcEventKind::tap) said.push_back(event);
    }
    return said;
  };
  taps(150);
  world.rig.present(linux_port::card_with_url(test::tap_url_of()), 400);
  const auto first = taps(800);
  REQUIRE(first.size() == 1);
  CHECK(first[0].credential.kind == CredentialKind::ntag424);
  world.rig.present(linux_port::card_with_uid("04a1b2c3d4e5f6"), 400);
  const auto second = taps(800);
  REQUIRE(second.size() == 1);
  CHECK(second[0].credential.kind == CredentialKind::uid);
}

TEST_CASE("a card number of no card is refused") {
  CHECK_THROWS(linux_port::card_with_uid("04a1"));
  CHECK_THROWS(linux_port::card_with_uid("04A1B2C3"));
  CHECK_THROWS(linux_port::card_with_uid("04a1b2c3d"));
}
