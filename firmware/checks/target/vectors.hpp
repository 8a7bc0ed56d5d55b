// packages/protocol/vectors as constants: host/make_vectors.cpp writes the lists when the project is built. The README.md of
// the vectors says what each one asks; texts and bytes are empty where a vector has none.
#pragma once
#include "sl/text.hpp"

namespace sl::target {

template <class T>
struct Vectors {
  const T* items;
  size_t count;
  const T* begin() const { return items; }
  const T* end() const { return items + count; }
};

/// `refused`: with any of malformed, not_deterministic, bad_shape.
enum class Expected : uint8_t { good, refused, bad_mac, hash_mismatch };

struct CborVector {
  ByteView bytes;
  bool is_good;
};
struct MessageVector {
  Text message;
  ByteView bytes;
  bool is_good;
};
struct TopicVector {
  Text topic;
  Text device;
  Text name;  // empty: refused
};
struct UplinkVector {
  Text device;
  Text topic;
  ByteView key;
  uint8_t key_version;
  ByteView payload;
  ByteView bytes;
  Expected expected;
  bool is_frame;
};
struct KeyVector {
  ByteView kid;
  ByteView public_key;
};
struct SignedVector {
  Text self;
  KeyVector keys[2];
  ByteView bytes;
  Text reason;  // empty: opened
  bool is_command;
};
struct PeerVector {
  ByteView key;
  ByteView bytes;
  Expected expected;
};
struct WindowStep {
  uint64_t counter;
  bool is_accepted;
};
struct GuardStep {
  int32_t at_ms;
  ByteView tap;
  ByteView command;
  ByteView fresh;
  Text bolt;
  bool is_retained;
  bool says_moves;
  bool moves;
  Text result;
  ByteView nonce;
};
struct GuardCase {
  Text name;
  Vectors<GuardStep> steps;
};
struct GuardDevice {
  Text self;
  KeyVector keys[2];
  ByteView boot;     // the latch
  Text paired_with;  // the camera
  Vectors<GuardCase> cases;
};

extern const Vectors<CborVector> cbor_vectors;
extern const Vectors<MessageVector> message_vectors;
extern const Vectors<TopicVector> topic_vectors;
extern const Vectors<UplinkVector> uplink_vectors;
extern const Vectors<SignedVector> signed_vectors;
extern const Vectors<PeerVector> peer_vectors;
extern const Vectors<WindowStep> window_steps;
extern const GuardDevice guard_latch;
extern const GuardDevice guard_camera;
/// What Ed25519 says yes to (verdict_name).
extern const Vectors<ByteView> good_signatures;

}  // namespace sl::target
