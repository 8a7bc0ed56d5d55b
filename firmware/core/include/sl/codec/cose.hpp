// The two envelopes. Upwards COSE_Mac0 (RFC 9052, 6.2; HMAC 256/256), so that the server knows who said it; downwards
// COSE_Sign1 (RFC 9052, 4.2; Ed25519), so that the device knows who told it. The broker is believed nothing.
#pragma once
#include "sl/codec/messages.hpp"
#include "sl/ports.hpp"

namespace sl {

// ---- upwards ----

struct UplinkKey {
  uint8_t version = 0;
  Bytes<32> key{};
};

/// Puts the payload into a COSE_Mac0 for this device and topic, at the front of `out`. The payload may lie in `out` already.
/// Empty when it does not fit: it needs limits::mac0_overhead_bytes beside the payload.
ByteView seal_uplink(ICrypto& crypto, const UplinkKey& key, const DeviceId& device, Topic topic, ByteView payload,
                     ByteSpan out);
/// The same for a message. Empty, too, when the message itself cannot be encoded.
template <class Message>
ByteView seal_message(ICrypto& crypto, const UplinkKey& key, const DeviceId& device, Topic topic,
                      const Message& message, ByteSpan out) {
  const ByteView payload = encode(message, out);
  return payload.empty() ? payload : seal_uplink(crypto, key, device, topic, payload, out);
}

/// A COSE_Mac0 that was read but not believed; views of its bytes.
struct Uplink {
  uint8_t key_version = 0;
  ByteView protected_bytes;
  ByteView payload;
  ByteView mac;
  /// What follows: the JPEG of a frame, else nothing.
  ByteView rest;
};
Result<Uplink> parse_uplink(ByteView data);
bool verify_uplink(ICrypto& crypto, const Uplink& uplink, const Bytes<32>& key, const DeviceId& device, Text topic);

// ---- downwards ----

struct CommandKey {
  /// The first 8 bytes of SHA-256 over the public key.
  Bytes<8> kid;
  Bytes<32> public_key;
};
/// Two slots: during a rotation the old key and the new one.
using CommandKeys = List<CommandKey, limits::command_key_slots>;

/// A signed message as it came, with room in front: opening it builds the Sig_structure around the payload where it lies.
class Downlink {
 public:
  /// Takes the bytes; one that is too long is taken as empty, which no key has signed.
  void assign(ByteView bytes);
  ByteSpan bytes() { return {memory_ + limits::sign1_room_bytes, size_}; }
  /// The memory that ends with `payload` and begins `size` bytes in front of it.
  uint8_t* in_front_of(ByteView payload, size_t size);

 private:
  uint8_t memory_[limits::sign1_room_bytes + limits::downlink_bytes] = {};
  size_t size_ = 0;
};

/// A message of the server, or why it is refused: bad_signature, unknown_key or wrong_device.
template <class Message>
struct Opened {
  bool ok = false;
  Reason reason{};
  Message message;
  /// Its bytes, where they came.
  ByteView payload;
};

/**
 * Parse, find the key slot, check the signature with the device that the payload names, and only then ask whether that is
 * `self`: a valid command of another door is `wrong_device`. What cannot be read is `bad_signature`. Freshness is the
 * latch's own, later check. The bytes of the message are spent.
 */
Opened<Command> open_command(ICrypto& crypto, const CommandKeys& keys, const DeviceId& self, Downlink& message);
Opened<DesiredMessage> open_desired(ICrypto& crypto, const CommandKeys& keys, const DeviceId& self, Downlink& message);

}  // namespace sl
