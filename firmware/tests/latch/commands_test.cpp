#include <doctest/doctest.h>

#include "support/latch_bench.hpp"

using namespace sl;
using namespace sl::test;

TEST_SUITE("an unlock") {
  TEST_CASE("opens for the nonce of an open tap, once, and locks again when nobody goes in") {
    Bench latch = locked();
    latch.tap();
    CHECK(latch.state.phase == Phase::AwaitDecision);
    CHECK(driven(latch.command(for_nonce(Op::unlock))) == "unlocked");
    CHECK(latch.state.phase == Phase::Unlocking);
    CHECK(said(latch.send(LatchEvent::bolt_at(BoltTarget::unlocked))) == "ok");
    CHECK(latch.state.phase == Phase::Unlocked);
    CHECK(driven(latch.wait(limits::auto_relock_ms)) == "locked");
    latch.send(LatchEvent::bolt_at(BoltTarget::locked));
    CHECK(latch.state.phase == Phase::Locked);
    CHECK(latch.events == Strings{"LockOperation", "LockOperation", "no_entry_after_grant"});
  }

  TEST_CASE("that comes again moves nothing and gets the same result") {
    Bench latch = locked();
    latch.tap();
    latch.command(for_nonce(Op::unlock));
    CHECK(latch.command(for_nonce(Op::unlock)).empty());
    latch.now_ms += 900;
    const Json first = result_in(latch.send(LatchEvent::bolt_at(BoltTarget::unlocked)));
    const Json again = latch.command(for_nonce(Op::unlock));
    CHECK(driven(again) == "");
    CHECK(result_in(again) == first);
    CHECK(first["stages"] == Json::parse(R"([["verified", 0], ["done", 900]])"));
  }

  TEST_CASE("of another command id on a used nonce is replayed") {
    Bench latch = locked();
    latch.tap();
    latch.command(for_nonce(Op::unlock));
    CHECK(said(latch.command(for_nonce(Op::unlock, 1, 201))) == "replayed");
  }

  TEST_CASE("for a nonce that this latch never gave is no_attempt") {
    Bench latch = locked();
    latch.tap();
    CHECK(said(latch.command(for_nonce(Op::unlock, 2))) == "no_attempt");
    CHECK(said(latch.command(for_boot(Op::unlock, 1))) == "no_attempt");
  }

  TEST_CASE("is good up to its ttl and no longer") {
    const struct {
      uint32_t ttl_ms;
      Ms after_ms;
      const char* said;
      const char* driven;
    } rows[] = {{20'000, 20'000, "none", "unlocked"},
                {20'000, 20'001, "expired", ""},
                {3'000, 3'000, "none", "unlocked"},
                {3'000, 3'001, "expired", ""}};
    for (const auto& row : rows) {
      CAPTURE(row.after_ms);
      Bench latch = locked();
      latch.tap();
      latch.wait(row.after_ms);
      Command command = for_nonce(Op::unlock);
      command.ttl_ms = row.ttl_ms;
      const Json effects = latch.command(command);
      CHECK(said(effects) == row.said);
      CHECK(driven(effects) == row.driven);
    }
  }

  TEST_CASE("that was retained is refused, and the nonce stays good for a live one") {
    Bench latch = locked();
    latch.tap();
    CHECK(said(latch.command(for_nonce(Op::unlock), true)) == "retained");
    CHECK(driven(latch.command(for_nonce(Op::unlock))) == "unlocked");
  }

  TEST_CASE("after a reboot finds no attempt") {
    Bench latch;
    latch.send(LatchEvent::booted(BoltPosition::locked, false));
    CHECK(said(latch.command(for_nonce(Op::unlock))) == "no_attempt");
  }

  TEST_CASE("for an older tap opens too, and the newer tap still waits") {
    Bench latch = locked();
    latch.tap(1);
    latch.tap(2);
    CHECK(driven(latch.command(for_nonce(Op::unlock, 1))) == "unlocked");
    CHECK(latch.state.awaiting.present);
    CHECK(latch.state.awaiting.value.nonce == id(2));
  }

  TEST_CASE("while it is open keeps it open and says so at once") {
    Bench latch = locked();
    latch.tap(1);
    latch.command(for_nonce(Op::unlock, 1));
    latch.send(LatchEvent::bolt_at(BoltTarget::unlocked));
    latch.tap(2);
    const Json effects = latch.command(for_nonce(Op::unlock, 2, 201));
    CHECK(said(effects) == "ok");
    CHECK(driven(effects) == "");
  }
}

TEST_SUITE("a command that cannot be believed") {
  TEST_CASE("is refused with its reason and without a command id, once a second") {
    for (const Reason reason : {Reason::bad_signature, Reason::unknown_key, Reason::wrong_device}) {
      Bench latch = locked();
      Arrived bad;
      bad.topic_op = Op::unlock;
      bad.opened.reason = reason;
      const Json result = result_in(latch.send(LatchEvent::commanded(bad)));
      CHECK(result["commandId"] == json(id(0)));
      CHECK(result["reason"] == named(reason));
      CHECK(said(latch.send(LatchEvent::commanded(bad))) == "none");
      latch.now_ms += limits::stray_result_ms;
      CHECK(said(latch.send(LatchEvent::commanded(bad))) == str(name_of(reason)));
    }
  }

  TEST_CASE("for a camera is wrong_device") { CHECK(said(locked().command(for_nonce(Op::capture))) == "wrong_device"); }
}

TEST_SUITE("a deny") {
  TEST_CASE("ends the wait at once and shows its grade") {
    for (const DenyDisplay display : {DenyDisplay::try_again, DenyDisplay::not_allowed, DenyDisplay::wait}) {
      Bench latch = locked();
      latch.tap();
      Command command = for_nonce(Op::deny);
      command.args.display = display;
      const Json effects = latch.command(command);
      CHECK(latch.state.phase == Phase::Locked);
      CHECK(shown(effects) == Strings{str(name_of(display))});
      CHECK(said(effects) == "ok");
    }
  }

  TEST_CASE("of an older tap leaves the newer one waiting") {
    Bench latch = locked();
    latch.tap(1);
    latch.tap(2);
    CHECK(shown(latch.command(for_nonce(Op::deny, 1))).empty());
    CHECK(latch.state.phase == Phase::AwaitDecision);
  }

  TEST_CASE("uses the nonce up: an unlock after it is replayed") {
    Bench latch = locked();
    latch.tap();
    latch.command(for_nonce(Op::deny));
    CHECK(said(latch.command(for_nonce(Op::unlock, 1, 201))) == "replayed");
  }
}

namespace {
Bench denied(int times, bool counts = true) {
  Bench latch = locked();
  for (int i = 1; i <= times; ++i) {
    latch.wait(100);
    latch.tap(i);
    Command command = for_nonce(Op::deny, i, i);
    command.args.counts_for_lockout = counts;
    latch.command(command);
  }
  return latch;
}
}  // namespace

TEST_SUITE("the slowed reader") {
  TEST_CASE("takes one tap per 5 s for 60 s after five denials that count") {
    Bench latch = denied(limits::slow_after_denies);
    CHECK(latch.events.back() == "denial_burst");
    latch.wait(limits::slow_tap_every_ms - 1);
    CHECK(shown(latch.tap(50)) == Strings{"wait"});
    latch.wait(1);
    CHECK(shown(latch.tap(51)) == Strings{"reading"});
    CHECK(shown(latch.tap(52)) == Strings{"wait"});
    latch.wait(limits::slow_for_ms);
    latch.tap(53);
    CHECK(shown(latch.tap(54)) == Strings{"reading"});
  }

  TEST_CASE("is not slowed by four, nor by denials that do not count") {
    CHECK(shown(denied(limits::slow_after_denies - 1).tap(50)) == Strings{"reading"});
    CHECK(shown(denied(8, false).tap(50)) == Strings{"reading"});
  }
}

TEST_SUITE("commands bound to the boot") {
  TEST_CASE("need this boot and a rising counter") {
    Bench latch = locked();
    Command wrong_boot = for_boot(Op::lock, 1);
    wrong_boot.boot = id(1);
    CHECK(said(latch.command(wrong_boot)) == "expired");
    CHECK(said(latch.command(for_nonce(Op::lock))) == "expired");
    CHECK(said(latch.command(for_boot(Op::lock, 5))) == "ok");
    CHECK(said(latch.command(for_boot(Op::lock, 5, 9))) == "replayed");
    CHECK(said(latch.command(for_boot(Op::lock, 4, 8))) == "replayed");
    CHECK(said(latch.command(for_boot(Op::lock, 6, 7))) == "ok");
  }

  TEST_CASE("a challenge gives a nonce that one unlock may use, and the same challenge gives the same nonce") {
    Bench latch = locked();
    CHECK(result_in(latch.command(for_boot(Op::challenge, 1), false, 42))["nonce"] == json(id(42)));
    CHECK(result_in(latch.command(for_boot(Op::challenge, 1), false, 43))["nonce"] == json(id(42)));
    CHECK(driven(latch.command(for_nonce(Op::unlock, 42, 201))) == "unlocked");
  }

  TEST_CASE("lock while unlocked locks, and its result comes when the bolt is in") {
    Bench latch = locked();
    latch.tap();
    latch.command(for_nonce(Op::unlock));
    latch.send(LatchEvent::bolt_at(BoltTarget::unlocked));
    CHECK(said(latch.command(for_boot(Op::lock, 1, 201))) == "none");
    const Json result = result_in(latch.send(LatchEvent::bolt_at(BoltTarget::locked)));
    CHECK(result["ok"] == true);
    CHECK(result["commandId"] == json(id(201)));
  }

  TEST_CASE("lock while the door is open waits for the door") {
    Bench latch = opened();
    CHECK(result_in(latch.command(for_boot(Op::lock, 1, 201)))["stages"].back()[0] == "waits_for_door");
    CHECK(latch.state.phase == Phase::DoorOpen);
  }

  TEST_CASE("more of them than the latch can keep while the bolt moves are refused, and it moves on") {
    Bench latch = locked();
    latch.tap();
    latch.command(for_nonce(Op::unlock));
    const int free = limits::pending_commands - 1;
    for (int i = 1; i <= free; ++i) CHECK(said(latch.command(for_boot(Op::lock, uint64_t(i), i))) == "none");
    CHECK(said(latch.command(for_boot(Op::lock, 100, 100))) == "no_attempt");
    CHECK(said(latch.send(LatchEvent::bolt_at(BoltTarget::unlocked))) == "ok");
  }

  TEST_CASE("an unlock that finds no place among them fails, and drives nothing") {
    Bench latch = locked();
    latch.tap();
    latch.send(LatchEvent::exit_pressed());
    const int all = limits::pending_commands;
    for (int i = 1; i <= all; ++i) CHECK(said(latch.command(for_boot(Op::lock, uint64_t(i), i))) == "none");
    latch.send(LatchEvent::bolt_at(BoltTarget::unlocked));
    const Json late = latch.command(for_nonce(Op::unlock));
    CHECK(said(late) == "no_attempt");
    for (const Json& effect : late) CHECK(effect["do"] != "drive");
  }

  TEST_CASE("reboot answers first") {
    const Json effects = locked().command(for_boot(Op::reboot, 1));
    Strings done;
    for (const Json& effect : effects) done.push_back(effect["do"]);
    CHECK(done == Strings{"verified", "result", "reboot"});
  }
}
