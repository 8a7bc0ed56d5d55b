#include "sl/peer/frame.hpp"

#include "sl/codec/big_endian.hpp"

namespace sl {

namespace {

constexpr const char* magics[] = {"slw1", "sla1"};
constexpr size_t magic_bytes = 4;
constexpr size_t epoch_at = magic_bytes;
constexpr size_t counter_at = epoch_at + 4;
constexpr size_t latch_at = counter_at + 6;
constexpr size_t nonce_at = latch_at + limits::device_id_chars;
constexpr size_t mac_at = nonce_at + sizeof(Id16);
static_assert(mac_at + sizeof(Hash) == limits::peer_frame_bytes, "body and MAC are the whole frame");
// ESP-NOW carries at most 250 bytes in one frame (ESP_NOW_MAX_DATA_LEN).
static_assert(limits::peer_frame_bytes <= 250, "a frame fits into one ESP-NOW payload");

void mac_of(ICrypto& crypto, const Bytes<32>& key, const uint8_t* frame, Hash& mac) {
  const ByteView body{frame, mac_at};
  crypto.hmac_sha256(key, &body, 1, mac);
}

}  // namespace

const PeerKey* find_peer(const PeerKeys& keys, const DeviceId& peer) {
  for (const PeerKey& key : keys) {
    if (key.peer == peer) return &key;
  }
  return nullptr;
}

PeerBytes seal_peer(ICrypto& crypto, const Bytes<32>& key, const PeerFrame& frame) {
  PeerBytes sealed;
  uint8_t* bytes = sealed.data;
  memcpy(bytes, magics[static_cast<size_t>(frame.kind)], magic_bytes);
  put_big_endian(bytes + epoch_at, frame.epoch, counter_at - epoch_at);
  put_big_endian(bytes + counter_at, frame.counter, latch_at - counter_at);
  memcpy(bytes + latch_at, frame.latch.characters, sizeof frame.latch.characters);
  memcpy(bytes + nonce_at, frame.nonce.data, sizeof frame.nonce.data);
  Hash mac;
  mac_of(crypto, key, bytes, mac);
  memcpy(bytes + mac_at, mac.data, sizeof mac.data);
  return sealed;
}

Result<PeerFrame> parse_peer(ByteView frame) {
  Result<PeerFrame> parsed = Status::malformed;
  PeerFrame& read = parsed.value;
  if (frame.size != limits::peer_frame_bytes) return parsed;
  const uint8_t* bytes = frame.data;
  const bool is_ack = memcmp(bytes, magics[1], magic_bytes) == 0;
  if (!is_ack && memcmp(bytes, magics[0], magic_bytes) != 0) return parsed;
  read.kind = is_ack ? PeerKind::ack : PeerKind::wake;
  read.epoch = static_cast<uint32_t>(get_big_endian({bytes + epoch_at, counter_at - epoch_at}));
  read.counter = get_big_endian({bytes + counter_at, latch_at - counter_at});
  memcpy(read.nonce.data, bytes + nonce_at, sizeof read.nonce.data);
  const Text latch{reinterpret_cast<const char*>(bytes + latch_at), limits::device_id_chars};
  if (read.latch.assign(latch)) parsed.status = Status::ok;
  return parsed;
}

bool verify_peer(ICrypto& crypto, const Bytes<32>& key, ByteView frame) {
  if (frame.size != limits::peer_frame_bytes) return false;
  Hash mac;
  mac_of(crypto, key, frame.data, mac);
  return equal_in_constant_time(mac, frame.from(mac_at));
}

}  // namespace sl
