#include "sl/latch/step.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "support/latch_bench.hpp"

using namespace sl;
using namespace sl::test;

namespace {

long count(const Bench& latch, const char* kind) { return std::count(latch.events.begin(), latch.events.end(), kind); }

Bench jammed() {
  Bench latch = locked();
  latch.tap();
  latch.command(for_nonce(Op::unlock));
  for (int i = 0; i < limits::move_retries; ++i) CHECK(driven(latch.wait(limits::move_ms)) == "unlocked");
  CHECK(said(latch.wait(limits::move_ms)) == "jammed");
  return latch;
}

}  // namespace

TEST_SUITE("the door") {
  TEST_CASE("is not locked while it is open; closing it locks") {
    Bench latch = opened();
    CHECK(driven(latch.wait(limits::auto_relock_ms + 1)) == "");
    CHECK(driven(latch.send(LatchEvent::door(false))) == "locked");
    latch.send(LatchEvent::bolt_at(BoltTarget::locked));
    CHECK(count(latch, "no_entry_after_grant") == 0);
  }

  TEST_CASE("held open is an alarm once, cleared by closing") {
    Bench latch = opened();
    latch.wait(limits::held_open_after_ms - 1);
    CHECK(count(latch, "door_held_open") == 0);
    latch.wait(1);
    latch.wait(60'000);
    CHECK(count(latch, "door_held_open") == 1);
    latch.send(LatchEvent::door(false));
    CHECK(count(latch, "held_cleared") == 1);
  }

  TEST_CASE("opened while it should be locked is forced") {
    for (const bool tapped : {false, true}) {
      Bench latch = locked();
      if (tapped) latch.tap();
      latch.send(LatchEvent::door(true));
      CHECK(latch.events == Strings{"DoorStateChange", "door_forced_open"});
    }
  }

  TEST_CASE("opened while the bolt goes in takes the bolt back") {
    Bench latch = opened();
    latch.send(LatchEvent::door(false));
    CHECK(driven(latch.send(LatchEvent::door(true))) == "unlocked");
    CHECK(latch.state.phase == Phase::DoorOpen);
  }

  TEST_CASE("with a bolt moved by hand while locked is forced, and relocks") {
    Bench latch = locked();
    latch.send(LatchEvent::bolt_at(BoltTarget::unlocked));
    CHECK(count(latch, "door_forced_open") == 1);
    CHECK(driven(latch.wait(limits::auto_relock_ms)) == "locked");
  }
}

TEST_SUITE("a bolt that sticks") {
  TEST_CASE("is tried three times more, then the command failed as jammed") {
    const Bench latch = jammed();
    CHECK(latch.state.phase == Phase::Jammed);
    CHECK(count(latch, "LockOperationError") == 1);
  }

  TEST_CASE("is tried to lock, never to unlock, once a minute") {
    Bench latch = jammed();
    CHECK(driven(latch.wait(limits::jammed_retry_ms - 1)) == "");
    CHECK(driven(latch.wait(1)) == "locked");
    latch.wait(limits::move_ms);
    CHECK(latch.state.phase == Phase::Jammed);
  }

  TEST_CASE("shows that it is jammed to who taps") { CHECK(shown(jammed().tap()) == Strings{"jammed"}); }
}

TEST_SUITE("without a server") {
  TEST_CASE("a tap that was never acknowledged ends and says so") {
    Bench latch = locked();
    latch.tap();
    CHECK(shown(latch.send(LatchEvent::no_server(id(1)))) == Strings{"no_server"});
    CHECK(latch.state.phase == Phase::Locked);
  }

  TEST_CASE("a tap without a decision ends after 20 s") {
    Bench latch = locked();
    latch.tap();
    CHECK(next_deadline_ms(latch.state) == 1'000 + limits::await_decision_ms);
    CHECK(shown(latch.wait(limits::await_decision_ms)) == Strings{"try_again"});
    CHECK(next_deadline_ms(latch.state) == never);
  }

  TEST_CASE("the panel says so before anybody waits") {
    CHECK(shown(locked().send(LatchEvent::link(false))) == Strings{"no_server"});
  }
}

TEST_SUITE("exit button and tamper switch") {
  TEST_CASE("the exit button opens from every state") {
    for (size_t phase = 0; phase < count_of<Phase>(); ++phase) {
      Bench latch(static_cast<Phase>(phase));
      latch.send(LatchEvent::exit_pressed());
      const Phase now = latch.state.phase;
      CHECK((now == Phase::Unlocking || now == Phase::Unlocked || now == Phase::DoorOpen));
      CHECK(latch.events == Strings{"exit_button"});
    }
  }

  TEST_CASE("tamper ends the wait and voids what was tapped before") {
    Bench latch = locked();
    latch.tap();
    latch.send(LatchEvent::tampered());
    CHECK(latch.state.phase == Phase::Locked);
    CHECK(said(latch.command(for_nonce(Op::unlock))) == "no_attempt");
  }
}

TEST_CASE("a latch that starts with its bolt out locks, and leaves an open door alone") {
  Bench out;
  CHECK(driven(out.send(LatchEvent::booted(BoltPosition::unknown, false))) == "locked");
  Bench open;
  CHECK(driven(open.send(LatchEvent::booted(BoltPosition::unknown, true))) == "unlocked");
  CHECK(open.state.phase == Phase::DoorOpen);
}
