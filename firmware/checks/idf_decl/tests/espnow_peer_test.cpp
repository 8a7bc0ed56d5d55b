#include "sl_esp/espnow_peer.hpp"

#include <doctest/doctest.h>

#include "fake_idf.hpp"
#include "sodium_crypto.hpp"

using namespace sl;
using namespace sl::esp;
using namespace sl::test;

namespace {

linux_port::SodiumCrypto crypto;

DeviceId id(char letter) {
  DeviceId id;
  id.assign(Text(std::string(limits::device_id_chars, letter).c_str()));
  return id;
}

const DeviceId latch = id('l');
const DeviceId camera = id('c');
constexpr Address latch_address = {2, 0, 0, 0, 0, 0x11};
constexpr Address camera_address = {2, 0, 0, 0, 0, 0x22};
constexpr Address stranger = {2, 0, 0, 0, 0, 0x33};

PeerKeys keys_with(const DeviceId& peer, uint64_t epoch) {
  PeerKey key;
  key.peer = peer;
  key.epoch = epoch;
  key.key.data[0] = static_cast<uint8_t>(epoch);
  PeerKeys keys;
  REQUIRE(keys.add(key));
  return keys;
}

std::string frame(PeerKind kind, uint64_t counter, const PeerKeys& keys) {
  const PeerBytes bytes = seal_peer(crypto, keys[0].key, {kind, static_cast<uint32_t>(keys[0].epoch), counter, latch, {}});
  return std::string(reinterpret_cast<const char*>(bytes.data), sizeof bytes.data);
}

struct Radio {
  Inbox inbox;
  EspNowPeer peer;
  PeerKeys keys;

  Radio(PeerRole role, const DeviceId& other) : peer((idf = {}, role), crypto, inbox), keys(keys_with(other, 7)) {
    peer.pair(keys);
  }
  Mail heard(const Address& from, bool to_everybody, const std::string& bytes) {
    idf.hear(from, to_everybody, bytes);
    Mail mail;
    REQUIRE(inbox.take(mail));
    return mail;
  }
  /// To whom the next frame goes.
  Address send(const DeviceId& to, const std::string& bytes) {
    REQUIRE(peer.send(to.text(), {reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()}));
    return idf.sent.back().to;
  }
};

}  // namespace

TEST_CASE("a latch asks everybody until a camera has answered, then that camera alone and encrypted") {
  Radio radio(PeerRole::asks, camera);
  CHECK(radio.send(camera, frame(PeerKind::wake, 1, radio.keys)) == everybody);
  const Mail answer = radio.heard(camera_address, true, frame(PeerKind::ack, 1, radio.keys));
  radio.peer.heard_answer(answer, radio.keys);
  CHECK(radio.send(camera, frame(PeerKind::wake, 2, radio.keys)) == camera_address);
  REQUIRE(idf.peer(camera_address) != nullptr);
  CHECK(idf.peer(camera_address)->encrypt);
  CHECK_FALSE(idf.peer(everybody)->encrypt);
}

TEST_CASE("a latch that gets no answer asks everybody again, and then knows the new address") {
  Radio radio(PeerRole::asks, camera);
  radio.send(camera, frame(PeerKind::wake, 1, radio.keys));
  radio.peer.heard_answer(radio.heard(camera_address, true, frame(PeerKind::ack, 1, radio.keys)), radio.keys);
  CHECK(radio.send(camera, frame(PeerKind::wake, 2, radio.keys)) == camera_address);
  CHECK(radio.send(camera, frame(PeerKind::wake, 3, radio.keys)) == everybody);
  radio.peer.heard_answer(radio.heard(stranger, true, frame(PeerKind::ack, 3, radio.keys)), radio.keys);
  CHECK(radio.send(camera, frame(PeerKind::wake, 4, radio.keys)) == stranger);
  CHECK(idf.peer(camera_address) == nullptr);
}

TEST_CASE("an answer teaches no address when it is old, of another key, or no answer at all") {
  Radio radio(PeerRole::asks, camera);
  radio.send(camera, frame(PeerKind::wake, 5, radio.keys));
  for (const std::string& bad : {frame(PeerKind::ack, 4, radio.keys), frame(PeerKind::wake, 5, radio.keys),
                                 frame(PeerKind::ack, 5, keys_with(camera, 8))}) {
    radio.peer.heard_answer(radio.heard(stranger, true, bad), radio.keys);
    CHECK(idf.peer(stranger) == nullptr);
  }
}

TEST_CASE("a camera answers the way it was asked") {
  Radio radio(PeerRole::answers, latch);
  radio.peer.heard_wake(radio.heard(latch_address, true, frame(PeerKind::wake, 1, radio.keys)));
  CHECK(radio.send(latch, frame(PeerKind::ack, 1, radio.keys)) == everybody);
  radio.peer.heard_wake(radio.heard(latch_address, false, frame(PeerKind::wake, 2, radio.keys)));
  CHECK(radio.send(latch, frame(PeerKind::ack, 2, radio.keys)) == latch_address);
}

TEST_CASE("both ends of a pairing derive one key for the air, and it is not the key of the frames") {
  Radio camera_radio(PeerRole::answers, latch);
  camera_radio.peer.heard_wake(camera_radio.heard(latch_address, true, frame(PeerKind::wake, 1, camera_radio.keys)));
  const esp_now_peer_info_t at_camera = *idf.peer(latch_address);
  Radio latch_radio(PeerRole::asks, camera);
  latch_radio.send(camera, frame(PeerKind::wake, 1, latch_radio.keys));
  latch_radio.peer.heard_answer(latch_radio.heard(camera_address, true, frame(PeerKind::ack, 1, latch_radio.keys)),
                                latch_radio.keys);
  const ByteView lmk = {idf.peer(camera_address)->lmk, ESP_NOW_KEY_LEN};
  CHECK(lmk == ByteView(at_camera.lmk, ESP_NOW_KEY_LEN));
  CHECK(lmk != ByteView(latch_radio.keys[0].key).from(0, ESP_NOW_KEY_LEN));
}

TEST_CASE("a new epoch and the end of a pairing forget the address") {
  Radio radio(PeerRole::answers, latch);
  radio.peer.heard_wake(radio.heard(latch_address, false, frame(PeerKind::wake, 1, radio.keys)));
  REQUIRE(idf.peer(latch_address) != nullptr);
  radio.peer.pair(keys_with(latch, 8));
  CHECK(idf.peer(latch_address) == nullptr);
  radio.peer.pair({});
  CHECK_FALSE(radio.peer.send(latch.text(), {}));
}

TEST_CASE("a latch's radio listens from its wake on until it is told to rest; a camera's always") {
  Radio radio(PeerRole::asks, camera);
  CHECK(idf.wake_window == 0);
  radio.send(camera, frame(PeerKind::wake, 1, radio.keys));
  CHECK(idf.wake_window == UINT16_MAX);
  radio.peer.listen(false);
  CHECK(idf.wake_window == 0);
  Radio other(PeerRole::answers, latch);
  CHECK(idf.wake_window == UINT16_MAX);
}

TEST_CASE("the channel is the access point's while there is one") {
  Radio radio(PeerRole::asks, camera);
  radio.peer.set_channel(6);
  CHECK(idf.channel == 0);
  idf.wifi_is_up = false;
  radio.peer.set_channel(6);
  CHECK(idf.channel == 6);
}

TEST_CASE("what is no frame of the peer link is not even looked at") {
  Radio radio(PeerRole::answers, latch);
  idf.hear(stranger, true, "hello");
  Mail mail;
  CHECK_FALSE(radio.inbox.take(mail));
}
