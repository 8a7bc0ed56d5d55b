// The peer link against bytes of anybody on the channel: both ends, first with the bytes as they are, then with frames sealed
// around them, so that the window is reached too. Corpus: packages/protocol/vectors/peer.json.
#include "require.hpp"
#include "sl/peer/listener.hpp"
#include "sl/peer/waker.hpp"
#include "sodium_crypto.hpp"

using namespace sl;
using sl::fuzz::require;

namespace {

struct Counters final : ICounterStore {
  uint64_t read() override { return 0; }
  bool write(uint64_t) override { return true; }
};
struct Radio final : IPeer {
  bool send(Text, ByteView) override { return true; }
  void set_channel(uint8_t) override {}
};

PeerKey pairing(char name) {
  PeerKey key;
  char id[limits::device_id_chars];
  memset(id, name, sizeof id);
  key.peer.assign({id, sizeof id});
  key.epoch = 1;
  memset(key.key.data, name, sizeof key.key.data);
  return key;
}

uint64_t number_of(ByteView bytes) {
  uint64_t number = 0;
  for (const uint8_t byte : bytes) number = number << 8 | byte;
  return number;
}

/// What is read is written again byte for byte under its own MAC.
void read_and_write(ICrypto& crypto, const PeerKey& key, ByteView input) {
  const Result<PeerFrame> frame = parse_peer(input);
  if (!frame.ok()) return;
  const PeerBytes again = seal_peer(crypto, key.key, frame.value);
  constexpr size_t body_bytes = limits::peer_frame_bytes - sizeof(Hash);
  require(ByteView(again).from(0, body_bytes) == input.from(0, body_bytes));
  require(verify_peer(crypto, key.key, again));
  require(verify_peer(crypto, key.key, input) == (ByteView(again) == input));
}

/// Bytes of the input as counters of genuine wakes: none is believed twice, and every answer is one.
void replay(ICrypto& crypto, const PeerKeys& keys, ByteView input) {
  PeerListener listener(crypto);
  PeerFrame wake{PeerKind::wake, 1, 0, keys[0].peer, {}};
  for (size_t at = 0; at + 2 <= input.size; at += 2) {
    wake.counter = number_of(input.from(at, 2));
    const PeerBytes bytes = seal_peer(crypto, keys[0].key, wake);
    PeerFrame heard;
    PeerBytes answer;
    if (!listener.take(keys, bytes, heard, answer)) continue;
    require(heard.counter == wake.counter);
    require(parse_peer(answer).value.kind == PeerKind::ack && verify_peer(crypto, keys[0].key, answer));
    require(!listener.take(keys, bytes, heard, answer));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static linux_port::SodiumCrypto crypto;
  const ByteView input{data, size};
  PeerKeys keys;
  keys.add(pairing('a'));
  keys.add(pairing('b'));
  read_and_write(crypto, keys[0], input);
  replay(crypto, keys, input.from(0, 64));

  // Nobody who lacks the keys wakes a camera or answers for one.
  PeerListener listener(crypto);
  PeerFrame heard;
  PeerBytes answer;
  require(!listener.take(keys, input, heard, answer));
  Counters store;
  Radio radio;
  RisingCounter counter(store);
  PeerChannel channel;
  channel.pin(1);
  PeerWaker waker(crypto, radio, channel, counter, keys[0].peer);
  waker.wake(0, keys, {});
  waker.on_frame(keys, input);
  require(waker.waiting() && !waker.woken());
  return 0;
}
