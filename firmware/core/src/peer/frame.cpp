#include "sl/peer/frame.hpp"

namespace sl {

namespace {

constexpr size_t magic_bytes = 4;
constexpr const char* magics[] = {"slw1", "sla1"};
constexpr size_t epoch_bytes = 4;
constexpr size_t counter_bytes = 6;
constexpr size_t body_bytes =
    magic_bytes + epoch_bytes + counter_bytes + limits::device_id_chars + sizeof(Id16);
static_assert(body_bytes + sizeof(Hash) == limits::peer_frame_bytes, "body and MAC are the whole frame");
// ESP-NOW carries at most 250 bytes in one frame (ESP_NOW_MAX_DATA_LEN).
static_assert(limits::peer_frame_bytes <= 250, "a frame fits into one ESP-NOW payload");

void append_number(ByteBuffer& out, uint64_t value, size_t bytes) {
  for (size_t left = bytes; left > 0; --left) out.append(static_cast<uint8_t>(value >> (8 * (left - 1))));
}

uint64_t read_number(ByteView bytes) {
  uint64_t value = 0;
  for (const uint8_t byte : bytes) value = value << 8 | byte;
  return value;
}

Hash mac_of(ICrypto& crypto, const Bytes<32>& key, ByteView body) {
  Hash mac;
  crypto.hmac_sha256(key, &body, 1, mac);
  return mac;
}

}  // namespace

const PeerKey* find_peer(const PeerKeys& keys, const DeviceId& peer) {
  for (const PeerKey& key : keys) {
    if (key.peer.text() == peer.text()) return &key;
  }
  return nullptr;
}

PeerBytes seal_peer(ICrypto& crypto, const Bytes<32>& key, const PeerFrame& frame) {
  PeerBytes bytes;
  ByteBuffer out(bytes.span());
  out.append(Text(magics[static_cast<size_t>(frame.kind)]).bytes());
  append_number(out, frame.epoch, epoch_bytes);
  append_number(out, frame.counter, counter_bytes);
  out.append(frame.latch.text().bytes());
  out.append(frame.nonce);
  out.append(mac_of(crypto, key, out.view()));
  return bytes;
}

Result<PeerFrame> parse_peer(ByteView bytes) {
  if (bytes.size != limits::peer_frame_bytes) return Status::malformed;
  const ByteView magic = bytes.from(0, magic_bytes);
  PeerFrame frame;
  if (magic == Text(magics[0]).bytes()) frame.kind = PeerKind::wake;
  else if (magic == Text(magics[1]).bytes()) frame.kind = PeerKind::ack;
  else return Status::malformed;
  size_t at = magic_bytes;
  frame.epoch = static_cast<uint32_t>(read_number(bytes.from(at, epoch_bytes)));
  at += epoch_bytes;
  frame.counter = read_number(bytes.from(at, counter_bytes));
  at += counter_bytes;
  const Text latch{reinterpret_cast<const char*>(bytes.data + at), limits::device_id_chars};
  if (!frame.latch.assign(latch)) return Status::malformed;
  at += limits::device_id_chars;
  frame.nonce.assign(bytes.from(at, sizeof(Id16)));
  return frame;
}

bool verify_peer(ICrypto& crypto, const Bytes<32>& key, ByteView bytes) {
  if (bytes.size != limits::peer_frame_bytes) return false;
  return equal_in_constant_time(mac_of(crypto, key, bytes.from(0, body_bytes)), bytes.from(body_bytes));
}

}  // namespace sl
