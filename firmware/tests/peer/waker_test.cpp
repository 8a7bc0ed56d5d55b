#include "sl/peer/waker.hpp"

#include <doctest/doctest.h>

#include "peer/peer_world.hpp"

using namespace sl;
using namespace sl::test;

namespace {

struct Latch {
  FakeCounterStore store;
  RisingCounter counter{store};
  FakeRadio radio;
  PeerChannel channel;
  PeerKeys cameras = peer_keys({peer_key(camera_c)});
  PeerWaker waker{peer_crypto(), radio, channel, counter, device_id(latch_a)};

  /// A camera on the latch's channel that has this pairing, answering what it heard last.
  void camera_answers(const std::string& camera, const PeerKey& its_key) {
    PeerListener listener(peer_crypto());
    PeerFrame wake;
    PeerBytes ack;
    const Memory heard = radio.sent[camera];
    PeerKey key = its_key;
    key.peer = device_id(latch_a);
    if (listener.take(peer_keys({key}), view(heard), wake, ack)) waker.on_frame(cameras, ack);
  }
};

}  // namespace

TEST_CASE("a camera that answers is woken") {
  Latch latch;
  latch.channel.pin(6);
  latch.waker.wake(0, latch.cameras, id16(1));
  CHECK(latch.waker.waiting());
  CHECK(latch.radio.channel == 6);
  latch.camera_answers(camera_c, peer_key(camera_c));
  CHECK_FALSE(latch.waker.waiting());
  CHECK(latch.waker.woken());
}

TEST_CASE("a tap waits 40 ms for an answer and no longer") {
  Latch latch;
  latch.channel.pin(6);
  latch.waker.wake(1000, latch.cameras, id16(1));
  latch.waker.tick(1039, latch.cameras);
  CHECK(latch.waker.waiting());
  CHECK(latch.waker.deadline_ms() == 1040);
  latch.waker.tick(1040, latch.cameras);
  CHECK_FALSE(latch.waker.waiting());
  CHECK_FALSE(latch.waker.woken());
}

TEST_CASE("one of two cameras is enough") {
  Latch latch;
  latch.channel.pin(6);
  latch.cameras = peer_keys({peer_key(camera_c), peer_key(camera_d, 4, 8)});
  latch.waker.wake(0, latch.cameras, id16(1));
  latch.camera_answers(camera_d, peer_key(camera_d, 4, 8));
  CHECK(latch.waker.woken());
}

TEST_CASE("no camera, or none that can be reached, is no wait") {
  Latch latch;
  latch.waker.wake(0, {}, id16(1));
  CHECK_FALSE(latch.waker.waiting());
  latch.radio.unreachable[camera_c] = true;
  latch.waker.wake(0, latch.cameras, id16(1));
  CHECK_FALSE(latch.waker.waiting());
}

TEST_CASE("only the camera that was asked can answer, and only to this wake") {
  Latch latch;
  latch.channel.pin(6);
  latch.waker.wake(0, latch.cameras, id16(1));
  const Memory first = latch.radio.sent[camera_c];
  PeerFrame ack = parse_peer(view(first)).value;
  ack.kind = PeerKind::ack;
  const PeerBytes of_the_first = seal_peer(peer_crypto(), peer_key(camera_c).key, ack);
  latch.waker.on_frame(latch.cameras, seal_peer(peer_crypto(), peer_key(camera_c, 1, 99).key, ack));
  latch.waker.on_frame(latch.cameras, view(first));
  CHECK(latch.waker.waiting());
  latch.waker.wake(10, latch.cameras, id16(2));
  latch.waker.on_frame(latch.cameras, of_the_first);
  CHECK(latch.waker.waiting());
  CHECK_FALSE(latch.waker.woken());
}

TEST_CASE("without flash for its counter a latch sends no wake") {
  Latch latch;
  latch.store.works = false;
  latch.waker.wake(0, latch.cameras, id16(1));
  CHECK(latch.radio.sent.empty());
  CHECK_FALSE(latch.waker.waiting());
}

TEST_CASE("a sleeping latch finds the channel to which its camera has moved") {
  Latch latch;
  latch.channel.pin(6);
  latch.channel.answered();
  latch.channel.release();
  const uint8_t camera_channel = 11;
  latch.waker.wake(0, latch.cameras, id16(1));
  Ms now = 0;
  while (latch.waker.waiting() && now < 1000) {
    now = latch.waker.deadline_ms();
    latch.waker.tick(now, latch.cameras);
    if (latch.radio.channel == camera_channel) latch.camera_answers(camera_c, peer_key(camera_c));
  }
  CHECK(latch.waker.woken());
  CHECK(latch.channel.known() == camera_channel);
  CHECK(now <= 40 + 2 * 12);
}

TEST_CASE("a search tries every channel once, ends at home and is not repeated for the next tap") {
  Latch latch;
  latch.channel.pin(6);
  latch.channel.release();
  latch.waker.wake(0, latch.cameras, id16(1));
  Ms now = 0;
  while (latch.waker.waiting()) latch.waker.tick(now = latch.waker.deadline_ms(), latch.cameras);
  CHECK(now == 40 + 12 * 12);
  CHECK(latch.radio.channels == std::vector<uint8_t>{6, 1, 11, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 6});
  latch.radio.channels.clear();
  latch.waker.wake(1000, latch.cameras, id16(2));
  latch.waker.tick(1040, latch.cameras);
  CHECK_FALSE(latch.waker.waiting());
  CHECK(latch.radio.channels == std::vector<uint8_t>{6, 6});
}
