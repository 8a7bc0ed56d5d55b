// The broker's allowance for a device, kept to by the device itself: what is above it the broker drops.
#pragma once
#include "sl/codec/topic.hpp"
#include "sl/ports.hpp"

namespace sl {

/// A token bucket of the topic table, in thousandths of a message.
class TokenBucket {
 public:
  /// Takes one message's worth if `spared` are left after it.
  bool take(const TopicRow& row, Ms now_ms, int32_t spared = 0);
  /// When there will be enough.
  Ms ready_ms(const TopicRow& row, Ms now_ms, int32_t spared = 0) const;

 private:
  int32_t at(const TopicRow& row, Ms now_ms) const;

  Ms at_ms_ = 0;
  int32_t tokens_ = -1;  // nothing was taken yet: full
};

/// Rows with the same rate share a bucket: taps, frames, everything else.
class Rates {
 public:
  TokenBucket& of(Topic topic) { return buckets_[index_of(topic)]; }
  const TokenBucket& of(Topic topic) const { return buckets_[index_of(topic)]; }

 private:
  static size_t index_of(Topic topic) { return topic == Topic::nfc_tap ? 0 : topic == Topic::face_frame ? 1 : 2; }
  TokenBucket buckets_[3];
};

}  // namespace sl
