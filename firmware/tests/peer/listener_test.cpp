#include "sl/peer/listener.hpp"

#include <doctest/doctest.h>

#include "peer/peer_world.hpp"

using namespace sl;
using namespace sl::test;

namespace {

struct Camera {
  PeerListener listener{peer_crypto()};
  PeerKeys keys = peer_keys({peer_key(latch_a), peer_key(latch_b, 1, 8)});
  PeerFrame wake;
  PeerBytes ack;

  bool hears(const PeerFrame& frame, const PeerKey& key) {
    return listener.take(keys, seal_peer(peer_crypto(), key.key, frame), wake, ack);
  }
};

PeerFrame wake_of(const std::string& latch, uint64_t counter, uint32_t epoch = 1) {
  return {PeerKind::wake, epoch, counter, device_id(latch), id16(9)};
}

}  // namespace

TEST_CASE("a wake of a paired latch is believed and answered with the same numbers") {
  Camera camera;
  REQUIRE(camera.hears(wake_of(latch_a, 5), peer_key(latch_a)));
  CHECK(camera.wake.nonce == id16(9));
  CHECK(str(camera.wake.latch.text()) == latch_a);
  const Result<PeerFrame> ack = parse_peer(camera.ack);
  REQUIRE(ack.ok());
  CHECK(ack.value.kind == PeerKind::ack);
  CHECK(ack.value.counter == 5);
  CHECK(ack.value.nonce == id16(9));
  CHECK(verify_peer(peer_crypto(), peer_key(latch_a).key, camera.ack));
}

TEST_CASE("a wake is believed once, and each latch has counters of its own") {
  Camera camera;
  CHECK(camera.hears(wake_of(latch_a, 5), peer_key(latch_a)));
  CHECK_FALSE(camera.hears(wake_of(latch_a, 5), peer_key(latch_a)));
  CHECK(camera.hears(wake_of(latch_b, 5), peer_key(latch_b, 1, 8)));
  CHECK(camera.hears(wake_of(latch_a, 4), peer_key(latch_a)));
}

TEST_CASE("what is no wake of a paired latch in the epoch of today is not answered") {
  Camera camera;
  const PeerKey key = peer_key(latch_a);
  CHECK_FALSE(camera.hears(wake_of(std::string(26, 'x'), 1), key));
  CHECK_FALSE(camera.hears(wake_of(latch_a, 1, 2), key));
  CHECK_FALSE(camera.hears(wake_of(latch_a, 1), peer_key(latch_b, 1, 8)));
  PeerFrame ack = wake_of(latch_a, 1);
  ack.kind = PeerKind::ack;
  CHECK_FALSE(camera.hears(ack, key));
  CHECK_FALSE(camera.listener.take(camera.keys, {}, camera.wake, camera.ack));
  CHECK(camera.hears(wake_of(latch_a, 1), key));
}

TEST_CASE("a forged wake does not move the window") {
  Camera camera;
  CHECK_FALSE(camera.hears(wake_of(latch_a, 1'000'000), peer_key(latch_a, 1, 99)));
  CHECK(camera.hears(wake_of(latch_a, 1), peer_key(latch_a)));
}

TEST_CASE("a new epoch begins its counters anew, and the one before is over for good") {
  Camera camera;
  CHECK(camera.hears(wake_of(latch_a, 900), peer_key(latch_a)));
  camera.keys = peer_keys({peer_key(latch_a, 2, 50)});
  CHECK_FALSE(camera.hears(wake_of(latch_a, 901), peer_key(latch_a)));
  CHECK(camera.hears(wake_of(latch_a, 1, 2), peer_key(latch_a, 2, 50)));
  camera.keys = peer_keys({peer_key(latch_a)});
  CHECK_FALSE(camera.hears(wake_of(latch_a, 902), peer_key(latch_a)));
}

TEST_CASE("latches that are paired no more make room for new ones") {
  Camera camera;
  for (uint32_t i = 0; i < 3 * limits::pairings; ++i) {
    const std::string latch(26, static_cast<char>('a' + i));
    camera.keys = peer_keys({peer_key(latch)});
    CHECK(camera.hears(wake_of(latch, 1), peer_key(latch)));
  }
}
