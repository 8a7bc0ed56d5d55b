#include "sl/settings/time_floor.hpp"

namespace sl {

TimeFloor::TimeFloor(FlashRecords& records, uint64_t built_s)
    : stored_(records, RecordKey::time_floor), built_s_(built_s), seconds_(built_s), kept_s_(stored_.read()) {
  if (kept_s_ > seconds_) seconds_ = kept_s_;
}

bool TimeFloor::note(uint64_t now_s) {
  if (now_s + limits::time_slack_s < seconds_ || now_s > built_s_ + limits::time_ahead_max_s) return false;
  if (now_s <= seconds_) return true;
  seconds_ = now_s;
  if (now_s - kept_s_ >= limits::time_floor_step_s && stored_.write(now_s)) kept_s_ = now_s;
  return true;
}

}  // namespace sl
