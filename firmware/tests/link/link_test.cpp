#include "link/link_world.hpp"
#include "sl/link/subscriptions.hpp"

using namespace sl;
using namespace sl::test;

using Strings = std::vector<std::string>;

TEST_CASE("CONNECT carries a will that says lost for this boot and this connection") {
  LinkWorld world;
  world.start();
  CHECK(world.broker.will_topic == "sl/1/m7vbuluf7aamru6izpc4eucdhu/state");
  const StateMessage will = state_in(world.broker.will);
  CHECK(will.state == DeviceState::lost);
  CHECK(will.boot == world.boot);
  CHECK(will.connection == 1);
  CHECK(world.broker.will.size() <= 1024);
}

TEST_CASE("once the subscriptions stand it says info and then ready, retained, and nothing before") {
  LinkWorld world;
  world.start();
  CHECK(world.link.work(world.now_ms) == Link::Change::none);
  CHECK(world.broker.said.empty());
  CHECK(world.come_up() == Link::Change::up);
  CHECK(world.topics() == Strings{"info", "state"});
  CHECK(world.broker.said[0].retain);
  CHECK(world.broker.said[1].retain);
  CHECK(state_in(world.broker.said[1].bytes).state == DeviceState::ready);
  InfoMessage info;
  CHECK(decode(view(world.broker.said[0].bytes), info) == Status::ok);
  CHECK(info.boot == world.boot);
}

TEST_CASE("a device that cannot work yet says init, and ready when it can") {
  LinkWorld world;
  world.link.set_ready(false);
  world.start();
  world.come_up();
  CHECK(state_in(world.broker.said[1].bytes).state == DeviceState::init);
  world.link.set_ready(true);
  CHECK(state_in(world.broker.said[2].bytes).state == DeviceState::ready);
}

TEST_CASE("an orderly end says disconnected or sleeping first, and stays closed") {
  for (const DeviceState last : {DeviceState::disconnected, DeviceState::sleeping}) {
    LinkWorld world;
    world.up();
    world.link.close(last);
    CHECK(state_in(world.broker.said.back().bytes).state == last);
    CHECK(world.broker.disconnects == 1);
    world.pass(3'600'000);
    CHECK(world.broker.connects == 1);
  }
}

TEST_CASE("each CONNECT of a boot has a higher number, and a new boot begins again") {
  LinkWorld world;
  world.up();
  world.cut();
  world.pass(1'000);
  CHECK(state_in(world.broker.will).connection == 2);
  world.come_up();
  CHECK(state_in(world.broker.said.back().bytes).connection == 2);
  world.start();
  CHECK(state_in(world.broker.will).connection == 1);
}

TEST_CASE("reconnects wait with full jitter below a ceiling that doubles up to its cap") {
  LinkWorld world;
  world.rng.value = 0xff;
  world.start();
  std::vector<Ms> waits;
  for (int i = 0; i < 9; ++i) {
    world.cut();
    waits.push_back(world.link.next_deadline_ms(world.now_ms) - world.now_ms);
    world.pass(waits.back());
  }
  CHECK(waits == std::vector<Ms>{199, 399, 799, 1599, 3199, 6399, 9999, 9999, 9999});
  world.rng.value = 0;
  world.cut();
  CHECK(world.link.next_deadline_ms(world.now_ms) == world.now_ms);
}

TEST_CASE("the back-off begins anew after a connection that held, and not after one that was cut at once") {
  LinkWorld world;
  world.rng.value = 0xff;
  world.start();
  for (int i = 0; i < 5; ++i) {
    world.cut();
    world.pass(10'000);
  }
  world.come_up();
  world.pass(limits::stable_ms - 1);
  world.cut();
  CHECK(world.link.next_deadline_ms(world.now_ms) - world.now_ms == 6'399);
  world.pass(6'399);
  world.come_up();
  world.pass(limits::stable_ms);
  world.cut();
  CHECK(world.link.next_deadline_ms(world.now_ms) - world.now_ms == 199);
}

TEST_CASE("a CONNECT that nobody answers is given up after its deadline and tried again") {
  LinkWorld world;
  world.start();
  world.pass(limits::connect_deadline_ms - 1);
  CHECK(world.broker.connects == 1);
  world.pass(2);
  CHECK(world.broker.connects == 2);
}

TEST_CASE("up and down are told once each") {
  LinkWorld world;
  world.start();
  CHECK(world.come_up() == Link::Change::up);
  CHECK(world.link.work(world.now_ms) == Link::Change::none);
  CHECK(world.cut() == Link::Change::down);
  CHECK(world.link.work(world.now_ms + 1) == Link::Change::none);
}

TEST_CASE("a broker that owes a PUBACK for 5 s is no server, until it acknowledges anything") {
  LinkWorld world;
  world.up();
  CHECK(world.link.has_server(world.now_ms));
  world.send(Topic::result_unlock, "a");
  world.pass(limits::silent_ms - 1);
  CHECK(world.link.has_server(world.now_ms));
  world.pass(1);
  CHECK_FALSE(world.link.has_server(world.now_ms));
  world.acknowledge_all();
  CHECK(world.link.has_server(world.now_ms));
}

TEST_CASE("a tap that nobody acknowledged leaves no server behind, and the connection is opened anew") {
  LinkWorld world;
  world.up();
  world.send(Topic::nfc_tap, "tap");
  world.pass(limits::tap_life_ms + 1);
  CHECK(world.dropped == Strings{"nfc/tap"});
  CHECK_FALSE(world.link.has_server(world.now_ms));
  CHECK(world.broker.connects == 1);
  world.pass(limits::dead_ms);
  CHECK(world.broker.connects == 2);
  world.come_up();
  CHECK(world.link.has_server(world.now_ms));
}

TEST_CASE("without a connection there is no server, and what is said live is lost") {
  LinkWorld world;
  world.start();
  CHECK_FALSE(world.link.has_server(world.now_ms));
  world.link.send_now(Topic::reported, text("x").bytes());
  world.come_up();
  CHECK(world.topics() == Strings{"info", "state"});
}

TEST_CASE("it hears its own commands, configuration and jobs") {
  Strings all;
  for (size_t i = 0; i < subscriptions; ++i) {
    all.push_back(str(subscription_of(device_id("m7vbuluf7aamru6izpc4eucdhu"), i).text()));
  }
  const std::string own = "sl/1/m7vbuluf7aamru6izpc4eucdhu/";
  CHECK(all == Strings{own + "desired", own + "job/notify", own + "cmd/+"});
}
