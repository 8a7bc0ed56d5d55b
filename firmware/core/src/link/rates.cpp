#include "sl/link/rates.hpp"

namespace sl {

namespace {
constexpr int32_t one = 1000;
}

bool TokenBucket::take(const TopicRow& row, Ms now_ms, int32_t spared) {
  const int32_t now = at(row, now_ms);
  if (now < one * (1 + spared)) return false;
  tokens_ = now - one;
  at_ms_ = now_ms;
  return true;
}

Ms TokenBucket::ready_ms(const TopicRow& row, Ms now_ms, int32_t spared) const {
  const int32_t missing = one * (1 + spared) - at(row, now_ms);
  return missing <= 0 ? now_ms : now_ms + (missing + row.rate_per_second - 1) / row.rate_per_second;
}

/// A rate per second is thousandths of a message per millisecond.
int32_t TokenBucket::at(const TopicRow& row, Ms now_ms) const {
  const int32_t full = one * row.rate_burst;
  if (tokens_ < 0 || now_ms - at_ms_ >= full) return full;
  const int64_t filled = tokens_ + (now_ms - at_ms_) * row.rate_per_second;
  return filled < full ? static_cast<int32_t>(filled) : full;
}

}  // namespace sl
