// The datagram between two boards (ESP-NOW payload, UDP on loopback; the bytes are the same): a latch wakes its camera, the
// camera acknowledges. "slw1" or "sla1" | epoch u32 | counter u48 | latch 26 | nonce 16 | HMAC-SHA-256 over all before it,
// big endian. The twin is device-sim/src/peer.ts.
#pragma once
#include "sl/codec/topic.hpp"
#include "sl/list.hpp"
#include "sl/ports.hpp"

namespace sl {

enum class PeerKind : uint8_t { wake, ack };
template <>
struct Names<PeerKind> {
  static constexpr char all[] = "wake\0" "ack\0";
};

struct PeerFrame {
  PeerKind kind = PeerKind::wake;
  /// Of the pairing: a new epoch is a new key.
  uint32_t epoch = 0;
  /// 48 bits; rises over reboots.
  uint64_t counter = 0;
  DeviceId latch;
  Id16 nonce;
};
using PeerBytes = Bytes<limits::peer_frame_bytes>;

/// What the two ends of a pairing share; fetched over HTTPS, never over MQTT.
struct PeerKey {
  DeviceId peer;
  uint64_t epoch = 0;
  Bytes<32> key{};
};
using PeerKeys = List<PeerKey, limits::pairings>;

/// Null when this device is not paired with that one.
const PeerKey* find_peer(const PeerKeys& keys, const DeviceId& peer);

PeerBytes seal_peer(ICrypto& crypto, const Bytes<32>& key, const PeerFrame& frame);
/// Reads without believing.
Result<PeerFrame> parse_peer(ByteView frame);
/// Whether the holder of the key made exactly these bytes; takes as long for a wrong MAC as for the right one.
bool verify_peer(ICrypto& crypto, const Bytes<32>& key, ByteView frame);

}  // namespace sl
