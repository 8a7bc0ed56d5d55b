#include "link/link_world.hpp"

using namespace sl;
using namespace sl::test;

using Strings = std::vector<std::string>;

TEST_CASE("what was not acknowledged in time is sent again, the same bytes, with a wait that doubles") {
  LinkWorld world;
  world.up();
  world.send(Topic::result_unlock, "a");
  world.pass(limits::resend_ms - 1);
  CHECK(world.texts() == Strings{"a"});
  world.pass(1);
  CHECK(world.texts() == Strings{"a", "a"});
  world.pass(2 * limits::resend_ms - 1);
  CHECK(world.texts().size() == 2);
  world.pass(1);
  CHECK(world.texts() == Strings{"a", "a", "a"});
}

TEST_CASE("a late PUBACK of the send before settles it as well, and settles it once") {
  LinkWorld world;
  world.up();
  world.send(Topic::result_unlock, "a");
  world.pass(limits::resend_ms);
  REQUIRE(world.broker.said.size() == 2);
  world.link.acked(world.broker.said[0].packet);
  world.pass(limits::result_life_ms);
  world.link.acked(world.broker.said[1].packet);
  CHECK(world.broker.said.size() == 2);
  CHECK(world.dropped.empty());
}

TEST_CASE("a PUBACK of another packet settles nothing") {
  LinkWorld world;
  world.up();
  world.send(Topic::result_unlock, "a");
  world.link.acked(0);
  world.link.acked(77);
  world.pass(limits::resend_ms);
  CHECK(world.texts() == Strings{"a", "a"});
}

TEST_CASE("a tap is sent for 5 s and no longer, also over a reconnect") {
  LinkWorld world;
  world.start();
  world.send(Topic::nfc_tap, "tap");
  world.pass(limits::tap_life_ms);
  CHECK(world.dropped.empty());
  world.pass(1);
  CHECK(world.dropped == Strings{"nfc/tap"});
  world.come_up();
  CHECK(world.topics() == Strings{"info", "state"});
}

TEST_CASE("a result is kept for its life while the broker is away") {
  LinkWorld world;
  world.start();
  world.send(Topic::result_unlock, "a");
  world.pass(limits::result_life_ms);
  world.come_up();
  CHECK(world.texts().back() == "a");

  LinkWorld late;
  late.start();
  late.send(Topic::result_unlock, "a");
  late.pass(limits::result_life_ms + 1);
  late.come_up();
  CHECK(late.dropped == Strings{"result/unlock"});
  CHECK(late.topics() == Strings{"info", "state"});
}

TEST_CASE("nothing that is only said live, no event and no command can wait in it") {
  LinkWorld world;
  world.start();
  for (size_t topic = 0; topic < count_of<Topic>(); ++topic) {
    const auto name = str(name_of(static_cast<Topic>(topic)));
    const bool waits = name == "nfc/tap" || name == "job/update" || name.substr(0, 7) == "result/";
    CAPTURE(name);
    CHECK(world.link.send(world.now_ms, static_cast<Topic>(topic), text("x").bytes()) == waits);
  }
}

TEST_CASE("after a reconnect everything is sent again, in order") {
  LinkWorld world;
  world.up();
  world.send(Topic::result_unlock, "a");
  world.send(Topic::result_deny, "b");
  world.cut();
  world.pass(1);
  world.broker.said.clear();
  world.come_up();
  CHECK(world.topics() == Strings{"info", "state", "result/unlock", "result/deny"});
}

TEST_CASE("a PUBACK of the old connection's packet settles nothing on the new one") {
  LinkWorld world;
  world.up();
  world.send(Topic::result_unlock, "a");
  const int32_t old = world.broker.said[0].packet;
  world.cut();
  world.pass(1);
  world.come_up();
  world.link.acked(old);
  world.broker.said.clear();
  world.pass(limits::resend_ms);
  CHECK(world.texts() == Strings{"a"});
}

TEST_CASE("when it is full the oldest goes, and it says so") {
  LinkWorld world;
  world.start();
  for (size_t i = 0; i < limits::outbox_entries; ++i) world.send(Topic::result_unlock, std::string(1, static_cast<char>('a' + i)));
  world.pass(1);
  CHECK(world.dropped == Strings{"result/unlock"});
  world.come_up();
  CHECK(world.texts()[2] == "b");
  CHECK(world.texts().size() == 2 + limits::outbox_entries - 1);
}

TEST_CASE("what does not fit is refused") {
  LinkWorld world;
  world.start();
  CHECK_FALSE(world.send(Topic::result_unlock, std::string(limits::outbox_entry_bytes + 1, 'x')));
  CHECK_FALSE(world.send(Topic::result_unlock, ""));
  CHECK(world.send(Topic::result_unlock, std::string(limits::outbox_entry_bytes, 'x')));
}

TEST_CASE("taps keep to their rate of the topic table") {
  LinkWorld world;
  world.up();
  for (int i = 0; i < 7; ++i) world.send(Topic::nfc_tap, "tap");
  CHECK(world.broker.said.size() == 5);
  world.acknowledge_all();
  world.pass(1'000);
  CHECK(world.broker.said.size() == 6);
}

TEST_CASE("a link that takes no more is asked again soon, and loses nothing") {
  LinkWorld world;
  world.up();
  world.broker.is_full = true;
  world.send(Topic::result_unlock, "a");
  world.event();
  world.pass(1'000);
  CHECK(world.broker.said.empty());
  world.broker.is_full = false;
  world.pass(limits::publish_retry_ms);
  CHECK(world.topics() == Strings{"result/unlock", "evt/lock"});
}
