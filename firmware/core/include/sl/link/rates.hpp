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
  /// The clock began again: what was taken was taken just now.
  void count_from_now() { at_ms_ = 0; }

 private:
  int32_t taken(const TopicRow& row, Ms now_ms) const;

  Ms at_ms_ = 0;
  /// Then; it fills up since.
  int32_t taken_ = 0;
};

/// Rows with the same rate share a bucket: taps, frames, everything else.
class Rates {
 public:
  bool take(Topic topic, Ms now_ms, int32_t spared = 0) {
    return buckets_[index_of(topic)].take(row_of(topic), now_ms, spared);
  }
  Ms ready_ms(Topic topic, Ms now_ms, int32_t spared = 0) const {
    return buckets_[index_of(topic)].ready_ms(row_of(topic), now_ms, spared);
  }
  void count_from_now() {
    for (TokenBucket& bucket : buckets_) bucket.count_from_now();
  }

 private:
  static size_t index_of(Topic topic) { return topic == Topic::nfc_tap ? 0 : topic == Topic::face_frame ? 1 : 2; }
  TokenBucket buckets_[3];
};

}  // namespace sl
