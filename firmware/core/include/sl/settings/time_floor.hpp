// A date that it is surely not before, for a board that wakes without a clock: TLS needs one until SNTP has answered.
// No unlock ever depends on it.
#pragma once
#include "sl/journal/flash_records.hpp"

namespace sl {

class TimeFloor {
 public:
  /// `built_s`: when this firmware was built, seconds of the Unix epoch.
  TimeFloor(FlashRecords& records, uint64_t built_s);

  /// Seconds of the Unix epoch: the build, or the newest time stored, whichever is later. Never goes back.
  uint64_t seconds() const { return seconds_; }
  /// What SNTP said; kept in flash once it is a day further. False for a time that cannot be true.
  bool note(uint64_t now_s);

 private:
  StoredCounter stored_;
  uint64_t built_s_;
  uint64_t seconds_;
  uint64_t kept_s_;
};

}  // namespace sl
