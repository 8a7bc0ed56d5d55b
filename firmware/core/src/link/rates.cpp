#include "sl/link/rates.hpp"

namespace sl {

namespace {
constexpr int32_t one = 1000;
}

bool TokenBucket::take(const TopicRow& row, Ms now_ms, int32_t spared) {
  if (ready_ms(row, now_ms, spared) > now_ms) return false;
  taken_ = taken(row, now_ms) + one;
  at_ms_ = now_ms;
  return true;
}

Ms TokenBucket::ready_ms(const TopicRow& row, Ms now_ms, int32_t spared) const {
  const int32_t missing = taken(row, now_ms) - one * (row.rate_burst - spared - 1);
  return missing <= 0 ? now_ms : now_ms + (missing + row.rate_per_second - 1) / row.rate_per_second;
}

/// A rate per second is thousandths of a message per millisecond.
int32_t TokenBucket::taken(const TopicRow& row, Ms now_ms) const {
  const Ms passed_ms = now_ms - at_ms_;
  const int32_t filled = passed_ms < taken_ ? passed_ms * row.rate_per_second : taken_;
  return later(taken_ - filled, 0);
}

}  // namespace sl
