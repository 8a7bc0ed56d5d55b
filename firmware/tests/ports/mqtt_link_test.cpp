// What the link says of a broker that is not there; a broker that is there is in infra/local.
#include "mqtt_link.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ports/temporary_folder.hpp"
#include "ports/test_identity.hpp"

using namespace sl;
using namespace sl::linux_port;

namespace {

struct World {
  void connect() { link.connect("sl/1/x/state", {}); }
  LinkMail next() {
    for (int round = 0; round < 100; ++round) {
      std::vector<pollfd> waiting;
      link.watch(waiting);
      ::poll(waiting.data(), waiting.size(), 100);
      link.poll();
      if (auto mail = link.take()) return *mail;
    }
    FAIL("nothing came");
    return {};
  }
  test::TemporaryFolder folder;
  DeviceKey key = DeviceKey::make();
  Identity identity = identity_of(test::enrolled(key));
  WallClock wall{folder.path(), test::now_s};
  MqttLink link{identity, key, wall};
};

}  // namespace

TEST_CASE("a broker that is not there fails the connection, and the next one is tried anew") {
  World world;
  for (int i = 0; i < 2; ++i) {
    world.connect();
    const LinkMail mail = world.next();
    CHECK(mail.kind == LinkMail::Kind::lost);
    CHECK(mail.why == "Connection refused");
    CHECK_FALSE(world.link.opening());
    CHECK_FALSE(world.link.up());
    CHECK(world.link.closed());
  }
}

TEST_CASE("a broker that hangs up instead of TLS fails the connection") {
  World world;
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(listen(listener, 1) == 0);
  REQUIRE(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  world.identity.broker_port = ntohs(address.sin_port);
  world.connect();
  close(accept(listener, nullptr, nullptr));
  CHECK(world.next().kind == LinkMail::Kind::lost);
  close(listener);
}

TEST_CASE("without Wi-Fi no connection is opened and nothing is published") {
  World world;
  world.link.wifi(false);
  world.connect();
  CHECK_FALSE(world.link.opening());
  CHECK(world.next().why == "there is no Wi-Fi");
  CHECK(world.link.publish("t", {}, 1, false) < 0);
  world.link.disconnect();
  CHECK_FALSE(world.link.take());
}

TEST_CASE("an identity that TLS cannot use fails the connection with its reason") {
  World world;
  world.identity.certificate = test::certificate_for(DeviceKey::make(), test::now_s, test::now_s + test::day_s);
  world.connect();
  CHECK(world.next().why.find("certificate and key cannot be used") != std::string::npos);
}
