#include "link/link_world.hpp"

using namespace sl;
using namespace sl::test;

using Numbers = std::vector<uint64_t>;

TEST_CASE("events leave the journal in order, a few at a time, and each PUBACK makes room") {
  LinkWorld world;
  world.up();
  for (int i = 0; i < 7; ++i) world.event();
  world.link.work(world.now_ms);
  CHECK(world.sequences() == Numbers{0, 1, 2, 3});
  world.acknowledge_all();
  world.link.work(world.now_ms);
  CHECK(world.sequences() == Numbers{0, 1, 2, 3, 4, 5, 6});
  world.acknowledge_all();
  CHECK(world.journal.all_published());
  CHECK(world.link.next_deadline_ms(world.now_ms) == never);
}

TEST_CASE("what arrived out of order is marked when the one before it has arrived") {
  LinkWorld world;
  world.up();
  for (int i = 0; i < 3; ++i) world.event();
  world.link.work(world.now_ms);
  world.link.acked(world.broker.said[1].packet);
  CHECK(world.journal.published() == 0);
  world.link.acked(world.broker.said[0].packet);
  CHECK(world.journal.published() == 2);
}

TEST_CASE("only what was not acknowledged is sent again on the same connection") {
  LinkWorld world;
  world.up();
  for (int i = 0; i < 3; ++i) world.event();
  world.link.work(world.now_ms);
  world.link.acked(world.broker.said[1].packet);
  world.broker.said.clear();
  world.pass(limits::resend_ms);
  CHECK(world.sequences() == Numbers{0, 2});
}

TEST_CASE("events of an outage and a reboot are delivered after it, in order and without a gap") {
  LinkWorld world;
  world.start();
  for (int i = 0; i < 3; ++i) world.event();
  world.pass(60'000);
  // The power goes: RAM is empty, flash is not.
  LinkWorld again;
  again.kept.flash.bytes = world.kept.flash.bytes;
  REQUIRE(again.journal.open());
  again.up();
  again.event();
  again.link.work(again.now_ms);
  CHECK(again.journal.next() == 4);
  again.broker.said.clear();
  again.cut();
  again.pass(1);
  again.come_up();
  CHECK(again.sequences() == Numbers{0, 1, 2, 3});
}

TEST_CASE("an event that arrived is not sent again after a reconnect") {
  LinkWorld world;
  world.up();
  for (int i = 0; i < 4; ++i) world.event();
  world.link.work(world.now_ms);
  world.link.acked(world.broker.said[0].packet);
  world.link.acked(world.broker.said[2].packet);
  world.cut();
  world.pass(1);
  world.broker.said.clear();
  world.come_up();
  CHECK(world.sequences() == Numbers{1, 3});
}

TEST_CASE("the events of a long outage leave the broker's allowance to taps and results") {
  LinkWorld world;
  world.up();
  for (int i = 0; i < 60; ++i) world.event();
  for (int i = 0; i < 40; ++i) {
    world.link.work(world.now_ms);
    world.acknowledge_all();
  }
  CHECK(world.sequences().size() == 16);
  world.send(Topic::result_unlock, "a");
  CHECK(world.broker.said.back().topic == "result/unlock");
  world.acknowledge_all();
  for (int i = 0; i < 20; ++i) {
    world.pass(50);
    world.acknowledge_all();
  }
  CHECK(world.sequences().size() == 16 + 19);
}

TEST_CASE("at most eight messages wait for their PUBACK, whatever they are") {
  LinkWorld world;
  world.up();
  for (int i = 0; i < 6; ++i) world.send(Topic::result_unlock, "a");
  for (int i = 0; i < 6; ++i) world.event();
  world.link.work(world.now_ms);
  CHECK(world.broker.said.size() == limits::in_flight);
  CHECK(world.sequences().size() == 2);
}

TEST_CASE("events that the journal had to drop while they were in flight hold nothing up") {
  LinkWorld world;
  world.up();
  world.event();
  world.link.work(world.now_ms);
  CHECK(world.sequences() == Numbers{0});
  world.broker.is_full = true;
  while (world.journal.dropped() == 0) world.event(200);
  world.broker.is_full = false;
  world.broker.said.clear();
  world.pass(20);
  CHECK(world.sequences().front() == world.journal.published() % 256);
  world.acknowledge_all();
  CHECK(world.journal.published() > world.journal.dropped());
}

TEST_CASE("events that can no longer be read hold nothing up") {
  LinkWorld world;
  world.up();
  world.broker.is_full = true;
  for (int i = 0; i < 3; ++i) world.event();
  for (size_t i = 68; i < 600; ++i) world.kept.flash.bytes[i] = 0;
  world.broker.is_full = false;
  world.pass(1'000);
  CHECK(world.sequences().empty());
  CHECK(world.journal.all_published());
}
