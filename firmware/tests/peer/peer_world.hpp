// The two ends of the peer link and what lies between them, under the test's control.
#pragma once
#include <map>

#include "sl/peer/listener.hpp"
#include "sl/peer/waker.hpp"
#include "sodium_crypto.hpp"
#include "support/vectors.hpp"

namespace sl::test {

inline linux_port::SodiumCrypto& peer_crypto() {
  static linux_port::SodiumCrypto crypto;
  return crypto;
}

struct FakeCounterStore final : ICounterStore {
  uint64_t value = 0;
  int writes = 0;
  bool works = true;
  uint64_t read() override { return value; }
  bool write(uint64_t to) override {
    if (!works) return false;
    value = to;
    ++writes;
    return true;
  }
};

/// A radio: what is sent goes to whoever is on the same channel.
struct FakeRadio final : IPeer {
  uint8_t channel = 0;
  std::vector<uint8_t> channels;
  /// What was sent last, by peer.
  std::map<std::string, Memory> sent;
  std::map<std::string, bool> unreachable;
  bool send(Text peer, ByteView frame) override {
    if (unreachable[str(peer)]) return false;
    sent[str(peer)] = Memory(frame.begin(), frame.end());
    return true;
  }
  void set_channel(uint8_t to) override {
    channel = to;
    channels.push_back(to);
  }
};

inline PeerKey peer_key(const std::string& peer, uint64_t epoch = 1, uint8_t seed = 7) {
  PeerKey key{device_id(peer), epoch, {}};
  for (uint8_t& byte : key.key.data) byte = seed;
  return key;
}
inline PeerKeys peer_keys(std::initializer_list<PeerKey> keys) {
  PeerKeys list;
  for (const PeerKey& key : keys) list.add(key);
  return list;
}
inline Id16 id16(uint8_t seed) {
  Id16 id;
  for (uint8_t& byte : id.data) byte = seed;
  return id;
}

inline const std::string latch_a(26, 'a'), latch_b(26, 'b'), camera_c(26, 'c'), camera_d(26, 'd');

}  // namespace sl::test
