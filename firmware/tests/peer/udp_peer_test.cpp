#include "udp_peer.hpp"

#include <poll.h>

#include "peer/peer_world.hpp"

#include <doctest/doctest.h>

using namespace sl;
using namespace sl::test;
using linux_port::Datagram;
using linux_port::UdpPeer;

namespace {

std::optional<Datagram> heard(UdpPeer& peer) {
  pollfd readable{peer.fd(), POLLIN, 0};
  poll(&readable, 1, 2'000);
  return peer.receive();
}

}  // namespace

TEST_CASE("a latch wakes a camera over UDP on loopback, and hears its answer") {
  UdpPeer latch_port(0), camera_port(0);
  latch_port.neighbour(camera_c, camera_port.port());
  FakeCounterStore store;
  RisingCounter counter(store);
  PeerChannel channel;
  channel.pin(0);
  PeerWaker waker(peer_crypto(), latch_port, channel, counter, device_id(latch_a));
  const PeerKeys of_latch = peer_keys({peer_key(camera_c)}), of_camera = peer_keys({peer_key(latch_a)});

  waker.wake(0, of_latch, id16(3));
  const std::optional<Datagram> wake = heard(camera_port);
  REQUIRE(wake.has_value());
  PeerListener listener(peer_crypto());
  PeerFrame frame;
  PeerBytes answer;
  REQUIRE(listener.take(of_camera, wake->bytes(), frame, answer));
  CHECK(frame.nonce == id16(3));
  REQUIRE(camera_port.answer(*wake, answer));
  const std::optional<Datagram> ack = heard(latch_port);
  REQUIRE(ack.has_value());
  waker.on_frame(of_latch, ack->bytes());
  CHECK(waker.woken());
}

TEST_CASE("a datagram that is too long is seen to be, and one to nobody is not sent") {
  UdpPeer a(0), b(0);
  a.neighbour(camera_c, b.port());
  const Memory long_one(limits::peer_frame_bytes + 20, 1);
  REQUIRE(a.send(text(camera_c), view(long_one)) == true);
  const std::optional<Datagram> came = heard(b);
  REQUIRE(came.has_value());
  CHECK_FALSE(parse_peer(came->bytes()).ok());
  CHECK_FALSE(a.send(text(camera_d), view(long_one)));
  CHECK_FALSE(b.receive().has_value());
}

TEST_CASE("a port that is taken is refused with what to do") {
  UdpPeer first(0);
  CHECK_THROWS_WITH_AS(UdpPeer(first.port()), doctest::Contains("--peer-port"), std::runtime_error);
}
